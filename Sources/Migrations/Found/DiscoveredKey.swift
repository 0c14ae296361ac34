import Credentials
import Cryptography
import Releases

/// A key on its way to being a ``FoundKey``, which knows its name only when all others are known.
struct DiscoveredKey {
  /// What its name is made of; any text.
  let proposal: String
  let platform: Platform
  let purpose: Purpose?
  let material: FoundKey.Material
  /// Nil for a keystore that could not be looked at.
  let certificate: Certificate?
  private(set) var profiles: [ProvisioningProfile] = []

  /// - Parameters:
  ///   - platform: of the other tool's knowledge; nil to tell it from the certificate.
  ///   - purpose: what the other tool says, where the certificate does not.
  init(
    _ material: FoundKey.Material, certificate: Certificate?, proposal: String, platform: Platform? = nil,
    purpose: Purpose? = nil
  ) {
    let platform = platform ?? certificate?.appleKind.platform ?? .android
    self.proposal = proposal
    self.platform = platform
    self.purpose = certificate?.purpose(on: platform) ?? purpose
    self.material = material
    self.certificate = certificate
  }

  mutating func addProfile(_ profile: ProvisioningProfile) {
    guard !profiles.contains(where: { $0.bytes == profile.bytes }) else { return }
    profiles.append(profile)
  }

  /// The bundle identifiers that its profiles name, where they name all.
  var applications: [String] {
    guard profiles.allSatisfy(\.isExplicit) else { return [] }
    return Set(profiles.map(\.bundleIDPattern)).sorted()
  }
}

extension AppleCertificateKind {
  /// Whether it is for apps, or another authority's, of which nobody knows.
  var maySignApps: Bool { self == .unknown || purpose != nil }
}
