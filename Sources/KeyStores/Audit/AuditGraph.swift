import FoundationEssentials

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

  /// Oldest first: an entry after all those that it names, whatever its writer's clock said, and else by time.
  package var chronicle: [AuditEntry] { order.compactMap { entries[$0]?.signed } }

  /// The ids in the order of ``chronicle``.
  var order: [String] {
    var followers: [String: [String]] = [:]
    var open: [String: Int] = [:]
    for (id, entry) in entries {
      let known = entry.signed.heads.filter { entries[$0] != nil }
      open[id] = known.count
      for head in known { followers[head, default: []].append(id) }
    }
    // An entry is at least as late, and one further from the beginning, than the last of those that it names.
    var rank: [String: (at: Date, depth: Int)] = [:]
    var ready = open.filter { $0.value == 0 }.map(\.key)
    while let id = ready.popLast() {
      guard let entry = entries[id]?.signed else { continue }
      let before = entry.heads.compactMap { rank[$0] }
      rank[id] = (
        before.map(\.at).reduce(entry.at, max), (before.map(\.depth).max() ?? 0) + 1
      )
      for follower in followers[id] ?? [] {
        open[follower, default: 0] -= 1
        if open[follower] == 0 { ready.append(follower) }
      }
    }
    return rank.sorted { left, right in
      (left.value.at, left.value.depth, left.key) < (right.value.at, right.value.depth, right.key)
    }.map(\.key)
  }

  /// The latest states of each recipient, key and credential, by place: several when two people changed one side by
  /// side.
  package var latest: [String: [AuditEntry.Mark]] {
    var latest: [String: [AuditEntry.Mark]] = [:]
    for document in entries.values {
      if let mark = document.signed.mark { latest.add(mark) }
    }
    return latest
  }

  /// What these entries name, directly or not, and they themselves.
  func reached(from ids: [String]) -> Set<String> {
    var reached: Set<String> = []
    var rest = ids.filter { entries[$0] != nil }
    while let id = rest.popLast() {
      guard reached.insert(id).inserted else { continue }
      rest += (entries[id]?.signed.heads ?? []).filter { entries[$0] != nil && !reached.contains($0) }
    }
    return reached
  }

  /// The ids that entries name and that are not there, sorted.
  var missing: [String] {
    Set(entries.values.flatMap(\.signed.heads)).subtracting(entries.keys).sorted()
  }

  /// The public keys of everybody who ever was a recipient, with their names.
  var cards: [(name: String, card: RecipientCard)] {
    entries.sorted { $0.key < $1.key }.compactMap { _, document in
      guard let text = document.signed.card, let card = try? RecipientCard(text),
        let mark = document.signed.mark
      else { return nil }
      return (mark.name, card)
    }
  }

  /// The Ed25519 keys of everybody who ever was a recipient, by fingerprint.
  var verifiers: [String: [UInt8]] {
    var verifiers: [String: [UInt8]] = [:]
    for (_, card) in cards {
      if let fingerprint = card.fingerprint { verifiers[fingerprint] = card.verifier }
    }
    return verifiers
  }
}

extension [String: [AuditEntry.Mark]] {
  /// Takes in a mark unless a later one of its place is known.
  mutating func add(_ mark: AuditEntry.Mark) {
    let known = self[mark.place]?.first?.generation ?? 0
    if mark.generation > known {
      self[mark.place] = [mark]
    } else if mark.generation == known, self[mark.place]?.contains(mark) == false {
      self[mark.place]?.append(mark)
    }
  }
}

extension AuditEntry.Mark {
  /// Stands for the digest of something that is no longer there.
  package static let removed = "removed"

  package var isRemoval: Bool { digest == Self.removed }

  /// The last component of its place.
  package var name: String { place.split(separator: "/").last.map(String.init) ?? place }
}
