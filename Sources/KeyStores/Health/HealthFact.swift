package import Releases

package import struct FoundationEssentials.Date

/// Something that somebody who keeps a store should know, before it stops a build.
package struct HealthFact: Hashable, Sendable {
  /// The place of the key or credential that it is about; nil for the store as a whole.
  package let place: String?
  package let kind: Kind

  /// What there is to know.
  package enum Kind: Hashable, Sendable {
    /// The certificate can no longer sign.
    case expired(Date)
    /// The certificate expires within ``KeyStore/warningDays`` days.
    case expiring(Date)
    case profileExpired(name: String, uuid: String, Date)
    case profileExpiring(name: String, uuid: String, Date)
    /// The profile does not grant the key's certificate.
    case profileWithoutCertificate(name: String, uuid: String)
    /// The certificate is still to come.
    case pending
    /// Nobody else can read it and it was never exported: it can be lost.
    case oneRecipient
    /// These could read it and should no longer: it is to be rotated.
    case exposed(to: [String])
    /// These may use it and cannot yet: somebody who can read it has to share it.
    case waiting([String])
    /// It is encrypted to these, who may not use it: somebody who can read it has to share it again.
    case surplus([String])
    /// There are keys of this platform and purpose, and `default` means none of them.
    case noDefault(Platform, Purpose)
    /// `default` could mean several of these keys, after two people each made one the default.
    case severalDefaults(Platform, Purpose, [String])
  }

  package var name: String? { place?.split(separator: "/").last.map(String.init) }
}
