import Credentials
import Cryptography
package import KeyStores
package import Pipelines
import Releases

/// Puts another key in the place of one.
package struct KeyRotation: Sendable {
  let access: StoreAccess
  let name: String
  /// None to make a new one.
  let files: [String]
  let alias: String?
  let password: SecretReference?

  package init(
    _ access: StoreAccess, name: String, files: [String], alias: String?, password: SecretReference?
  ) {
    self.access = access
    self.name = name
    self.files = files
    self.alias = alias
    self.password = password
  }

  /// - Throws: ``StoreError``, ``Failure``, ``CredentialError``.
  package func perform() throws -> (entry: Entry, store: KeyStore) {
    let entry = try access.open().entry(name, in: .keys)
    guard let facts = entry.key else { throw StoreError.noSuchEntry(name, known: []) }
    let bundle = try newBundle(facts)
    let key = try StoredKey(bundle, name: name)
    let renewed = try key.facts(name: name, platform: facts.platform, purpose: facts.purpose)
    guard renewed.publicKey != facts.publicKey else {
      throw Failure(
        .didNotPass, "The files hold the key that \(name) has already.", remedy: "Give another key.")
    }
    var draft = KeyDraft()
    draft.isLocked = entry.isLocked
    let passphrase = try draft.passphrase(of: name, access: access)
    let store = try access.change { change in
      try change.replaceSecret(
        of: change.entry(name, in: .keys), with: bundle, passphrase: passphrase, as: .rotated
      ) { entry in
        entry.subject = .key(renewed)
        entry.exposed = []
        entry.exported = nil
      }
    }.store
    return (try store.entry(name, in: .keys), store)
  }

  private func newBundle(_ facts: KeyFacts) throws -> SecretBundle {
    guard files.isEmpty else {
      return try KeyAddition(
        access, files: files, draft: KeyDraft(), credential: CredentialDraft(), alias: alias,
        password: password,
        keyPassword: nil
      ).bundle()
    }
    guard facts.platform == .android else {
      throw Failure(
        .didNotPass,
        "A new key for Apple signs nothing until Apple has certified it, and \(name) would sign nothing so long.",
        remedy: "Generate one under another name, and rotate with its files once the certificate is there.")
    }
    return try KeyGeneration(
      access, name: name, platform: facts.platform, purpose: facts.purpose,
      isElliptic: facts.certificate?.algorithm.hasPrefix("EC") ?? false, commonName: nil, draft: KeyDraft()
    ).bundle().0
  }
}
