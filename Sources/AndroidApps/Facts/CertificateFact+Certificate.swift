import Bytes
package import Cryptography
package import Releases

extension CertificateFact {
  /// The facts of a certificate, whose purpose ``Credentials`` tells.
  package init(_ certificate: Certificate, purpose: Purpose) {
    self.init(
      sha256: certificate.sha256.hex, sha1: certificate.sha1.hex, subject: certificate.subject.rfc2253,
      issuer: certificate.issuer.rfc2253, notBefore: certificate.notBefore, notAfter: certificate.notAfter,
      keyAlgorithm: "\(certificate.keyAlgorithm)", purpose: purpose)
  }
}
