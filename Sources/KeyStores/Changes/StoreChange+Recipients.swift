extension StoreChange {
  /// Lets somebody into the store, and gives them every key that their groups may use.
  ///
  /// - Returns: the entries that they may use and could not be given, because the writer cannot read them.
  /// - Throws: ``StoreError/recipientExists(_:)``, ``StoreError/sameRecipient(_:as:)``, ``StoreError/badName(_:)``,
  ///   ``StoreError/malformedRecipient(_:)`` for a writer without a key to sign with.
  package mutating func addRecipient(
    _ name: String, card: RecipientCard, groups: [String], writes: Bool
  ) throws(StoreError) -> [Entry] {
    try StoreName.check(name)
    for other in recipients.values where other.name.lowercased() == name.lowercased() {
      throw .recipientExists(other.name)
    }
    try checkKeys(of: card, name: name)
    guard !writes || card.verifier != nil else { throw .malformedRecipient(card.description) }
    let groups = try checked(groups)
    try put(
      RecipientRecord(
        name: name, card: card, writes: writes, groups: groups,
        generation: nextGeneration(of: "\(StoreFolder.recipients)/\(name)"), added: now))
    try record(
      .recipientAdded, at: "\(StoreFolder.recipients)/\(name)", detail: groups.joined(separator: " "))
    return try giveWhatIsDue()
  }

  /// Changes what a recipient may do.
  ///
  /// - Returns: the entries that could not be encrypted anew, because the writer cannot read them.
  /// - Throws: ``StoreError/unchanged(entry:)``, ``StoreError/lastWriter(name:)``, ``StoreError/removesRoot(name:)`` for
  ///   the first writer, who always writes.
  package mutating func changeRecipient(
    _ name: String, groups: [String]?, writes: Bool?
  ) throws(StoreError) -> [Entry] {
    var record = try recipient(name)
    let old = record
    if let groups { record.groups = try checked(groups) }
    if let writes {
      guard !writes || record.verifier != nil else { throw .malformedRecipient(record.recipient) }
      record.writes = writes
    }
    guard record != old else { throw .unchanged(entry: name) }
    if old.writes, !record.writes {
      guard old.fingerprint != root else { throw .removesRoot(name: name) }
      try checkMayLeave(old)
      try signAgain(of: old)
    }
    record.generation = nextGeneration(of: record.place)
    try put(record)
    try self.record(.recipientChanged, at: record.place, detail: record.groups.joined(separator: " "))
    return try takeWhatIsNot(name) + giveWhatIsDue()
  }

  /// Shows somebody out: everything is encrypted without them and marked as exposed to them, and what they signed is
  /// signed again by the one who removes them.
  ///
  /// - Parameter makesNewRoot: asked for when the first writer leaves; the one who removes them becomes the root of
  ///   trust, and everybody must be told the new fingerprint.
  /// - Returns: the entries that they can still read, because the writer cannot.
  /// - Throws: ``StoreError/lastWriter(name:)``, ``StoreError/removesRoot(name:)``,
  ///   ``StoreError/lastRecipient(entry:name:)``.
  package mutating func removeRecipient(_ name: String, makesNewRoot: Bool) throws(StoreError) -> [Entry] {
    let leaver = try recipient(name)
    try checkMayLeave(leaver)
    let isRoot = leaver.fingerprint == before.record.root
    guard !isRoot || makesNewRoot else { throw .removesRoot(name: name) }
    if leaver.writes { try signAgain(of: leaver) }
    for entry in entries.values.sorted(by: { $0.place < $1.place }) where entry.recipients == [name] {
      throw .lastRecipient(entry: entry.name, name: name)
    }
    removeRecipient(name)
    try record(.recipientRemoved, at: leaver.place)
    if isRoot {
      var store = before.record
      store.root = writer.fingerprint
      try put(store)
      try record(.rootChanged, at: nil, detail: writer.fingerprint)
    }
    return try takeWhatIsNot(name)
  }

  /// Signs again what somebody signed whose signature no longer counts.
  package mutating func signAgain(_ place: String) throws(StoreError) {
    if let entry = entries[place] {
      try put(entry)
    } else if let recipient = recipients.values.first(where: { $0.place == place }) {
      try signAgain(recipient)
    }
    try record(.signedAgain, at: place)
  }

  // MARK: Steps

  /// Every writer's work stands on signatures, which go with them.
  private mutating func signAgain(of leaver: RecipientRecord) throws(StoreError) {
    guard let fingerprint = leaver.fingerprint else { return }
    for place in before.places(signedBy: fingerprint) where place != leaver.place { try signAgain(place) }
  }

  private mutating func signAgain(_ recipient: RecipientRecord) throws(StoreError) {
    var record = recipient
    record.generation = nextGeneration(of: record.place)
    try put(record)
  }

  /// Encrypts to those who are entitled and wait.
  private mutating func giveWhatIsDue() throws(StoreError) -> [Entry] {
    var refused: [Entry] = []
    for entry in entries.values.sorted(by: { $0.place < $1.place }) {
      let due = entry.entitled(among: recipients.values)
      guard due.contains(where: { !entry.recipients.contains($0) }) else { continue }
      do throws(StoreError) {
        try encryptAgain(entry, as: entry, .shared, detail: due.joined(separator: " "))
      } catch .notShared {
        refused.append(entry)
      }
    }
    return refused
  }

  /// Encrypts without somebody who is no longer entitled.
  private mutating func takeWhatIsNot(_ name: String) throws(StoreError) -> [Entry] {
    var refused: [Entry] = []
    for entry in entries.values.sorted(by: { $0.place < $1.place })
    where entry.recipients.contains(name) && !entry.entitled(among: recipients.values).contains(name) {
      var changed = entry
      changed.people.removeAll { $0 == name }
      do throws(StoreError) {
        try encryptAgain(entry, as: changed, .unshared, detail: name)
      } catch .notShared {
        // Who reads it cannot be changed; that they should not can be said.
        changed.expose(to: [name], since: now)
        try put(changed)
        try record(.unshared, at: entry.place, detail: name)
        refused.append(try self.entry(entry.name, in: entry.chapter))
      }
    }
    return refused
  }

  private func checkMayLeave(_ leaver: RecipientRecord) throws(StoreError) {
    guard leaver.writes else { return }
    guard recipients.values.contains(where: { $0.writes && $0.name != leaver.name }) else {
      throw .lastWriter(name: leaver.name)
    }
    // Nobody signs their own leave: what they sign again would not count.
    guard leaver.name != name else { throw .lastWriter(name: leaver.name) }
  }

  func checkKeys(of card: RecipientCard, name: String) throws(StoreError) {
    for other in recipients.values.sorted(by: { $0.name < $1.name })
    where other.recipient == card.recipient.description || other.fingerprint == card.fingerprint {
      guard other.fingerprint != nil || other.recipient == card.recipient.description else { continue }
      throw .sameRecipient(name, as: other.name)
    }
  }

  /// Any group may be begun by putting somebody into it.
  private func checked(_ groups: [String]) throws(StoreError) -> [String] {
    for group in groups { try StoreName.check(group) }
    return Set(groups).sorted()
  }
}
