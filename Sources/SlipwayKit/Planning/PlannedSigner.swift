package import AndroidApps
package import Credentials
import Cryptography
import KeyStores
package import Releases

/// A key as the plan shows it, and as the run signs with it.
package struct PlannedSigner: Sendable {
  /// The key's name in the pipeline file, or what stands for it.
  package let name: String
  /// What the key may sign; nil for Android's debug key, which may sign anything.
  let offer: KeyOffer?
  /// Nil for a debug keystore that the run will make.
  package let identity: SigningIdentity?
  /// What the certificate says; nil as long as there is none.
  package let certificate: CertificateFact?
  /// Apple's provisioning profiles that belong to the key.
  package let profiles: [ProvisioningProfile]
  /// What was noticed when the key was opened.
  package let warnings: [Finding]
  /// The entry of the key store that it is; nil for a key from elsewhere.
  let entry: Entry?

  init(_ key: Key, profiles: [ProvisioningProfile] = [], entry: Entry? = nil) {
    name = key.name
    self.entry = entry
    self.profiles = profiles
    offer = key.offer
    identity = key.identity
    certificate = CertificateFact(key.identity.certificate, purpose: key.purpose)
    warnings = key.warnings
  }

  /// A key given on the command line, which may sign anything.
  init(file: String, identity: SigningIdentity, warnings: [Finding]) {
    name = identity.name
    offer = nil
    entry = nil
    profiles = []
    self.identity = identity
    let purpose = identity.certificate.purpose(on: .ios) ?? identity.certificate.purpose(on: .android)
    certificate = CertificateFact(identity.certificate, purpose: purpose ?? .distribution)
    self.warnings = warnings
  }

  init(debugKeystore path: String, identity: SigningIdentity?) {
    name = "android debug key"
    offer = nil
    entry = nil
    profiles = []
    self.identity = identity
    certificate = identity.map { CertificateFact($0.certificate, purpose: .debug) }
    warnings = []
  }

  /// Whether the key may sign an application.
  ///
  /// - Throws: ``CredentialError/applicationNotAllowed(key:application:allowed:)``.
  func check(_ application: Application) throws(CredentialError) {
    guard let offer, let id = application.id else { return }
    try Keyring.check(offer, application: id)
  }
}
