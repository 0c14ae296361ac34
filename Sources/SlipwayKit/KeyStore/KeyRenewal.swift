import Bytes
import Credentials
import Cryptography
import KeyStores
import Releases

/// Puts a certificate into the key that it is for, and profiles into the keys whose certificates they grant.
struct KeyRenewal {
  private let access: StoreAccess
  private let material: KeyMaterial
  /// The names of the files, for messages.
  private let files: [String]

  init(_ access: StoreAccess, _ material: KeyMaterial, files: [String]) {
    self.access = access
    self.material = material
    self.files = files
  }

  /// - Throws: ``Failure`` when no key is meant, ``StoreError/unchanged(entry:)`` when all is there already,
  ///   ``CredentialError``.
  func perform() throws -> (entries: [Entry], store: KeyStore) {
    guard !material.certificates.isEmpty || !material.profiles.isEmpty else {
      throw Failure(
        .usage, "None of \(files.joined(separator: ", ")) holds a private key.",
        remedy: "Name the keystore or private key together with them.")
    }
    let store = try access.open()
    let stored = StoredKeys(store, access: access)
    let owners = store.keys.filter(isMeant)
    guard let first = owners.first else {
      throw Failure(
        .didNotPass, "No key of the key store belongs to \(files.joined(separator: ", ")).",
        remedy:
          "Add the private key with it, or generate one with slipway keys generate and have Apple certify that."
      )
    }
    let renewals = try owners.compactMap { try renewal(of: $0, in: stored) }
    guard !renewals.isEmpty else { throw StoreError.unchanged(entry: first.name) }
    let changed = try access.change { change in
      for renewal in renewals {
        try change.replaceSecret(
          of: change.entry(renewal.entry.name, in: .keys), with: renewal.bundle,
          passphrase: renewal.passphrase, as: .updated
        ) { $0.subject = .key(renewal.facts) }
      }
    }.store
    return (try renewals.map { try changed.entry($0.entry.name, in: .keys) }, changed)
  }

  private func isMeant(_ entry: Entry) -> Bool {
    guard let facts = entry.key else { return false }
    return material.certificates.contains { certificate in
      facts.isKey(of: certificate)
        && certificate.purpose(on: facts.platform) ?? facts.purpose == facts.purpose
    }
      || material.profiles.contains { profile in
        profile.certificates.contains { facts.certificate?.sha256 == $0.sha256.hex }
      }
  }

  /// What a key will be.
  private struct Renewal {
    let entry: Entry
    let bundle: SecretBundle
    let facts: KeyFacts
    let passphrase: SecretBytes?
  }

  /// Nil when the key has all of it already.
  private func renewal(of entry: Entry, in stored: StoredKeys) throws -> Renewal? {
    guard let old = entry.key else { return nil }
    var bundle = try stored.secret(of: entry)
    let key = try StoredKey(bundle, name: entry.name)
    if let certificate = material.certificates.first(where: key.privateKey.matches),
      certificate.sha256.hex != old.certificate?.sha256
    {
      let chain = Certificate.chain(for: key.privateKey, among: [certificate] + material.certificates)
      try bundle.replaceIdentity(
        with: SigningIdentity(
          name: entry.name, key: key.privateKey, certificates: chain ?? [certificate], origin: files[0]))
    }
    for profile in material.profiles { bundle.replaceProfile(with: profile) }
    let facts = try StoredKey(bundle, name: entry.name).facts(
      name: entry.name, platform: old.platform, purpose: old.purpose)
    guard facts != old else { return nil }
    let passphrase =
      entry.isLocked
      ? try Passphrases(access.invocation, ask: access.identity.ask).passphrase(of: entry.name) : nil
    return Renewal(entry: entry, bundle: bundle, facts: facts, passphrase: passphrase)
  }
}

extension KeyFacts {
  /// Whether a certificate is for this key.
  fileprivate func isKey(of certificate: Certificate) -> Bool {
    Digest.hash(.sha256, certificate.publicKeyInfo).hex == publicKey
  }
}

extension SecretBundle {
  /// Puts a key with its certificates in the place of what held it; what else is there stays.
  fileprivate mutating func replaceIdentity(with identity: SigningIdentity) throws {
    for member in [Self.keystore, Self.password, Self.keyPassword, Self.alias, Self.request] {
      self[member] = nil
    }
    for member in try SecretBundle(identity).members { self[member.name] = member.contents }
  }

  /// Puts a profile in the place of the one for the same app and kind, or of the same name.
  mutating func replaceProfile(with profile: ProvisioningProfile) {
    for member in members(under: Self.profiles) {
      guard let old = try? ProvisioningProfile(Array(member.contents), origin: member.name) else { continue }
      if old.applicationIdentifier == profile.applicationIdentifier, old.kind == profile.kind {
        self[member.name] = nil
      }
    }
    add(profile)
  }
}
