package import Releases

package import struct FoundationEssentials.Date

/// What is worth knowing of a signing certificate.
package struct CertificateFact: Codable, Equatable, Sendable {
  /// The digests of the DER encoding: lower-case hexadecimal digits.
  package var sha256: String
  package var sha1: String
  /// Distinguished names in RFC 2253 form.
  ///
  /// Hostile text is allowed here.
  package var subject: String
  package var issuer: String
  package var notBefore: Date
  package var notAfter: Date
  /// The key's algorithm and size: `RSA 2048`.
  package var keyAlgorithm: String
  package var purpose: Purpose
  /// What a certificate with a public private key is called: `AOSP testkey`.
  ///
  /// Nil for any other.
  package var knownAs: String?

  package init(
    sha256: String, sha1: String = "", subject: String, issuer: String = "", notBefore: Date, notAfter: Date,
    keyAlgorithm: String = "", purpose: Purpose, knownAs: String? = nil
  ) {
    self.sha256 = sha256
    self.sha1 = sha1
    self.subject = subject
    self.issuer = issuer
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.keyAlgorithm = keyAlgorithm
    self.purpose = purpose
    self.knownAs = knownAs
  }
}
