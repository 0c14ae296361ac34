import Bytes
import Cryptography
package import Releases

package import struct FoundationEssentials.Date

/// A named identity and what it may sign: an entry of a pipeline's `keys:` or of the key store.
package struct Key: Sendable {
  package let name: String
  package let platform: Platform
  /// What its certificate says it is for.
  package let purpose: Purpose
  /// The only applications it may sign; empty for any.
  package let applications: [String]
  /// Whether it is the one that `default` means, among those of its platform and purpose.
  package let isDefault: Bool
  package let identity: SigningIdentity
  /// Apple's team identifier; nil on other platforms.
  package let team: String?
  /// What was noticed when its keystore was opened.
  package let warnings: [Finding]

  /// The SHA-256 of its certificate: 64 lower-case hexadecimal digits.
  package var fingerprint: String { identity.certificate.sha256.hex }

  /// The last moment at which its certificate is valid.
  package var notAfter: Date { identity.certificate.notAfter }

  /// Takes the purpose from the certificate; what was declared must be the same.
  ///
  /// - Throws: ``CredentialError/purposeContradictsCertificate(key:declared:found:subject:)``.
  package init(
    name: String, platform: Platform, declaredPurpose: Purpose? = nil, applications: [String] = [],
    isDefault: Bool = false, identity: SigningIdentity, team: String? = nil, warnings: [Finding] = []
  ) throws(CredentialError) {
    let found = identity.certificate.purpose(on: platform)
    if let found, let declaredPurpose, found != declaredPurpose {
      throw .purposeContradictsCertificate(
        key: name, declared: declaredPurpose, found: found, subject: identity.certificate.subject.rfc2253)
    }
    self.name = name
    self.platform = platform
    purpose = found ?? declaredPurpose ?? .distribution
    self.applications = applications
    self.isDefault = isDefault
    self.identity = identity
    self.team = team
    self.warnings = warnings
  }

  /// Whether it may sign this application.
  package func allows(application: String) -> Bool {
    applications.isEmpty || applications.contains(application)
  }

  /// What there is to say about signing for a distribution with this key, though it may: a distribution key under
  /// a debug build, and what its keystore gave rise to.
  package func findings(for distribution: Distribution) -> [Finding] {
    guard distribution == .debug, purpose == .distribution else { return warnings }
    return warnings + [Finding("distribution-key-for-debug", .warning, at: "key \(name)", ["key": name])]
  }
}
