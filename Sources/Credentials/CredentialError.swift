package import Bytes
package import Cryptography
package import PropertyLists
package import Releases

/// Why there is no identity to sign with, or no profile.
///
/// `origin` is the keystore's or profile's file name, or where else its bytes came from. Nothing here holds a secret.
package enum CredentialError: Error, Equatable, Sendable {
  // Keystores.
  case notAKeystore(origin: String)
  /// It is a keystore, but damaged, or made with something unknown.
  case unreadable(origin: String, error: CryptographyError)
  case passwordNeeded(origin: String)
  case wrongPassword(origin: String)
  /// The store's password is right; the key has another.
  case wrongKeyPassword(origin: String, alias: String?)
  case noPrivateKey(origin: String)
  /// There are private keys under these names, but not under the one asked for.
  case noSuchAlias(origin: String, alias: String, aliases: [String])
  /// There are several private keys and no alias was given.
  case aliasNeeded(origin: String, aliases: [String])
  case keyWithoutCertificate(origin: String, alias: String?)
  /// None of the certificates is for the key; the subject is the first one's.
  case certificateDoesNotMatchKey(origin: String, subject: String)

  // Keys.
  /// The certificate says something else than the declaration.
  case purposeContradictsCertificate(key: String, declared: Purpose, found: Purpose, subject: String)
  case duplicateKey(name: String)
  case noSuchKey(name: String, keys: [String])
  case noDefaultKey(
    platform: Platform, distribution: Distribution, application: String?, candidates: [String])
  case severalDefaultKeys(
    platform: Platform, distribution: Distribution, application: String?, candidates: [String])
  case wrongPlatform(key: String, platform: Platform, wanted: Platform)
  case wrongPurpose(key: String, purpose: Purpose, distribution: Distribution)
  case applicationNotAllowed(key: String, application: String, allowed: [String])

  // Apple.
  /// The certificate names an address to fetch its issuer from, and that failed; the subject is the issuer's.
  case issuerNotFetched(subject: String, address: String, reason: String)
  /// Not a signed file, or none that holds a property list.
  case notAProvisioningProfile(origin: String)
  /// It is one by its form, but an entry that it must have is missing or of another kind: its name in the property
  /// list, such as `DeveloperCertificates`.
  case malformedProvisioningProfile(origin: String, entry: String)
  /// The property list in the profile cannot be read.
  case unreadableProvisioningProfile(origin: String, error: PropertyListError)

  // Files that somebody adds.
  /// Nothing that Slipway knows, and what it looks like instead.
  case unknownCredential(origin: String, appearance: CredentialFile.Appearance)
  /// The JSON of a service account of Google, but this member is missing or malformed.
  ///
  /// Its value may be secret and is not told.
  case malformedServiceAccount(origin: String, member: String)
  /// A debug token of BlackBerry's, but this attribute of its manifest is missing or malformed.
  case malformedDebugToken(origin: String, attribute: String)

  /// Reading or writing the file failed.
  case file(BytesError)
}

extension CredentialError {
  /// What a failure of the cryptography means for the keystore it happened in.
  init(_ error: CryptographyError, origin: String, alias: String? = nil) {
    switch error {
    case .passwordNeeded: self = .passwordNeeded(origin: origin)
    case .wrongPassword: self = .wrongPassword(origin: origin)
    case .wrongKeyPassword(let entry): self = .wrongKeyPassword(origin: origin, alias: entry ?? alias)
    default: self = .unreadable(origin: origin, error: error)
    }
  }
}
