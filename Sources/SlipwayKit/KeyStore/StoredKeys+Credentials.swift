import KeyStores
import Transfers

extension StoredKeys {
  /// What an HTTP destination logs in with.
  ///
  /// - Throws: ``Failure`` for a credential of another kind, ``StoreError``, ``TransferError``.
  func httpCredential(_ entry: Entry) throws -> HTTPCredential {
    guard let facts = entry.credential, facts.kind == .bearer || facts.kind == .basic else {
      throw Failure(
        .inputUnreadable, "credential \(entry.name) is no bearer or basic credential.",
        remedy: "An http destination logs in with one of those.")
    }
    let bundle = try secret(of: entry)
    guard let text = bundle.text(SecretBundle.credential) else {
      throw StoreError.missingMember(entry: entry.name, member: SecretBundle.credential)
    }
    return facts.kind == .bearer
      ? try HTTPCredential.bearer(text, hosts: facts.hosts)
      : try HTTPCredential.basic(user: facts.id ?? "", password: text, hosts: facts.hosts)
  }
}
