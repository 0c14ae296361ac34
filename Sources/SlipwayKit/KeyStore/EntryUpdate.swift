import Cryptography
package import KeyStores

/// Changes what is said of a key or credential, or how it is locked.
package struct EntryUpdate: Sendable {
  /// What becomes of the passphrase.
  package enum Locking: Sendable { case keep, lock, unlock }

  let access: StoreAccess
  let name: String
  let chapter: StoreFolder.Chapter
  package var title: String?
  /// Empty for any; nil to leave them.
  package var applications: [String]?
  package var locking = Locking.keep
  /// UUIDs.
  package var removedProfiles: [String] = []

  package init(_ access: StoreAccess, name: String, chapter: StoreFolder.Chapter) {
    self.access = access
    self.name = name
    self.chapter = chapter
  }

  /// - Throws: ``StoreError``, ``Failure``, ``CredentialError``.
  package func perform() throws -> (entry: Entry, store: KeyStore) {
    let before = try access.open()
    let entry = try before.entry(name, in: chapter)
    let store: KeyStore
    if locking == .keep, removedProfiles.isEmpty {
      store = try access.change { try $0.update($0.entry(name, in: chapter)) { apply(to: &$0) } }.store
    } else {
      let stored = StoredKeys(before, access: access)
      var bundle = try stored.secret(of: entry)
      for uuid in removedProfiles {
        let member = "\(SecretBundle.profiles)\(uuid).mobileprovision"
        guard bundle[member] != nil else {
          throw StoreError.missingMember(entry: name, member: "profile \(uuid)")
        }
        bundle[member] = nil
      }
      let passphrase = try newPassphrase(of: entry)
      let facts = try entry.key.map { facts in
        try StoredKey(bundle, name: name).facts(name: name, platform: facts.platform, purpose: facts.purpose)
      }
      store = try access.change { staged in
        try staged.replaceSecret(
          of: staged.entry(name, in: chapter), with: bundle, passphrase: passphrase, as: .updated,
          detail: locking == .lock ? "locked" : locking == .unlock ? "unlocked" : nil
        ) { entry in
          apply(to: &entry)
          guard var facts else { return }
          facts.request = entry.key?.request
          entry.subject = .key(facts)
        }
      }.store
    }
    return (try store.entry(name, in: chapter), store)
  }

  private func apply(to entry: inout Entry) {
    if let title { entry.title = title.isEmpty ? nil : title }
    if let applications { entry.applications = applications }
  }

  private func newPassphrase(of entry: Entry) throws -> SecretBytes? {
    let passphrases = Passphrases(access.invocation, ask: access.identity.ask)
    switch locking {
    case .unlock: return nil
    case .keep: return entry.isLocked ? try passphrases.passphrase(of: name) : nil
    case .lock:
      let variable = Passphrases.newVariable(of: name)
      if let text = access.invocation.environment[variable], !text.isEmpty { return SecretBytes(text) }
      if entry.isLocked {
        guard let answer = access.identity.ask?("New passphrase of \(name): "), !answer.isEmpty else {
          throw Failure(.usage, "There is no new passphrase for \(name).", remedy: "Set \(variable).")
        }
        return SecretBytes(answer)
      }
      var draft = KeyDraft()
      draft.isLocked = true
      return try draft.passphrase(of: name, access: access)
    }
  }
}
