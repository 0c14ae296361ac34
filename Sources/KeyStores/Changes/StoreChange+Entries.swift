package import Cryptography

/// What a new key or credential is to be.
package struct EntryDraft: Sendable {
  package var name: String
  package var title: String?
  package var subject: Entry.Subject
  package var applications: [String] = []
  package var isDefault = false
  /// Nil for the groups that the subject's purpose calls for.
  package var groups: [String]?
  /// Recipients by name, beside the groups and the one who adds it.
  package var people: [String] = []
  package var bundle: SecretBundle
  /// Locks it.
  package var passphrase: SecretBytes?

  package init(name: String, subject: Entry.Subject, bundle: SecretBundle) {
    self.name = name
    self.subject = subject
    self.bundle = bundle
  }
}

extension StoreChange {
  /// Adds a key or credential.
  ///
  /// The one who adds it can always use it.
  ///
  /// - Throws: ``StoreError/badName(_:)``, ``StoreError/nameTaken(_:)`` also for a name that differs in case only,
  ///   ``StoreError/noSuchGroup(_:known:)``, ``StoreError/noSuchRecipient(_:known:)``.
  @discardableResult
  package mutating func add(
    _ draft: EntryDraft, as action: AuditEntry.Action = .added
  ) throws(StoreError) -> Entry {
    try StoreName.check(draft.name)
    var entry = Entry(
      name: draft.name, title: draft.title, subject: draft.subject, applications: draft.applications,
      isDefault: draft.isDefault, isLocked: draft.passphrase != nil, generation: 0, previous: nil, secret: "",
      groups: Set(draft.groups ?? Access.defaultGroups(of: draft.subject)).sorted(),
      people: Set(draft.people + [name]).sorted(), recipients: [], exposed: [], exported: nil, created: now,
      changed: now)
    try checkIsFree(entry)
    try checkGroups(entry.groups)
    for person in entry.people { _ = try recipient(person) }
    entry.recipients = entry.entitled(among: recipients.values)
    try put(Self.seal(draft.bundle, passphrase: draft.passphrase), into: &entry)
    if entry.isDefault { try clearDefaults(beside: entry) }
    try put(entry)
    try record(action, at: entry.place)
    return try self.entry(entry.name, in: entry.chapter)
  }

  /// Changes what the metadata says; the secret stays.
  package mutating func update(
    _ entry: Entry, as action: AuditEntry.Action = .updated, detail: String? = nil,
    _ body: (inout Entry) -> Void
  ) throws(StoreError) {
    var changed = entry
    body(&changed)
    guard changed != entry else { throw .unchanged(entry: entry.name) }
    if changed.isDefault, !entry.isDefault || changed.applications != entry.applications {
      try clearDefaults(beside: changed)
    }
    try put(changed)
    try record(action, at: entry.place, detail: detail)
  }

  /// Puts another secret in the place of an entry's, such as a rotated key or one with a renewed certificate.
  ///
  /// A rotated one is a new secret: nobody has seen it who should not, and it was never exported.
  ///
  /// - Parameter passphrase: locks the new secret; nil leaves it unlocked.
  /// - Throws: ``StoreError/lastRecipient(entry:name:)`` when nobody could read it.
  package mutating func replaceSecret(
    of entry: Entry, with bundle: SecretBundle, passphrase: SecretBytes?, as action: AuditEntry.Action,
    detail: String? = nil, _ body: (inout Entry) -> Void
  ) throws(StoreError) {
    var changed = entry
    changed.isLocked = passphrase != nil
    if action == .rotated {
      changed.exposed = []
      changed.exported = nil
    }
    body(&changed)
    changed.recipients = changed.entitled(among: recipients.values)
    guard !changed.recipients.isEmpty else {
      throw .lastRecipient(entry: entry.name, name: entry.recipients.joined(separator: ", "))
    }
    if action != .rotated {
      changed.expose(to: entry.recipients.filter { !changed.recipients.contains($0) }, since: now)
    }
    try put(Self.seal(bundle, passphrase: passphrase), into: &changed)
    if changed.isDefault, !entry.isDefault || changed.applications != entry.applications {
      try clearDefaults(beside: changed)
    }
    try put(changed)
    try record(action, at: entry.place, detail: detail)
  }

  /// Gives an entry another name.
  ///
  /// - Throws: ``StoreError/nameTaken(_:)``, ``StoreError/badName(_:)``, and what reading the secret throws.
  package mutating func rename(_ entry: Entry, to name: String) throws(StoreError) {
    try StoreName.check(name)
    var renamed = entry
    renamed.name = name
    try checkIsFree(renamed, except: entry)
    let secret = try sealedSecret(of: entry)
    removeEntry(entry)
    try record(.renamed, at: entry.place, detail: "to \(name)")
    try put(secret, into: &renamed)
    try put(renamed)
    try record(.renamed, at: renamed.place, detail: "from \(entry.name)")
  }

  /// Removes an entry.
  ///
  /// - Throws: ``StoreError/onlyCopy(entry:)`` for a key that nobody else has and that was never exported, unless that
  ///   is meant.
  package mutating func remove(_ entry: Entry, isForced: Bool) throws(StoreError) {
    let isPrecious = entry.key.map { $0.purpose == .distribution } ?? false
    guard isForced || !isPrecious || entry.exported != nil else { throw .onlyCopy(entry: entry.name) }
    removeEntry(entry)
    try record(.removed, at: entry.place)
  }

  /// Says that an entry has left the store in a file.
  package mutating func markExported(_ entry: Entry, as format: String) throws(StoreError) {
    let now = now
    if entry.exported == nil {
      var changed = entry
      changed.exported = now
      try put(changed)
    }
    try record(.exported, at: entry.place, detail: format)
  }

  // MARK: Rules

  /// No two entries of a chapter have names that one file could have.
  private func checkIsFree(_ entry: Entry, except other: Entry? = nil) throws(StoreError) {
    let taken = entries.values.first {
      $0.chapter == entry.chapter && $0.name.lowercased() == entry.name.lowercased() && $0 != other
    }
    if let taken { throw .nameTaken(taken.name) }
  }

  /// Groups are known when they have a default meaning or a member.
  func checkGroups(_ groups: [String]) throws(StoreError) {
    let known = Set(Access.groups + recipients.values.flatMap(\.groups))
    if let stranger = groups.first(where: { !known.contains($0) }) {
      throw .noSuchGroup(stranger, known: known.sorted())
    }
  }

  /// Of the keys that could be meant by `default` together with this one, none other is it.
  private mutating func clearDefaults(beside entry: Entry) throws(StoreError) {
    for other in entries.values.sorted(by: { $0.place < $1.place })
    where other.isDefault && other.place != entry.place && other.isRival(of: entry) {
      var other = other
      other.isDefault = false
      try put(other)
      try record(.updated, at: other.place, detail: "no longer default, \(entry.name) is")
    }
  }
}

extension Entry {
  /// Whether a target could find both as its default.
  func isRival(of other: Entry) -> Bool {
    guard let key, let others = other.key, key.purpose == others.purpose,
      key.platform.sharesKeys(with: others.platform)
    else { return false }
    return applications.isEmpty || other.applications.isEmpty
      || !Set(applications).isDisjoint(with: other.applications)
  }
}

extension StoreChange {
  /// The name of an entry with the same certificate and profiles, or of a credential with the same id; nil when the
  /// store has none.
  package func twin(of draft: EntryDraft) -> String? {
    entries.values.sorted { $0.name < $1.name }.first { entry in
      switch (entry.subject, draft.subject) {
      case (.key(let known), .key(let new)):
        known.platform == new.platform && known.certificate?.sha256 == new.certificate?.sha256
          && known.profiles.map(\.uuid) == new.profiles.map(\.uuid)
          && known.publicKey == new.publicKey
      case (.credential(let known), .credential(let new)): known == new && entry.name == draft.name
      default: false
      }
    }?.name
  }
}
