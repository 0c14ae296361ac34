import Bytes
import Credentials
package import Cryptography
package import Releases

extension CertificateFact {
  /// The facts of a certificate that signs for Android.
  ///
  /// Its purpose is read from it unless a key has declared one.
  package init(_ certificate: Certificate, purpose: Purpose? = nil) {
    self.init(
      sha256: certificate.sha256.hex, sha1: certificate.sha1.hex, subject: certificate.subject.rfc2253,
      issuer: certificate.issuer.rfc2253, notBefore: certificate.notBefore, notAfter: certificate.notAfter,
      keyAlgorithm: "\(certificate.keyAlgorithm)",
      purpose: purpose ?? certificate.purpose(on: .android) ?? .distribution,
      knownAs: AndroidDebugCertificates.name(of: certificate))
  }
}
