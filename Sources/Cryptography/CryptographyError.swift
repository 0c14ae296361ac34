/// Why a cryptographic structure could not be read or made.
///
/// A signature that does not hold is a verdict, not an error: ``PublicKey/verifies(_:over:with:)`` and
/// ``SignedData/verify(detachedContent:)`` return it.
package enum CryptographyError: Error, Equatable, Sendable {
  /// The bytes are not the structure they should be. The offset counts from the structure's first byte.
  case malformed(structure: Structure, offset: Int)
  /// OpenSSL cannot read the structure; the reason is OpenSSL's own, empty when it gives none.
  case unreadable(structure: Structure, reason: String)
  /// The structure is encrypted and no password was given.
  case passwordNeeded(structure: Structure)
  /// The password does not open the structure.
  case wrongPassword(structure: Structure)
  /// The password opens the file, but not the private key in it, which has one of its own.
  case wrongKeyPassword(entry: String?)
  /// An algorithm that Slipway does not know, or that OpenSSL was built without: its dotted identifier or name.
  case unsupportedAlgorithm(structure: Structure, algorithm: String)
  /// RC2 or RC4 encryption, for which OpenSSL's legacy provider is needed and not installed.
  case legacyProviderMissing(reason: String)
  /// A password derivation with more work than any honest file asks for.
  case tooManyIterations(structure: Structure, iterations: Int, limit: Int)
  /// A key of this algorithm cannot make a signature of that kind.
  case keyCannotSign(key: KeyAlgorithm, signature: SignatureAlgorithm)
  /// The private key does not belong to the certificate of this subject.
  case certificateDoesNotMatchKey(subject: String)
  /// A public key with which every secret key shares the same number, zero (RFC 7748 §6.1).
  case lowOrderPublicKey
  /// OpenSSL failed at something that cannot depend on input.
  case library(operation: String, reason: String)

  /// The structures that errors are about.
  package enum Structure: String, Equatable, Sendable {
    case asn1 = "ASN.1"
    case bks = "BKS keystore"
    case certificate
    case distinguishedName = "distinguished name"
    case jceks = "JCEKS keystore"
    case jks = "JKS keystore"
    case pem = "PEM"
    case pkcs12 = "PKCS#12"
    case privateKey = "private key"
    case publicKey = "public key"
    case signedData = "PKCS#7 signature"
  }
}
