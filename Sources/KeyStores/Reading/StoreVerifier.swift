import Age
import Bytes
import Cryptography

/// Finds out which documents of a store may be believed.
///
/// A document counts when a current writer signed it and the audit knows it. A recipient is current when the signatures
/// on the records lead back to the root. An entry of the audit counts when a current writer signed it, or when an entry
/// that counts names it: then its digest says what it is, whoever signed it.
struct StoreVerifier {
  let contents: StoreContents
  private(set) var flaws: [StoreFlaw]
  /// The Ed25519 keys of current writers by fingerprint.
  private var writers: [String: [UInt8]] = [:]
  private var recipients: [ReadDocument<RecipientRecord>] = []
  private var entries: [ReadDocument<Entry>] = []
  private var audit = AuditGraph([:])
  /// Entries of the audit that do not count.
  private var strayAudit: [String: SignedDocument<AuditEntry>] = [:]
  /// The paths of records that the audit contradicts.
  private var contradicted: Set<String> = []

  /// How a signature was found.
  private enum Signature: Sendable { case holds, isBad, isUnknown }

  init(_ contents: StoreContents) {
    self.contents = contents
    flaws = contents.flaws
  }

  /// The store, as far as it holds.
  mutating func verify() -> KeyStore {
    let base = flaws
    var contradictions: [StoreFlaw] = []
    while true {
      flaws = base
      admitRecipients()
      verifyStore()
      verifyAudit()
      verifyEntries()
      let found = compare()
      // Whom the audit no longer knows as a recipient signs nothing: all signatures are looked at again without them.
      let strangers = found.map(\.path).filter { path in recipients.contains { $0.path == path } }
      contradictions += found.filter { !contradictions.contains($0) }
      guard !strangers.isEmpty else { break }
      contradicted.formUnion(strangers)
    }
    flaws += contradictions
    let paths = Set(contradictions.map(\.path))
    entries.removeAll { paths.contains($0.path) }
    var provenance: [String: KeyStore.Provenance] = [:]
    for document in recipients { provenance[document.signed.place] = KeyStore.Provenance(document) }
    for document in entries { provenance[document.signed.place] = KeyStore.Provenance(document) }
    return KeyStore(
      folder: contents.folder, record: contents.store.signed,
      recipients: recipients.map(\.signed).sorted { $0.name < $1.name },
      entries: entries.map(\.signed).sorted { ($0.name, $0.place) < ($1.name, $1.place) },
      audit: audit, disputed: disputed(), strayAudit: strayAudit, provenance: provenance)
  }

  // MARK: Who writes

  /// Those whose records lead back to the root.
  private mutating func admitRecipients() {
    recipients = []
    writers = [:]
    let root = contents.store.signed.root
    var rest = contents.recipients.filter { !contradicted.contains($0.path) }
    guard let first = rest.first(where: { $0.signed.fingerprint == root && $0.signed.writes }) else {
      flaws.append(StoreFlaw(StoreFolder.recipients, .missing))
      return
    }
    admit(first.signed)
    // Whoever a writer has signed for is in, and may then have signed for others.
    while true {
      let signatures = check(rest)
      let admitted = zip(rest, signatures).filter { $1 == .holds }.map(\.0)
      guard !admitted.isEmpty else {
        for (document, signature) in zip(rest, signatures) { note(signature, document) }
        return
      }
      for document in admitted { admit(document.signed) }
      recipients += admitted
      rest = zip(rest, signatures).filter { $1 != .holds }.map(\.0)
    }
  }

  private mutating func admit(_ recipient: RecipientRecord) {
    guard recipient.writes, let card = try? recipient.card, let verifier = card.verifier,
      let fingerprint = card.fingerprint
    else { return }
    writers[fingerprint] = verifier
  }

  private mutating func verifyStore() {
    let store = contents.store
    note(check([store])[0], store)
    if store.writer != store.signed.root, writers[store.writer] != nil {
      flaws.append(StoreFlaw(StoreFolder.store, .unknownWriter(fingerprint: store.writer)))
    }
  }

  private mutating func verifyEntries() {
    entries = []
    for (document, signature) in zip(contents.entries, check(contents.entries)) {
      note(signature, document)
      if signature == .holds { entries.append(document) }
    }
  }

  // MARK: Audit

  private mutating func verifyAudit() {
    let all = AuditGraph(contents.audit.mapValues(\.document))
    let documents = contents.audit.sorted { $0.key < $1.key }
    let signatures = Dictionary(
      uniqueKeysWithValues: zip(documents.map(\.key), check(documents.map(\.value))))
    let believed = all.reached(from: signatures.filter { $0.value == .holds }.map(\.key))
    audit = AuditGraph(all.entries.filter { believed.contains($0.key) })
    strayAudit = all.entries.filter { !believed.contains($0.key) }
    // Of what counts, the digests say what it is; that the signatures of former writers hold too tells damage from what
    // they signed. Of what does not count, the last ones stand for the rest.
    let former = documents.filter { signatures[$0.key] == .isUnknown && believed.contains($0.key) }.map(
      \.value)
    for (document, signature) in zip(former, check(former, audit.verifiers)) { note(signature, document) }
    for (id, document) in documents
    where signatures[id] == .isBad
      || signatures[id] == .isUnknown && !believed.contains(id) && all.heads.contains(id)
    {
      note(signatures[id] ?? .isUnknown, document)
    }
    for id in all.missing {
      flaws.append(StoreFlaw(StoreFolder.audit(id), .missingAuditEntry(id, by: .audit)))
    }
    // Every audit begins with one entry that says of which store it is.
    let beginnings = all.entries.filter(\.value.signed.heads.isEmpty).sorted { $0.key < $1.key }
    for (id, entry) in beginnings
    where entry.signed.action != .storeMade || entry.signed.detail != contents.store.signed.store {
      flaws.append(
        StoreFlaw(
          StoreFolder.audit(id), .wrongPlace(name: entry.signed.detail ?? entry.signed.action.rawValue)))
    }
    if beginnings.isEmpty { flaws.append(StoreFlaw(StoreFolder.audit, .missing)) }
  }

  /// Where what the audit says is not what is there.
  private func compare() -> [StoreFlaw] {
    var found: [StoreFlaw] = []
    var latest = audit.latest
    let marks =
      recipients.map { ($0.path, AuditEntry.Mark($0.signed.place, $0.signed.generation, $0.digest)) }
      + entries.map { ($0.path, AuditEntry.Mark($0.signed.place, $0.signed.generation, $0.digest)) }
    for (path, mark) in marks {
      let remembered = latest.removeValue(forKey: mark.place) ?? []
      let known = remembered.first?.generation ?? 0
      if mark.generation < known {
        found.append(StoreFlaw(path, .olderGeneration(found: mark.generation, known: known, by: .audit)))
      } else if mark.generation > known {
        found.append(StoreFlaw(path, .notInAudit(generation: mark.generation)))
      } else if remembered != [mark] {
        // Also when it is one of two: nobody has said yet which of them counts.
        found.append(StoreFlaw(path, .otherGeneration(mark.generation, by: .audit)))
      }
    }
    for (place, remembered) in latest.sorted(by: { $0.key < $1.key })
    where !remembered.contains(where: \.isRemoval) && !isFlawed(place)
      && !contradicted.contains("\(place).json")
    {
      found.append(StoreFlaw(place, .vanished(by: .audit)))
    }
    return found
  }

  private func isFlawed(_ place: String) -> Bool { flaws.contains { $0.place == place } }

  // MARK: Signatures

  private func check<Content>(
    _ documents: [ReadDocument<Content>], _ keys: [String: [UInt8]]? = nil
  ) -> [Signature] {
    let keys = keys ?? writers
    return documents.mapSideBySide { document in
      guard let key = keys[document.writer] else { return .isUnknown }
      return document.isSigned(by: key) ? .holds : .isBad
    }
  }

  private mutating func note<Content>(_ signature: Signature, _ document: ReadDocument<Content>) {
    switch signature {
    case .holds: break
    case .isBad: flaws.append(StoreFlaw(document.path, .badSignature(writer: document.writer)))
    case .isUnknown: flaws.append(StoreFlaw(document.path, .unknownWriter(fingerprint: document.writer)))
    }
  }

  // MARK: Disputed

  /// What does not hold, for somebody who may say that it shall.
  private func disputed() -> [DisputedDocument] {
    let holding = Set(recipients.map(\.path) + entries.map(\.path))
    let known = writers.merging(audit.verifiers) { current, _ in current }
    var disputed: [DisputedDocument] = []
    func add<Content>(
      _ documents: [ReadDocument<Content>], _ place: (Content) -> String,
      _ content: (Content) -> DisputedDocument.Content
    ) {
      for (document, signature) in zip(documents, check(documents, known)) {
        let place = place(document.signed)
        disputed.append(
          DisputedDocument(
            place: place, content: content(document.signed), writer: document.writer,
            signer: signature == .holds ? name(of: document.writer) : nil,
            flaws: flaws.filter { $0.place == place }))
      }
    }
    add(contents.recipients.filter { !holding.contains($0.path) }, { $0.place }, { .recipient($0) })
    add(contents.entries.filter { !holding.contains($0.path) }, { $0.place }, { .entry($0) })
    let heads = AuditGraph(contents.audit.mapValues(\.document)).heads.filter { strayAudit[$0] != nil }
    add(
      heads.compactMap { contents.audit[$0] },
      { "\(StoreFolder.audit)/\(AuditEntry.id(of: $0))" }, { .audit($0) })
    return disputed.sorted { $0.place < $1.place }
  }

  /// Of a current writer or, as the audit knows, a former one.
  private func name(of fingerprint: String) -> String? {
    recipients.lazy.map(\.signed).first { $0.writes && $0.fingerprint == fingerprint }?.name
      ?? audit.cards.first { $0.card.fingerprint == fingerprint }?.name
  }
}

extension KeyStore.Provenance {
  fileprivate init<Content>(_ document: ReadDocument<Content>) {
    self.init(digest: document.digest, writer: document.writer)
  }
}

extension AuditEntry.Mark {
  fileprivate init(_ place: String, _ generation: Int, _ digest: String) {
    self.init(place: place, generation: generation, digest: digest)
  }
}
