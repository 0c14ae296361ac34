package import Age
import Bytes
import Cryptography
package import FoundationEssentials

extension KeyStore {
  /// Changes a store: alone, and wholly or not at all.
  ///
  /// - Parameters:
  ///   - trust: whose store it must be.
  ///   - identities: the first that is a recipient's signs; all are tried to read secrets.
  ///   - repairs: whether the change is meant to mend flaws (``StoreChange/accept(_:)``), and nothing else while there
  ///     are any; without it a flawed store is not touched.
  ///   - body: what is done.
  /// - Returns: the store as it is then, and what the body gave.
  /// - Throws: what ``open(at:trust:witnesses:)`` and the body throw (nothing has happened then),
  ///   ``StoreError/notARecipient(recipients:)``,
  ///   ``StoreError/notAWriter(name:writers:)``, ``StoreError/busy(path:)``.
  package static func change<Value>(
    at path: String, trust: Trust, witnesses: [(StoreWitness, StoreFlaw.Source)] = [],
    by identities: [AgeIdentity], now: Date, repairs: Bool = false,
    _ body: (inout StoreChange) throws -> Value
  ) throws -> (store: KeyStore, value: Value) {
    let folder = StoreFolder(path)
    guard folder.isStore || StoreTransaction.isPending(in: folder) else {
      throw StoreError.noStore(path: path)
    }
    let lock = try StoreLock(folder, .exclusive)
    defer { withExtendedLifetime(lock) {} }
    try StoreTransaction.finishPending(in: folder)
    let (store, flaws) = try look(at: folder, trust: trust, witnesses: witnesses)
    guard flaws.isEmpty || repairs && flaws.allSatisfy(\.isMendable) else {
      throw StoreError.flawed(path: path, flaws)
    }
    var change = try store.change(by: identities, now: now, flaws: flaws)
    let value = try body(&change)
    try change.commit()
    return (try look(at: folder, trust: .firstUse, witnesses: []).store, value)
  }

  /// A change that nothing was done in yet.
  func change(
    by identities: [AgeIdentity], now: Date, flaws: [StoreFlaw] = []
  ) throws(StoreError) -> StoreChange {
    let known = identities.compactMap { identity in
      recipient(of: identity).map { (identity: identity, recipient: $0) }
    }
    guard let first = known.first else { throw .notARecipient(recipients: recipients.map(\.name)) }
    guard let (identity, recipient) = known.first(where: \.recipient.writes) else {
      throw .notAWriter(
        name: first.recipient.name, writers: recipients.filter(\.writes).map(\.name))
    }
    return StoreChange(
      self, writer: try Writer(identity), name: recipient.name, identities: identities, now: now.wholeSeconds,
      flaws: flaws)
  }

  /// Makes a store with its first writer.
  ///
  /// - Parameters:
  ///   - name: what the writer is called.
  ///   - groups: that the writer is in.
  /// - Throws: ``StoreError/storeExists(path:)``, ``StoreError/badName(_:)``, ``StoreError/file(_:)``.
  package static func make(
    at path: String, by identity: AgeIdentity, name: String, groups: [String], now: Date
  ) throws(StoreError) -> KeyStore {
    let folder = StoreFolder(path)
    try StoreName.check(name)
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .file(.notWritable(path: path, reason: "the folder cannot be made"))
    }
    let lock = try StoreLock(folder, .exclusive)
    defer { withExtendedLifetime(lock) {} }
    try StoreTransaction.finishPending(in: folder)
    guard !folder.isStore else { throw .storeExists(path: path) }
    // Nobody's leftovers become part of it.
    let chapters = StoreFolder.Chapter.allCases.map(\.rawValue)
    for name in [StoreFolder.recipients, StoreFolder.audit] + chapters
    where try !folder.names(in: name).isEmpty {
      throw .flawed(path: path, [StoreFlaw(name, .unexpected)])
    }
    let writer = try Writer(identity)
    let random: [UInt8]
    do throws(CryptographyError) {
      random = try RandomBytes.make(16)
    } catch {
      throw .cryptography(error)
    }
    let record = StoreRecord(
      version: StoreRecord.currentVersion, store: random.hex, root: writer.fingerprint,
      created: now.wholeSeconds)
    let empty = KeyStore(
      folder: folder, record: record, recipients: [], entries: [], audit: AuditGraph([:]),
      disputed: [], strayAudit: [:], provenance: [:])
    var change = StoreChange(
      empty, writer: writer, name: name, identities: [identity], now: now.wholeSeconds)
    try change.put(record)
    try change.put(
      RecipientRecord(
        name: name, card: writer.card, writes: true, groups: groups, generation: 1, added: now.wholeSeconds))
    try change.record(.storeMade, at: nil, detail: record.store)
    try change.record(.recipientAdded, at: "\(StoreFolder.recipients)/\(name)")
    change.stageGitFiles()
    try change.commit()
    return try look(at: folder, trust: .root(writer.fingerprint), witnesses: []).store
  }
}

extension StoreFlaw {
  /// Whether a store that has it can be changed at all, be it to mend something else: it is the store that is trusted,
  /// and its beginning holds.
  fileprivate var isMendable: Bool {
    if case .otherRoot = reason { return false }
    return path != StoreFolder.store && path != StoreFolder.recipients
  }
}

extension Date {
  /// Documents hold no fractions of seconds.
  var wholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
