/// How a store was when somebody looked at it: what a lock file and a user's memory hold against an older store that is
/// put in its place.
package struct StoreWitness: Codable, Equatable, Sendable {
  package var store: String
  /// The fingerprint of the first writer.
  package var root: String
  /// The states of recipients, keys and credentials, sorted by place.
  package var marks: [AuditEntry.Mark]
  /// The last entries of the audit, sorted.
  package var heads: [String]

  package init(of store: KeyStore) {
    self.store = store.record.store
    root = store.record.root
    marks = store.marks.sorted { $0.place < $1.place }
    heads = store.audit.heads
  }

  /// What a memory still says to somebody who is told whom to trust: the first writer may be another since, and what is
  /// remembered of another store, which lay here before, says nothing.
  func told(_ trust: Trust, of store: KeyStore) -> StoreWitness? {
    guard case .root(let told) = trust, told != root else { return self }
    guard store.record.store == self.store else { return nil }
    var witness = self
    witness.root = told
    return witness
  }

  /// What of the witnessed state is no longer there, though nothing in a store ever goes back.
  package func flaws(in store: KeyStore, by source: StoreFlaw.Source) -> [StoreFlaw] {
    guard store.record.store == self.store, store.record.root == root else {
      return [StoreFlaw(StoreFolder.store, .otherRoot(found: store.record.root, trusted: root))]
    }
    var flaws = heads.filter { store.audit.entries[$0] == nil }.map { head in
      StoreFlaw(StoreFolder.audit(head), .missingAuditEntry(head, by: source))
    }
    let found = Dictionary(store.marks.map { ($0.place, $0) }) { first, _ in first }
    let latest = store.audit.latest
    for mark in marks where !mark.isRemoval {
      let path = StoreFolder.document(at: mark.place)
      guard let now = found[mark.place] else {
        if latest[mark.place]?.contains(where: \.isRemoval) != true {
          flaws.append(StoreFlaw(mark.place, .vanished(by: source)))
        }
        continue
      }
      if now.generation < mark.generation {
        flaws.append(
          StoreFlaw(
            path, .olderGeneration(found: now.generation, known: mark.generation, by: source)))
      } else if now.generation == mark.generation, now.digest != mark.digest {
        flaws.append(StoreFlaw(path, .otherGeneration(mark.generation, by: source)))
      }
    }
    return flaws
  }
}
