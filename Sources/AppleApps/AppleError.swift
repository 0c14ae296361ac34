package import Archives
package import Bytes
package import Cryptography
package import PropertyLists

/// Why an app for Apple's platforms, or code in it, could not be read or written.
///
/// What a readable app gets wrong is a finding, never an error.
package enum AppleError: Error, Equatable, Sendable {
  /// A structure contradicts its own format.
  ///
  /// `field` is the part of it that does, as the format calls it; `offset` counts bytes from the start of `file`.
  case malformed(AppleStructure, field: String, offset: Int, file: String)
  /// A structure claims, or has, more than Slipway reads: bytes, elements or levels, as `field` says.
  case tooLarge(AppleStructure, field: String, size: Int, limit: Int, file: String)
  /// A readable structure uses a feature that Slipway does not handle.
  case unsupported(AppleStructure, feature: String, file: String)
  /// A file that must be there is not: an `Info.plist`, an executable, a bundle.
  case missing(file: String, of: String)
  /// There is more than one app, so that nobody can tell which is meant.
  case severalApps([String], of: String)
  /// The code or bundle is readable and cannot be signed as asked.
  case cannotSign(SigningObstacle)
  /// The app is readable and cannot be changed as asked.
  case cannotEdit(EditObstacle)
  /// A property list cannot be read.
  case propertyList(PropertyListError, file: String)
  /// The archive layer's own error.
  case archive(ArchiveError)
  /// A file cannot be read or written.
  case bytes(BytesError)
  /// A key or certificate cannot do what signing asks of it.
  case cryptography(CryptographyError)
}

/// The structures of Apple's code and bundles, under the names their formats give them.
package enum AppleStructure: String, Sendable {
  case machO = "Mach-O header"
  case universalBinary = "universal binary header"
  case loadCommand = "load command"
  case codeSignature = "code signature"
  case codeDirectory = "CodeDirectory"
  case cms = "CMS signature"
  case requirement = "code requirement"
  case entitlements = "entitlements"
  case codeResources = "CodeResources"
  case infoPropertyList = "Info.plist"
  case bundle = "bundle"
  case provisioningProfile = "provisioning profile"
}
