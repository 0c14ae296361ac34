import Age
import Bytes
import Cryptography

package import struct FoundationEssentials.Date

/// What one writer does to a store in one go: it all happens or nothing does.
package struct StoreChange {
  /// The store as it was when the change began.
  package let before: KeyStore
  let writer: Writer
  /// Who changes it.
  package let name: String
  let identities: [AgeIdentity]
  /// In whole seconds.
  package let now: Date

  /// The fingerprint of the first writer.
  private(set) var root: String
  /// By name.
  private(set) var recipients: [String: RecipientRecord]
  /// By place.
  private(set) var entries: [String: Entry]
  private var digests: [String: String]
  /// The fingerprints of those who signed the recipients' records, by place.
  private var signers: [String: String]
  /// Secrets that this change has put, by place, as they are under the encryption to recipients.
  private var sealed: [String: SecretBytes] = [:]
  private var heads: [String]
  private var latest: [String: [AuditEntry.Mark]]
  private var transaction: StoreTransaction
  /// What of the store did not hold; while there is something, nothing but repairs is done.
  let flaws: [StoreFlaw]
  /// Whether a repair is under way.
  var isRepairing = false

  init(
    _ store: KeyStore, writer: Writer, name: String, identities: [AgeIdentity], now: Date,
    flaws: [StoreFlaw] = []
  ) {
    before = store
    self.flaws = flaws
    root = store.record.root
    self.writer = writer
    self.name = name
    self.identities = identities
    self.now = now
    recipients = Dictionary(store.recipients.map { ($0.name, $0) }) { first, _ in first }
    entries = Dictionary(store.entries.map { ($0.place, $0) }) { first, _ in first }
    digests = store.provenance.mapValues(\.digest)
    signers = store.provenance.mapValues(\.writer)
    heads = store.audit.heads
    latest = store.audit.latest
    transaction = StoreTransaction(store.folder)
  }

  /// - Throws: ``StoreError/noSuchEntry(_:known:)``.
  package func entry(_ name: String, in chapter: StoreFolder.Chapter) throws(StoreError) -> Entry {
    guard let entry = entries[StoreFolder.folder(chapter, name)] else {
      let known = entries.values.filter { $0.chapter == chapter }.map(\.name).sorted()
      throw .noSuchEntry(name, known: known)
    }
    return entry
  }

  /// - Throws: ``StoreError/noSuchRecipient(_:known:)``.
  package func recipient(_ name: String) throws(StoreError) -> RecipientRecord {
    guard let recipient = recipients[name] else {
      throw .noSuchRecipient(name, known: recipients.keys.sorted())
    }
    return recipient
  }

  // MARK: Documents

  /// Signs and stages a recipient.
  mutating func put(_ recipient: RecipientRecord) throws(StoreError) {
    let document = try SignedDocument(recipient, by: writer)
    transaction.put(document.text, at: StoreFolder.recipient(recipient.name))
    recipients[recipient.name] = recipient
    digests[recipient.place] = document.digest
    signers[recipient.place] = writer.fingerprint
  }

  mutating func removeRecipient(_ name: String) {
    transaction.remove(StoreFolder.recipient(name))
    digests["\(StoreFolder.recipients)/\(name)"] = nil
    recipients[name] = nil
  }

  /// Takes what does not count yet for what lies at its place, so that it can be signed again.
  mutating func take(_ entry: Entry) {
    entries[entry.place] = entry
    digests[entry.place] = SignedDocument.digest(of: entry)
  }

  /// Signs and stages the root of the store.
  mutating func put(_ store: StoreRecord) throws(StoreError) {
    transaction.put(try SignedDocument(store, by: writer).text, at: StoreFolder.store)
    root = store.root
  }

  /// Signs and stages an entry as its next generation.
  mutating func put(_ entry: Entry) throws(StoreError) {
    var entry = entry
    entry.generation = nextGeneration(of: entry.place)
    entry.previous = digests[entry.place]
    entry.changed = now
    let document = try SignedDocument(entry, by: writer)
    transaction.put(document.text, at: StoreFolder.document(entry.chapter, entry.name))
    entries[entry.place] = entry
    digests[entry.place] = document.digest
  }

  /// Encrypts a secret to the recipients that the entry names and stages it; gives the entry its digest.
  ///
  /// - Parameter sealed: the bundle's archive, or of a locked entry that under its passphrase.
  mutating func put(_ sealed: SecretBytes, into entry: inout Entry) throws(StoreError) {
    var keys: [AgeRecipient] = []
    for name in entry.recipients { keys.append(try recipient(name).card.recipient) }
    let bytes: [UInt8]
    do throws(AgeError) {
      bytes = try AgeFile.encrypt(sealed, to: keys)
    } catch {
      throw .age(error)
    }
    entry.secret = Digest.hash(.sha256, bytes).hex
    self.sealed[entry.place] = sealed
    transaction.put(bytes, at: StoreFolder.secret(entry.chapter, entry.name))
  }

  /// Takes an entry and its secret away; what was there may be under another name now.
  mutating func removeEntry(_ entry: Entry) {
    transaction.remove(StoreFolder.secret(entry.chapter, entry.name))
    transaction.remove(StoreFolder.document(entry.chapter, entry.name))
    entries[entry.place] = nil
    digests[entry.place] = nil
    sealed[entry.place] = nil
  }

  /// The generation that a change of what lies at a place makes; names that were used before go on counting.
  func nextGeneration(of place: String) -> Int {
    let recipient = recipients.values.first { $0.place == place }
    return max(
      latest[place]?.first?.generation ?? 0, entries[place]?.generation ?? 0, recipient?.generation ?? 0) + 1
  }

  /// Stages what keeps git from changing line ends, and from taking up what is for this machine alone.
  mutating func stageGitFiles() {
    transaction.put(Array("* -text\n".utf8), at: ".gitattributes")
    transaction.put(Array(".lock\n.staged/\n.pending/\n.*.part*\n".utf8), at: ".gitignore")
  }

  // MARK: Audit

  /// Stages an entry of the audit about what is at a place now; nil for the store as a whole.
  mutating func record(
    _ action: AuditEntry.Action, at place: String?, detail: String? = nil, use: SignedDocument<KeyUse>? = nil
  ) throws(StoreError) {
    let mark = place.map { place in
      let generation = entries[place]?.generation ?? recipients.values.first { $0.place == place }?.generation
      return AuditEntry.Mark(
        place: place, generation: generation ?? nextGeneration(of: place),
        digest: generation.flatMap { _ in digests[place] } ?? AuditEntry.Mark.removed)
    }
    guard flaws.isEmpty || isRepairing else { throw .flawed(path: before.path, flaws) }
    var card: RecipientCard?
    if let recipient = recipients.values.first(where: { $0.place == place }) { card = try recipient.card }
    let content = AuditEntry(
      at: now, by: name, action: action, mark: mark, detail: detail, card: card?.description,
      recipients: place.flatMap { entries[$0] }?.recipients, use: use, heads: heads.sorted())
    let id = AuditEntry.id(of: content)
    transaction.put(try SignedDocument(content, by: writer).text, at: StoreFolder.audit(id))
    heads = [id]
    if let mark { latest[mark.place] = [mark] }
  }

  /// Lets the next entry join a part of the audit that did not count so far.
  mutating func join(_ head: String, with marks: [AuditEntry.Mark]) {
    heads.append(head)
    for mark in marks { latest.add(mark) }
  }

  /// Whether anything was staged.
  package var isEmpty: Bool { transaction.isEmpty }

  func commit() throws(StoreError) {
    guard !transaction.isEmpty else { return }
    try checkStanding()
    try transaction.commit()
  }

  /// All that commits the change, for a look at each point at which it can be interrupted.
  var steps: [StoreTransaction.Step] { transaction.steps }

  /// The signatures on the recipients' records must lead back to the root without going round.
  private func checkStanding() throws(StoreError) {
    var writers: Set<String> = [root]
    var rest = recipients.values.sorted { $0.name < $1.name }
    while let place = rest.firstIndex(where: { signers[$0.place].map(writers.contains) ?? false }) {
      let recipient = rest.remove(at: place)
      if recipient.writes, let fingerprint = recipient.fingerprint { writers.insert(fingerprint) }
    }
    guard let stranded = rest.first else { return }
    let signer = recipients.values.first { $0.fingerprint == signers[stranded.place] }
    throw .restsOnItself(name: stranded.name, signer: signer?.name ?? name)
  }

  // MARK: Secrets

  /// What is under an entry's encryption to recipients.
  ///
  /// - Throws: as ``KeyStore/secret(of:with:passphrase:)``.
  func sealedSecret(of entry: Entry) throws(StoreError) -> SecretBytes {
    if let sealed = sealed[entry.place] { return sealed }
    return try before.sealedSecret(of: entry, with: identities)
  }

  /// A bundle as it goes under the encryption to recipients.
  static func seal(_ bundle: SecretBundle, passphrase: SecretBytes?) throws(StoreError) -> SecretBytes {
    guard let passphrase else { return bundle.archive }
    do throws(AgeError) {
      return SecretBytes(try AgeFile.encrypt(bundle.archive, passphrase: passphrase))
    } catch {
      throw .age(error)
    }
  }
}
