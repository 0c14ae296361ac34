/// Why something that can be read cannot be signed as asked.
package enum SigningObstacle: Equatable, Sendable {
  /// The App Store encrypted this code (FairPlay), so that nobody else can sign it.
  case encrypted(file: String, architecture: String)
  /// A kind of Mach-O that is never signed, such as an object file.
  case fileType(file: String, type: String)
  /// Something that is no code is where bundles of macOS have nothing else.
  case notCode(file: String)
  /// There is no room behind the load commands for one more.
  case noRoomForSignature(file: String, architecture: String)
  /// An entitlement holds a kind of value that cannot be signed.
  case entitlementValue(key: String, kind: String)
}
