/// Why a readable package cannot be signed as asked.
package enum SigningObstacle: Error, Equatable, Sendable {
  /// Nobody to sign it.
  case noSigners
  /// Android reads at most `limit` signers.
  case tooManySigners(count: Int, limit: Int)
  /// v3 has one signer.
  case severalSignersForV3(count: Int)
  /// No scheme is left: the SDK versions asked for exclude all of them, or none was named.
  case noScheme
  /// A scheme that packages of the format do not have: v1, v2 and v3 are for APKs, jar is for bundles.
  case schemeOfOtherFormat(SignatureScheme)
  /// v2 and v3 need a key that Android has an algorithm for: RSA, EC or DSA.
  case keyAlgorithm(key: String, algorithm: String)
  /// Android before 4.3 (API level 18) reads no ECDSA in JAR signatures.
  case ecOnOldAndroid(key: String, minSDK: Int)
  /// The name has a line break or a NUL in it, which a JAR manifest cannot say.
  case entryName(String)
  /// The SDK versions asked for are the wrong way round.
  case sdkRange(minSDK: Int, maxSDK: Int)
}
