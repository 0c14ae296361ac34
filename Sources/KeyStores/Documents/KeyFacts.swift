package import Releases

package import struct FoundationEssentials.Date

/// What is known of a signing key without its secret.
package struct KeyFacts: Codable, Equatable, Sendable {
  package var platform: Platform
  package var purpose: Purpose
  /// Apple's team identifier.
  package var team: String?
  /// Nil as long as Apple has not answered the certificate request.
  package var certificate: CertificateSummary?
  /// Sorted by name, then UUID.
  package var profiles: [ProfileSummary]
  /// The SHA-256 of the SubjectPublicKeyInfo in DER, by which a certificate finds its key: 64 hexadecimal digits.
  package var publicKey: String
  /// The certificate request in PEM, as long as the certificate is to come.
  package var request: String?

  /// Whether its certificate is still to come.
  package var isPending: Bool { certificate == nil }

  package init(
    platform: Platform, purpose: Purpose, team: String?, certificate: CertificateSummary?,
    profiles: [ProfileSummary], publicKey: String, request: String? = nil
  ) {
    self.platform = platform
    self.purpose = purpose
    self.team = team
    self.certificate = certificate
    self.profiles = profiles
    self.publicKey = publicKey
    self.request = request
  }
}

/// What the metadata says of a certificate.
package struct CertificateSummary: Codable, Equatable, Sendable {
  /// The digests of the DER encoding: lower-case hexadecimal digits.
  package var sha256: String
  package var sha1: String
  /// In RFC 2253 form; hostile text is allowed here.
  package var subject: String
  /// Such as `RSA 4096`.
  package var algorithm: String
  package var notBefore: Date
  package var notAfter: Date

  package init(
    sha256: String, sha1: String, subject: String, algorithm: String, notBefore: Date, notAfter: Date
  ) {
    self.sha256 = sha256
    self.sha1 = sha1
    self.subject = subject
    self.algorithm = algorithm
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}

/// What the metadata says of a provisioning profile.
package struct ProfileSummary: Codable, Equatable, Sendable {
  package var uuid: String
  package var name: String
  /// With its prefix, such as `ABCDE12345.com.acme.app`.
  package var applicationIdentifier: String
  /// What it is for: `store`, `ad-hoc`, `enterprise` or `development`.
  package var kind: String
  package var expires: Date
  /// Whether it grants the key's certificate.
  package var hasCertificate: Bool

  package init(
    uuid: String, name: String, applicationIdentifier: String, kind: String, expires: Date,
    hasCertificate: Bool
  ) {
    self.uuid = uuid
    self.name = name
    self.applicationIdentifier = applicationIdentifier
    self.kind = kind
    self.expires = expires
    self.hasCertificate = hasCertificate
  }
}
