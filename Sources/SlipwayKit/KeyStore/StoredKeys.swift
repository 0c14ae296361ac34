import Age
import Credentials
import Cryptography
import KeyStores
import Pipelines
import Releases
import Synchronization

/// The keys and credentials of a store that was opened, for whoever runs Slipway.
///
/// A secret is decrypted when a target needs it, once, with its passphrase checked on the spot.
final class StoredKeys: Sendable {
  let store: KeyStore
  private let identity: IdentitySource
  private let passphrases: Passphrases
  private let known = Mutex<
    (identities: Result<[AgeIdentity], Failures>?, signers: [String: Result<PlannedSigner, Failures>])
  >(
    (nil, [:]))

  init(_ store: KeyStore, access: StoreAccess) {
    self.store = store
    identity = access.identity
    passphrases = Passphrases(access.invocation, ask: access.identity.ask)
  }

  /// What each key may sign; a key whose certificate is still to come signs nothing.
  var offers: [KeyOffer] { store.keys.filter { $0.key?.isPending == false }.compactMap(\.offer) }

  func has(_ name: String) -> Bool { store.keys.contains { $0.name == name } }

  /// - Throws: ``StoreError``, ``CredentialError``, ``Failure`` for a key that cannot be used by this identity.
  func signer(named name: String) throws -> PlannedSigner {
    if let result = known.withLock({ $0.signers[name] }) { return try result.get() }
    let result = Result { try open(name) }.mapError { Failures(Failure.all(of: $0)) }
    known.withLock { $0.signers[name] = result }
    return try result.get()
  }

  private func open(_ name: String) throws -> PlannedSigner {
    let entry = try store.entry(name, in: .keys)
    guard let offer = entry.offer, entry.key?.isPending == false else {
      throw Failure(
        .didNotPass, "\(name) waits for its certificate.",
        remedy:
          "Get it with the request that slipway keys show \(name) prints, and add the .cer with slipway keys add."
      )
    }
    let key = try StoredKey(secret(of: entry), name: name)
    guard let identity = key.identity else {
      throw CredentialError.keyWithoutCertificate(origin: name, alias: nil)
    }
    return PlannedSigner(
      try Key(offer, identity: identity, team: entry.key?.team, warnings: key.warnings),
      profiles: key.profiles,
      entry: entry)
  }

  /// What is encrypted as an entry.
  ///
  /// - Throws: ``StoreError``, ``Failure``.
  func secret(of entry: Entry) throws -> SecretBundle {
    let passphrase = entry.isLocked ? try passphrases.passphrase(of: entry.name) : nil
    return try store.secret(of: entry, with: identities(), passphrase: passphrase)
  }

  /// Who runs Slipway, as the store knows them; nil for a stranger.
  var user: (name: String, writer: Writer)? {
    get throws {
      for identity in try identities() {
        if let recipient = store.recipient(of: identity) { return (recipient.name, try Writer(identity)) }
      }
      return nil
    }
  }

  private func identities() throws -> [AgeIdentity] {
    if let known = known.withLock({ $0.identities }) { return try known.get() }
    let result = Result { try identity.identities() }.mapError { Failures(Failure.all(of: $0)) }
    known.withLock { $0.identities = result }
    return try result.get()
  }
}

extension Entry {
  /// What is known of a key before it is opened; nil for a credential.
  var offer: KeyOffer? {
    key.map { facts in
      KeyOffer(
        name: name, platform: facts.platform, purpose: facts.purpose, applications: applications,
        isDefault: isDefault)
    }
  }
}
