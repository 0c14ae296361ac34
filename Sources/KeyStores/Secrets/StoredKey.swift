package import Credentials
package import Cryptography
import PropertyLists
package import Releases

/// A signing key as it goes into a store and comes out of it: the files as they were handed in, with their passwords,
/// and what is read from them.
package struct StoredKey: Sendable {
  /// Nil as long as its certificate is still to come.
  package let identity: SigningIdentity?
  /// The private key, also without a certificate.
  package let privateKey: PrivateKey
  package let profiles: [ProvisioningProfile]
  /// What was noticed when its keystore was opened.
  package let warnings: [Finding]
  package let bundle: SecretBundle

  /// Opens what lies in a bundle.
  ///
  /// - Parameter name: of the key, for messages.
  /// - Throws: ``CredentialError``, also for a bundle that holds no key.
  package init(_ bundle: SecretBundle, name: String) throws(CredentialError) {
    self.bundle = bundle
    var profiles: [ProvisioningProfile] = []
    for member in bundle.members(under: SecretBundle.profiles) {
      profiles.append(
        try ProvisioningProfile(
          member.contents.withBytes(Array.init), origin: "\(name): \(member.name)"))
    }
    self.profiles = profiles
    if let keystore = bundle[SecretBundle.keystore] {
      let opened = try Keystore.open(
        keystore.withBytes(Array.init), origin: name, alias: bundle.text(SecretBundle.alias),
        password: bundle[SecretBundle.password], keyPassword: bundle[SecretBundle.keyPassword])
      identity = opened.identity
      privateKey = opened.identity.key
      warnings = opened.warnings
      return
    }
    guard let key = bundle[SecretBundle.privateKey] else { throw .noPrivateKey(origin: name) }
    do throws(CryptographyError) {
      privateKey = try PrivateKey(
        pem: key.withBytes(Array.init), passphrase: bundle[SecretBundle.password])
    } catch {
      throw .unreadable(origin: name, error: error)
    }
    warnings = []
    guard let certificates = bundle[SecretBundle.certificates] else {
      identity = nil
      return
    }
    identity = try Keystore.open(
      privateKey: key.withBytes(Array.init), keyOrigin: name, certificate: certificates.withBytes(Array.init),
      certificateOrigin: name, password: bundle[SecretBundle.password])
  }
}
