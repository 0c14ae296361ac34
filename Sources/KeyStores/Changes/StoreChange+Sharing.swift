import FoundationEssentials

extension StoreChange {
  /// Lets further people and groups use an entry.
  ///
  /// - Parameter names: of recipients or groups. None: those who may already and wait for it.
  /// - Throws: ``StoreError/noSuchRecipient(_:known:)``, ``StoreError/unchanged(entry:)``, and what reading the secret
  ///   throws: only who can use a key can share it.
  package mutating func share(_ entry: Entry, with names: [String]) throws(StoreError) {
    var changed = entry
    for name in names {
      if try isGroup(name) {
        changed.groups = Set(changed.groups + [name]).sorted()
      } else {
        changed.people = Set(changed.people + [name]).sorted()
      }
    }
    try encryptAgain(entry, as: changed, .shared, detail: names.joined(separator: " "))
  }

  /// Takes people or groups away from those who may use an entry, and says to whom it was exposed: they may have kept
  /// the old file, as the history of a repository does.
  ///
  /// - Throws: ``StoreError/lastRecipient(entry:name:)``, ``StoreError/unchanged(entry:)``,
  ///   ``StoreError/noSuchRecipient(_:known:)``, and what reading the secret throws.
  package mutating func unshare(_ entry: Entry, from names: [String]) throws(StoreError) {
    var changed = entry
    for name in names {
      if try isGroup(name) {
        changed.groups.removeAll { $0 == name }
        continue
      }
      // Somebody who comes in through a group stays out only when the group is named one by one.
      let record = try recipient(name)
      if record.groups.contains(where: changed.groups.contains) {
        let others = changed.entitled(among: recipients.values).filter { $0 != name }
        changed.groups.removeAll(where: record.groups.contains)
        changed.people = Set(changed.people + others).sorted()
      }
      changed.people.removeAll { $0 == name }
    }
    try encryptAgain(entry, as: changed, .unshared, detail: names.joined(separator: " "))
  }

  /// Encrypts the secret to those who are entitled now; nobody's passphrase is needed for that.
  mutating func encryptAgain(
    _ entry: Entry, as changed: Entry, _ action: AuditEntry.Action, detail: String?
  ) throws(StoreError) {
    var changed = changed
    changed.recipients = changed.entitled(among: recipients.values)
    guard !changed.recipients.isEmpty else {
      throw .lastRecipient(entry: entry.name, name: entry.recipients.joined(separator: ", "))
    }
    guard changed != entry else { throw .unchanged(entry: entry.name) }
    changed.expose(to: entry.recipients.filter { !changed.recipients.contains($0) }, since: now)
    try put(sealedSecret(of: entry), into: &changed)
    try put(changed)
    try record(action, at: entry.place, detail: detail)
  }

  /// Recipients and groups have their names together; a recipient's counts first.
  private func isGroup(_ name: String) throws(StoreError) -> Bool {
    if recipients[name] != nil { return false }
    let groups = Set(Access.groups + recipients.values.flatMap(\.groups))
    guard groups.contains(name) else {
      throw .noSuchRecipient(name, known: groups.union(recipients.keys).sorted())
    }
    return true
  }
}

extension Entry {
  /// Notes that these could read it and should no longer, from now on.
  mutating func expose(to names: [String], since now: Date) {
    exposed.removeAll { names.contains($0.to) }
    exposed += names.map { Exposure(to: $0, since: now) }
  }
}
