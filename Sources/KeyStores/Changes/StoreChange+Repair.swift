extension StoreChange {
  /// Signs again what is disputed at a place, after somebody looked at what it says and who signed it
  /// (``KeyStore/disputed``): it counts from then on, and the audit says who decided that.
  ///
  /// Of a key or credential, those who should not read it lose it, when the writer can read it. What the audit says is
  /// there and is not is accepted as removed.
  ///
  /// - Parameter place: such as `keys/acme-upload`, `recipients/bob`, `audit/TIME-DIGEST`.
  /// - Throws: ``StoreError/nothingToAccept(place:)``, ``StoreError/notAcceptable(place:_:)`` for what nobody of the
  ///   store has signed, a secret that does not belong to its metadata and what is missing,
  ///   ``StoreError/sameRecipient(_:as:)``.
  package mutating func accept(_ place: String) throws(StoreError) {
    isRepairing = true
    defer { isRepairing = false }
    guard let document = before.disputed.first(where: { $0.place == place }) else {
      return try acceptWhatHolds(place)
    }
    guard document.isAcceptable else { throw .notAcceptable(place: place, document.flaws) }
    switch document.content {
    case .recipient(let recipient): try accept(recipient)
    case .entry(let entry): try accept(entry)
    case .audit(let entry): try accept(entry)
    }
  }

  /// What nobody disputes but the audit, somebody's memory or a lock file, which know it otherwise.
  private mutating func acceptWhatHolds(_ place: String) throws(StoreError) {
    let found = flaws.filter { $0.place == place }
    guard !found.isEmpty else { throw .nothingToAccept(place: place) }
    if found.map(\.reason) == [.vanished(by: .audit)] {
      let isRecipient = place.hasPrefix("\(StoreFolder.recipients)/")
      return try record(isRecipient ? .recipientRemoved : .removed, at: place)
    }
    let isSideBySide = found.allSatisfy { if case .otherGeneration = $0.reason { true } else { false } }
    guard isSideBySide else { throw .notAcceptable(place: place, found) }
    try signAgain(place)
  }

  private mutating func accept(_ recipient: RecipientRecord) throws(StoreError) {
    try checkKeys(of: recipient.card, name: recipient.name)
    var accepted = recipient
    accepted.generation = max(recipient.generation + 1, nextGeneration(of: recipient.place))
    try put(accepted)
    try record(.signedAgain, at: recipient.place)
  }

  private mutating func accept(_ entry: Entry) throws(StoreError) {
    take(entry)
    let entitled = entry.entitled(among: recipients.values)
    do throws(StoreError) {
      if entitled != entry.recipients {
        return try encryptAgain(entry, as: entry, .signedAgain, detail: nil)
      }
    } catch .notShared {
    }
    var accepted = entry
    accepted.expose(to: entry.recipients.filter { !entitled.contains($0) }, since: now)
    try put(accepted)
    try record(.signedAgain, at: entry.place)
  }

  /// All that the entry names counts with it, so that nothing of that may be missing or damaged.
  private mutating func accept(_ head: AuditEntry) throws(StoreError) {
    let id = AuditEntry.id(of: head)
    let stray = AuditGraph(before.strayAudit)
    let joined = stray.reached(from: [id]).compactMap { stray.entries[$0]?.signed }
    let named = Set(joined.flatMap(\.heads).map { "\(StoreFolder.audit)/\($0)" })
    let found = flaws.filter { named.contains($0.place) }
    guard found.isEmpty else { throw .notAcceptable(place: "\(StoreFolder.audit)/\(id)", found) }
    join(id, with: joined.compactMap(\.mark))
    try record(.signedAgain, at: nil, detail: StoreFolder.audit(id))
  }
}
