import Age
import Bytes
import Cryptography

/// Reads a store and collects everything that does not hold.
struct StoreReader {
  let folder: StoreFolder
  private(set) var flaws: [StoreFlaw] = []
  /// The Ed25519 keys of current writers by fingerprint.
  private var writers: [String: [UInt8]] = [:]

  init(_ folder: StoreFolder) {
    self.folder = folder
  }

  /// The store, as far as it holds.
  ///
  /// - Throws: ``StoreError`` when there is no store that could be looked at.
  mutating func read(trust: Trust) throws(StoreError) -> KeyStore {
    guard let bytes = try folder.contents(of: StoreFolder.store) else { throw .noStore(path: folder.path) }
    if let version = StoreRecord.version(in: bytes), version > StoreRecord.currentVersion {
      throw .futureVersion(path: folder.path, version: version, known: StoreRecord.currentVersion)
    }
    guard let store = SignedDocument<StoreRecord>.read(bytes) else {
      throw .flawed(path: folder.path, [StoreFlaw(StoreFolder.store, .malformed)])
    }
    if case .root(let trusted) = trust, trusted != store.signed.root {
      throw .flawed(
        path: folder.path,
        [StoreFlaw(StoreFolder.store, .otherRoot(found: store.signed.root, trusted: trusted))])
    }
    let recipients = try readRecipients(root: store.signed.root)
    check(store, at: StoreFolder.store)
    if store.writer != store.signed.root {
      flaws.append(StoreFlaw(StoreFolder.store, .unknownWriter(fingerprint: store.writer)))
    }
    var entries: [SignedDocument<Entry>] = []
    for chapter in StoreFolder.Chapter.allCases { entries += try readEntries(chapter) }
    let audit = try readAudit()
    var provenance: [String: KeyStore.Provenance] = [:]
    for document in recipients { provenance[document.signed.place] = KeyStore.Provenance(document) }
    for document in entries { provenance[document.signed.place] = KeyStore.Provenance(document) }
    let read = KeyStore(
      folder: folder, record: store.signed, recipients: recipients.map(\.signed),
      entries: entries.map(\.signed).sorted { $0.name < $1.name }, audit: audit, provenance: provenance)
    compare(read.marks, with: audit)
    return read
  }

  // MARK: Recipients

  /// Those whose records lead back to the root, sorted by name.
  private mutating func readRecipients(root: String) throws(StoreError) -> [SignedDocument<RecipientRecord>] {
    var candidates: [SignedDocument<RecipientRecord>] = []
    for name in names(in: StoreFolder.recipients, extension: ".json") {
      let path = StoreFolder.recipient(name)
      guard let document: SignedDocument<RecipientRecord> = try document(at: path) else { continue }
      guard document.signed.name == name else {
        flaws.append(StoreFlaw(path, .wrongPlace(name: document.signed.name)))
        continue
      }
      guard (try? document.signed.card) != nil else {
        flaws.append(StoreFlaw(path, .malformed))
        continue
      }
      candidates.append(document)
    }
    guard let first = candidates.first(where: { $0.signed.fingerprint == root && $0.signed.writes }) else {
      flaws.append(StoreFlaw(StoreFolder.recipients, .missing))
      return []
    }
    admit(first.signed)
    var accepted: [SignedDocument<RecipientRecord>] = []
    // Whoever a writer has signed for is in, and may then have signed for others.
    var rest = candidates
    while true {
      let admitted = rest.filter { candidate in
        writers[candidate.writer].map(candidate.isSigned(by:)) ?? false
      }
      guard !admitted.isEmpty else { break }
      for document in admitted {
        admit(document.signed)
        accepted.append(document)
      }
      rest.removeAll { candidate in admitted.contains(candidate) }
    }
    for document in rest { check(document, at: StoreFolder.recipient(document.signed.name)) }
    return accepted.sorted { $0.signed.name < $1.signed.name }
  }

  private mutating func admit(_ recipient: RecipientRecord) {
    guard recipient.writes, let card = try? recipient.card, let verifier = card.verifier,
      let fingerprint = card.fingerprint
    else { return }
    writers[fingerprint] = verifier
  }

  // MARK: Entries

  private mutating func readEntries(
    _ chapter: StoreFolder.Chapter
  ) throws(StoreError) -> [SignedDocument<Entry>] {
    var entries: [SignedDocument<Entry>] = []
    for name in names(in: chapter.rawValue, extension: "") {
      let path = StoreFolder.document(chapter, name)
      guard let document: SignedDocument<Entry> = try document(at: path) else { continue }
      let entry = document.signed
      guard entry.name == name, entry.chapter == chapter else {
        flaws.append(StoreFlaw(path, .wrongPlace(name: entry.name)))
        continue
      }
      guard check(document, at: path) else { continue }
      try checkSecret(of: entry)
      entries.append(document)
    }
    return entries
  }

  private mutating func checkSecret(of entry: Entry) throws(StoreError) {
    let path = StoreFolder.secret(entry.chapter, entry.name)
    guard let bytes = try folder.contents(of: path, limit: StoreFolder.secretLimit) else {
      flaws.append(StoreFlaw(path, .missing))
      return
    }
    guard Digest.hash(.sha256, bytes).hex == entry.secret else {
      flaws.append(StoreFlaw(path, .otherSecret))
      return
    }
    let count = (try? AgeFile.recipientCount(of: bytes)) ?? 0
    if count != entry.recipients.count {
      flaws.append(StoreFlaw(path, .otherRecipients(found: count, named: entry.recipients.count)))
    }
  }

  // MARK: Audit

  private mutating func readAudit() throws(StoreError) -> AuditGraph {
    var entries: [String: SignedDocument<AuditEntry>] = [:]
    for id in names(in: StoreFolder.audit, extension: ".json") {
      let path = StoreFolder.audit(id)
      guard let document: SignedDocument<AuditEntry> = try document(at: path) else { continue }
      guard AuditEntry.id(of: document.signed) == id else {
        // Its name is made of its contents.
        flaws.append(StoreFlaw(path, .malformed))
        continue
      }
      entries[id] = document
    }
    let graph = AuditGraph(entries)
    // What a later entry names is known by its digest; the last ones must be signed by somebody who may still write.
    for id in graph.heads {
      if let document = entries[id] { check(document, at: StoreFolder.audit(id)) }
    }
    let missing = Set(entries.values.flatMap(\.signed.heads)).subtracting(entries.keys)
    for id in missing.sorted() {
      flaws.append(StoreFlaw(StoreFolder.audit(id), .missingAuditEntry(id, by: .audit)))
    }
    if entries.isEmpty { flaws.append(StoreFlaw(StoreFolder.audit, .missing)) }
    return graph
  }

  /// What the audit says must be what is there.
  private mutating func compare(_ marks: [AuditEntry.Mark], with audit: AuditGraph) {
    var latest = audit.latest
    for mark in marks {
      let path = StoreFolder.document(at: mark.place)
      let remembered = latest.removeValue(forKey: mark.place) ?? []
      let known = remembered.first?.generation ?? 0
      if mark.generation < known {
        flaws.append(StoreFlaw(path, .olderGeneration(found: mark.generation, known: known, by: .audit)))
      } else if mark.generation > known {
        flaws.append(StoreFlaw(path, .notInAudit(generation: mark.generation)))
      } else if !remembered.contains(mark) {
        flaws.append(StoreFlaw(path, .otherGeneration(mark.generation, by: .audit)))
      }
    }
    for (place, remembered) in latest.sorted(by: { $0.key < $1.key })
    where !remembered.contains(where: \.isRemoval) && !flaws.contains(where: { $0.path.hasPrefix(place) }) {
      flaws.append(StoreFlaw(place, .vanished(by: .audit)))
    }
  }

  // MARK: Documents

  /// The names of files or folders that may be read; of others there is a flaw.
  private mutating func names(in path: String, extension suffix: String) -> [String] {
    var names: [String] = []
    var seen: [String: String] = [:]
    for file in folder.names(in: path) {
      let name = String(file.dropLast(suffix.count))
      guard file.hasSuffix(suffix), StoreName.isValid(name) else {
        flaws.append(StoreFlaw("\(path)/\(file)", .unexpected))
        continue
      }
      if let other = seen.updateValue(file, forKey: file.lowercased()) {
        flaws.append(StoreFlaw("\(path)/\(file)", .ambiguousName(other)))
      }
      names.append(name)
    }
    return names
  }

  /// Nil when it is not there or no such document, which is a flaw.
  private mutating func document<Content: StoreDocument>(
    at path: String
  ) throws(StoreError) -> SignedDocument<Content>? {
    let bytes: [UInt8]?
    do throws(StoreError) {
      bytes = try folder.contents(of: path)
    } catch .tooLarge {
      flaws.append(StoreFlaw(path, .tooLarge))
      return nil
    }
    guard let bytes else {
      flaws.append(StoreFlaw(path, .missing))
      return nil
    }
    guard let document = SignedDocument<Content>.read(bytes) else {
      flaws.append(StoreFlaw(path, .malformed))
      return nil
    }
    return document
  }

  /// Whether a current writer signed the document; if not, that is a flaw.
  @discardableResult
  private mutating func check<Content: StoreDocument>(
    _ document: SignedDocument<Content>, at path: String
  ) -> Bool {
    guard let verifier = writers[document.writer] else {
      flaws.append(StoreFlaw(path, .unknownWriter(fingerprint: document.writer)))
      return false
    }
    guard document.isSigned(by: verifier) else {
      flaws.append(StoreFlaw(path, .badSignature(writer: document.writer)))
      return false
    }
    return true
  }
}

extension KeyStore.Provenance {
  fileprivate init<Content>(_ document: SignedDocument<Content>) {
    self.init(digest: document.digest, writer: document.writer)
  }
}
