import Bytes
import Cryptography
package import Releases

package import struct FoundationEssentials.Date

/// A key that was opened: what it may sign, and the identity to sign with.
package struct Key: Sendable {
  package let offer: KeyOffer
  package let identity: SigningIdentity
  /// Apple's team identifier; nil on other platforms.
  package let team: String?
  /// What was noticed when its keystore was opened.
  package let warnings: [Finding]

  package var name: String { offer.name }
  package var purpose: Purpose { offer.purpose }

  /// The SHA-256 of its certificate: 64 lower-case hexadecimal digits.
  package var fingerprint: String { identity.certificate.sha256.hex }

  /// The last moment at which its certificate is valid.
  package var notAfter: Date { identity.certificate.notAfter }

  /// - Throws: ``CredentialError/purposeContradictsCertificate(key:declared:found:subject:)`` when the certificate is
  ///   for something else than the offer says.
  package init(
    _ offer: KeyOffer, identity: SigningIdentity, team: String? = nil, warnings: [Finding] = []
  ) throws(CredentialError) {
    if let found = identity.certificate.purpose(on: offer.platform), found != offer.purpose {
      throw .purposeContradictsCertificate(
        key: offer.name, declared: offer.purpose, found: found,
        subject: identity.certificate.subject.rfc2253)
    }
    self.offer = offer
    self.identity = identity
    self.team = team
    self.warnings = warnings
  }
}
