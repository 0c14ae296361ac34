import Cryptography
import KeyStores

/// A document that is read is, written again, the same; a bundle likewise; and a list of changes leads nowhere else.
func fuzzStoreDocument(_ bytes: [UInt8]) {
  readAgain(StoreRecord.self, bytes)
  readAgain(RecipientRecord.self, bytes)
  readAgain(Entry.self, bytes)
  readAgain(AuditEntry.self, bytes)
  readAgain(KeyUse.self, bytes)
  if let bundle = SecretBundle(archive: SecretBytes(bytes)) {
    guard let again = SecretBundle(archive: bundle.archive) else {
      fatalError("a bundle that was read and written cannot be read")
    }
    require(
      again.members.map(\.name) == bundle.members.map(\.name)
        && again.members.map(\.contents) == bundle.members.map(\.contents),
      "another bundle: \(again.members.map(\.name)), \(bundle.members.map(\.name))")
  }
  for change in StoreTransaction.read(bytes) ?? [] {
    let parts = change.path.split(separator: "/", omittingEmptySubsequences: false)
    require(
      (1...3).contains(parts.count) && !parts.contains { ["", ".", "..", ".git"].contains($0) },
      "a change of \(change.path)")
  }
}

private func readAgain<Content: StoreDocument>(_ kind: Content.Type, _ bytes: [UInt8]) {
  guard let document = SignedDocument<Content>.read(bytes) else { return }
  guard let again = SignedDocument<Content>.read(document.text) else {
    fatalError("a document that was read and written cannot be read")
  }
  require(again == document && again.digest == document.digest, "another \(Content.kind)")
}
