package import Credentials
package import Cryptography
package import Releases

/// A signing key as another tool kept it.
///
/// Its secrets are wiped with it and never print.
package struct FoundKey: Sendable {
  /// A name to store it under: lower-case letters, digits and hyphens, different for each key of a migration.
  package let name: String
  /// Whom the certificate is for; nil when it could not be looked at.
  package let title: String?
  /// iOS stands for all of Apple's platforms but the Mac.
  package let platform: Platform
  /// What the certificate or, where that does not say, the other tool says it is for.
  package let purpose: Purpose?
  /// The bundle identifiers of its profiles; empty when there are none, or when one of them has a `*`.
  package let applications: [String]
  /// Whether it is the only one of its platform and purpose here.
  package let isDefault: Bool
  package let material: Material
  package let profiles: [ProvisioningProfile]

  /// What the key is made of.
  package enum Material: Sendable {
    /// A keystore with the alias of the key in it, for ``Keystore/open(_:origin:alias:password:keyPassword:)``.
    ///
    /// Without a password the key was not looked at, and may not be what it seems.
    case keystore(
      bytes: SecretBytes, origin: String, alias: String?, password: SecretBytes?, keyPassword: SecretBytes?)
    /// A private key, not encrypted or with its password, and a file with its certificate.
    case privateKey(
      bytes: SecretBytes, origin: String, password: SecretBytes?, certificate: [UInt8],
      certificateOrigin: String)
    /// The private key is somewhere else.
    case certificateOnly(bytes: [UInt8], origin: String)
  }
}

extension FoundKey.Material {
  /// The key with its certificates.
  ///
  /// - Returns: nil for a certificate without a private key.
  /// - Throws: what opening a keystore throws.
  package func open() throws(CredentialError) -> SigningIdentity? {
    switch self {
    case .keystore(let bytes, let origin, let alias, let password, let keyPassword):
      try Keystore.open(
        bytes.withBytes { Array($0) }, origin: origin, alias: alias, password: password,
        keyPassword: keyPassword
      ).identity
    case .privateKey(let bytes, let origin, let password, let certificate, let certificateOrigin):
      try Keystore.open(
        privateKey: bytes.withBytes { Array($0) }, keyOrigin: origin, certificate: certificate,
        certificateOrigin: certificateOrigin, password: password)
    case .certificateOnly: nil
    }
  }

  /// The file that holds the private key, or else the certificate.
  package var origin: String {
    switch self {
    case .keystore(_, let origin, _, _, _), .privateKey(_, let origin, _, _, _),
      .certificateOnly(_, let origin):
      origin
    }
  }
}
