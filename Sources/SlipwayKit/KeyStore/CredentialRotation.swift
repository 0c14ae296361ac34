package import KeyStores
package import Pipelines

/// Puts another secret of the same kind in the place of a credential's.
package struct CredentialRotation: Sendable {
  let access: StoreAccess
  let name: String
  /// None for a token or password.
  let files: [String]
  let token: SecretReference?

  package init(_ access: StoreAccess, name: String, files: [String], token: SecretReference?) {
    self.access = access
    self.name = name
    self.files = files
    self.token = token
  }

  /// - Throws: ``StoreError``, ``CredentialError``, ``Failure`` for a secret of another kind.
  package func perform() throws -> (entry: Entry, store: KeyStore) {
    let entry = try access.open().entry(name, in: .credentials)
    guard let facts = entry.credential else { throw StoreError.noSuchEntry(name, known: []) }
    let renewed = try draft(in: facts)
    guard case .credential(let new) = renewed.subject, new.kind == facts.kind else {
      throw Failure(
        .usage, "\(name) is a credential for \(facts.kind.rawValue), and this is none.",
        remedy: "Give one of that kind, or add this under another name.")
    }
    var locking = KeyDraft()
    locking.isLocked = entry.isLocked
    let passphrase = try locking.passphrase(of: name, access: access)
    let store = try access.change { change in
      try change.replaceSecret(
        of: change.entry(name, in: .credentials), with: renewed.bundle, passphrase: passphrase, as: .rotated
      ) { $0.subject = renewed.subject }
    }.store
    return (try store.entry(name, in: .credentials), store)
  }

  /// The new secret, with what is said of the old one.
  private func draft(in facts: CredentialFacts) throws -> EntryDraft {
    var credential = CredentialDraft()
    credential.kind = facts.kind
    credential.hosts = facts.hosts
    credential.issuer = facts.kind == .appStoreConnect ? facts.account : nil
    credential.team = facts.kind == .apns ? facts.account : nil
    var draft = KeyDraft()
    draft.name = name
    if let token {
      let secret = try SecretReader(invocation: access.invocation).secret(token, for: name)
      return try credential.entry(secret: secret, user: facts.kind == .basic ? facts.id : nil, draft: draft)
    }
    let material = try KeyMaterial(files, password: nil, invocation: access.invocation)
    if let account = material.serviceAccount { return try credential.entry(of: account, draft: draft) }
    if let key = material.appleKey { return try credential.entry(of: key, draft: draft) }
    throw Failure(
      .usage, "None of \(files.joined(separator: ", ")) is a credential.",
      remedy: "Give a .p8, a service account's JSON, or a token by --token-env or --token-file.")
  }
}
