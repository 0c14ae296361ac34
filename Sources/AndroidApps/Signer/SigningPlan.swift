import Archives
import Credentials
import Cryptography
import Releases

/// Which schemes a package gets, worked out before anything is read but its manifest.
struct SigningPlan: Sendable {
  let format: PackageFormat
  let schemes: Set<SignatureScheme>
  /// The oldest API level to sign for; nil for a bundle.
  let minSDK: Int?

  /// As many as Android reads (`Constants.MAX_APK_SIGNERS` of apksig).
  static let signerLimit = 10

  /// - Throws: ``AndroidError``, mostly ``AndroidError/cannotSign(_:)``.
  init(
    _ directory: ZipDirectory, identities: [SigningIdentity], options: SigningOptions
  ) throws(AndroidError) {
    guard !identities.isEmpty else { throw .cannotSign(.noSigners) }
    guard identities.count <= Self.signerLimit else {
      throw .cannotSign(.tooManySigners(count: identities.count, limit: Self.signerLimit))
    }
    format = try directory.androidFormat()
    guard format == .apk else {
      if let other = options.schemes?.sorted().first(where: { $0 != .jar }) {
        throw .cannotSign(.schemeOfOtherFormat(other))
      }
      if options.schemes?.isEmpty == true { throw .cannotSign(.noScheme) }
      schemes = [.jar]
      minSDK = nil
      return
    }
    let minSDK = if let asked = options.minSDK { asked } else { try directory.androidManifest().minSDK }
    let maxSDK = options.maxSDK ?? .max
    guard minSDK <= maxSDK else { throw .cannotSign(.sdkRange(minSDK: minSDK, maxSDK: maxSDK)) }
    let isAlone = identities.count == 1
    let schemes = options.schemes ?? Self.schemes(minSDK: minSDK, maxSDK: maxSDK, isAlone: isAlone)
    guard !schemes.isEmpty else { throw .cannotSign(.noScheme) }
    if schemes.contains(.jar) { throw .cannotSign(.schemeOfOtherFormat(.jar)) }
    if schemes.contains(.v3), !isAlone {
      throw .cannotSign(.severalSignersForV3(count: identities.count))
    }
    self.schemes = schemes
    self.minSDK = minSDK
  }

  /// v1 where Android before 7.0 must read it, v2 where 7.0 must, v3 where 9 must and there is one signer.
  private static func schemes(minSDK: Int, maxSDK: Int, isAlone: Bool) -> Set<SignatureScheme> {
    var schemes: Set<SignatureScheme> = []
    if minSDK < AndroidRelease.nougat { schemes.insert(.v1) }
    if maxSDK >= AndroidRelease.nougat { schemes.insert(.v2) }
    if maxSDK >= AndroidRelease.pie, isAlone { schemes.insert(.v3) }
    return schemes
  }

  var hasSigningBlock: Bool { schemes.contains(.v2) || schemes.contains(.v3) }
  var hasJarSignature: Bool { schemes.contains(.v1) || schemes.contains(.jar) }
  /// The schemes that a JAR signature names, by number.
  var schemesBesideJar: [Int] { schemes.subtracting([.v1]).compactMap(\.number).sorted() }
}
