/// All entries of the audit, and what follows from them.
package struct AuditGraph: Sendable {
  /// By id.
  package let entries: [String: SignedDocument<AuditEntry>]
  /// The entries that no other one names, sorted.
  package let heads: [String]

  init(_ entries: [String: SignedDocument<AuditEntry>]) {
    self.entries = entries
    var named: Set<String> = []
    for entry in entries.values { named.formUnion(entry.signed.heads) }
    heads = entries.keys.filter { !named.contains($0) }.sorted()
  }

  /// Oldest first; of the same second, by id.
  package var chronicle: [AuditEntry] {
    entries.sorted { left, right in
      left.value.signed.at == right.value.signed.at
        ? left.key < right.key : left.value.signed.at < right.value.signed.at
    }.map(\.value.signed)
  }

  /// The latest states of each recipient, key and credential, by place: several when two people changed one side by
  /// side.
  package var latest: [String: [AuditEntry.Mark]] {
    var latest: [String: [AuditEntry.Mark]] = [:]
    for document in entries.values {
      guard let mark = document.signed.mark else { continue }
      let known = latest[mark.place]?.first?.generation ?? 0
      if mark.generation > known { latest[mark.place] = [mark] }
      if mark.generation == known { latest[mark.place]?.append(mark) }
    }
    return latest
  }
}

extension AuditEntry.Mark {
  /// Stands for the digest of something that is no longer there.
  package static let removed = "removed"

  package var isRemoval: Bool { digest == Self.removed }

  /// The last component of its place.
  package var name: String { place.split(separator: "/").last.map(String.init) ?? place }
}
