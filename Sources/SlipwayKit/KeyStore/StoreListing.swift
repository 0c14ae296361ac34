package import KeyStores
package import struct FoundationEssentials.Date

/// What `keys list` and `credentials list` show.
///
/// The shape is promised to other programs.
package struct StoreListing: Encodable, Sendable {
  /// One key or credential.
  package struct Row: Encodable, Sendable {
    package var entry: Entry
    /// Those who may use it and to whom it is not encrypted yet.
    package var waiting: [String]
    package var problems: [StoreProblem]
  }

  package var store: String
  package var root: String
  package var entries: [Row]
  /// What is wrong with the store as a whole.
  package var problems: [StoreProblem]

  package init(_ store: KeyStore, chapter: StoreFolder.Chapter, today: Date) {
    let health = StoreProblem.all(in: store, today: today)
    self.store = store.path
    root = store.record.root
    entries = store.entries.filter { $0.chapter == chapter }.map { entry in
      Row(
        entry: entry, waiting: store.waiting(for: entry), problems: health.filter { $0.place == entry.place })
    }
    // What is about no entry is about defaults, which keys alone have.
    problems = chapter == .keys ? health.filter { $0.place == nil } : []
  }

  /// ``ExitStatus/didNotPass`` when something is an error.
  package var status: ExitStatus {
    let all = entries.flatMap(\.problems) + problems
    return all.contains { $0.severity == .error } ? .didNotPass : .done
  }
}

/// What `keys recipients` shows.
package struct RecipientListing: Encodable, Sendable {
  /// Somebody, and what they can use.
  package struct Row: Encodable, Sendable {
    package var name: String
    package var recipient: String
    package var fingerprint: String?
    package var isRoot: Bool
    package var writes: Bool
    package var groups: [String]
    package var entries: [String]
  }

  package var root: String
  package var recipients: [Row]

  package init(_ store: KeyStore) {
    root = store.record.root
    recipients = store.recipients.map { recipient in
      Row(
        name: recipient.name, recipient: recipient.recipient, fingerprint: recipient.fingerprint,
        isRoot: recipient.fingerprint == store.record.root, writes: recipient.writes,
        groups: recipient.groups,
        entries: store.entries.filter { $0.recipients.contains(recipient.name) }.map(\.name))
    }
  }
}

/// What `keys who` shows.
package struct EntryAccess: Encodable, Sendable {
  /// Somebody who can use the entry.
  package struct Row: Encodable, Sendable {
    package var name: String
    /// The groups that let them in.
    package var groups: [String]
    /// Whether they are named one by one.
    package var isNamed: Bool
    /// Whether it is encrypted to them already.
    package var canRead: Bool
  }

  package var name: String
  package var isLocked: Bool
  package var rows: [Row]
  package var exposed: [Entry.Exposure]

  package init(_ entry: Entry, in store: KeyStore) {
    name = entry.name
    isLocked = entry.isLocked
    exposed = entry.exposed
    let names = Set(entry.recipients + store.waiting(for: entry)).sorted()
    rows = names.map { name in
      let groups = store.recipients.first { $0.name == name }?.groups ?? []
      return Row(
        name: name, groups: groups.filter(entry.groups.contains), isNamed: entry.people.contains(name),
        canRead: entry.recipients.contains(name))
    }
  }
}
