package import Releases

package import struct FoundationEssentials.Date

/// What is worth knowing of a certificate that signs for Apple's platforms, or of one in its chain.
package struct AppleCertificateFact: Codable, Equatable, Sendable {
  /// Distinguished names in RFC 2253 form.
  ///
  /// Hostile text is allowed here.
  package var subject: String
  package var issuer: String
  /// The subject's common name: `Apple Distribution: Acme (ABCDE12345)`.
  package var commonName: String?
  /// By the marker extensions: `development`, `distribution`, `developer-id-application`, or `unknown`.
  package var kind: String
  /// Nil for a kind that signs no apps.
  package var purpose: Purpose?
  /// The subject's organizational unit, where Apple has the team.
  package var team: String?
  /// Lower-case hexadecimal digits.
  package var serial: String
  package var notBefore: Date
  package var notAfter: Date
  /// The digests of the DER encoding: lower-case hexadecimal digits.
  package var sha1: String
  package var sha256: String

  package init(
    subject: String, issuer: String = "", commonName: String? = nil, kind: String = "unknown",
    purpose: Purpose? = nil, team: String? = nil, serial: String = "", notBefore: Date, notAfter: Date,
    sha1: String = "", sha256: String
  ) {
    self.subject = subject
    self.issuer = issuer
    self.commonName = commonName
    self.kind = kind
    self.purpose = purpose
    self.team = team
    self.serial = serial
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.sha1 = sha1
    self.sha256 = sha256
  }
}
