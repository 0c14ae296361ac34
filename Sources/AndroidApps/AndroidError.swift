package import Archives
package import Cryptography

/// Why an APK or AAB could not be read or written.
///
/// What a readable package gets wrong is a finding, never an error.
package enum AndroidError: Error, Equatable, Sendable {
  /// A structure contradicts its own format.
  ///
  /// `field` is the part of it that does, as the format calls it; `offset` counts bytes from the start of
  /// `file`, the entry or the package that holds the structure.
  case malformed(AndroidStructure, field: String, offset: Int, file: String)
  /// A structure claims, or has, more than Slipway reads: bytes, elements or levels, as `field` says.
  case tooLarge(AndroidStructure, field: String, size: Int, limit: Int, file: String)
  /// A readable structure uses a feature that Slipway does not handle.
  case unsupported(AndroidStructure, feature: String, file: String)
  /// A ZIP archive without the entry that would make it an app.
  ///
  /// `archive` is its name, as a rule the path.
  case notAnApp(archive: String, missing: String)
  /// The manifest lacks an attribute or element that cannot be done without, or gives it a type it cannot
  /// have.
  case manifest(element: String, attribute: String)
  /// The ZIP layer's own error.
  case archive(ArchiveError)
  /// The package is readable and cannot be signed as asked.
  case cannotSign(SigningObstacle)
  /// The API levels asked about are none: the oldest is newer than the newest.
  case cannotVerify(minSDK: Int, maxSDK: Int)
  /// A key or certificate cannot do what signing asks of it.
  case cryptography(CryptographyError)
}

/// The structures of Android packages, under the names their formats give them.
package enum AndroidStructure: String, Sendable {
  case binaryXML = "binary XML"
  case stringPool = "string pool"
  case resourceMap = "resource map"
  case protoXML = "proto XML"
  case bundleConfiguration = "bundle configuration"
  case elf = "ELF header"
  case signingBlock = "APK Signing Block"
  case signatureSchemeV2Block = "APK Signature Scheme v2 block"
  case signatureSchemeV3Block = "APK Signature Scheme v3 block"
  case jarManifest = "JAR manifest"
  case signatureFile = "signature file"
  case signatureBlock = "signature block file"
}
