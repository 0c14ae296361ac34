import Age
import Bytes
import Cryptography

/// The documents in a store's folder, each at its place and well-formed; whether they may be believed is not said yet.
struct StoreContents {
  let folder: StoreFolder
  let store: ReadDocument<StoreRecord>
  private(set) var recipients: [ReadDocument<RecipientRecord>] = []
  private(set) var entries: [ReadDocument<Entry>] = []
  /// By id.
  private(set) var audit: [String: ReadDocument<AuditEntry>] = [:]
  /// What is no such document, and secrets that do not belong to their metadata.
  private(set) var flaws: [StoreFlaw] = []

  /// Of changes to one thing: far more than anybody makes, and far from where counting ends.
  private static let generations = 1...1_000_000_000

  /// - Throws: ``StoreError`` when there is no store that could be looked at.
  init(_ folder: StoreFolder, trust: Trust) throws(StoreError) {
    self.folder = folder
    guard let bytes = try folder.contents(of: StoreFolder.store) else { throw .noStore(path: folder.path) }
    if let version = StoreRecord.version(in: bytes), version > StoreRecord.currentVersion {
      throw .futureVersion(path: folder.path, version: version, known: StoreRecord.currentVersion)
    }
    guard let store = ReadDocument<StoreRecord>(bytes, at: StoreFolder.store),
      store.signed.version == StoreRecord.currentVersion
    else { throw .flawed(path: folder.path, [StoreFlaw(StoreFolder.store, .malformed)]) }
    if case .root(let trusted) = trust, trusted != store.signed.root {
      throw .flawed(
        path: folder.path,
        [StoreFlaw(StoreFolder.store, .otherRoot(found: store.signed.root, trusted: trusted))])
    }
    self.store = store
    try readRecipients()
    for chapter in StoreFolder.Chapter.allCases { try readEntries(chapter) }
    try readAudit()
  }

  private mutating func readRecipients() throws(StoreError) {
    let names = try names(in: StoreFolder.recipients, extension: ".json")
    let documents: [ReadDocument<RecipientRecord>] = try read(names.map(StoreFolder.recipient))
    for document in documents {
      let record = document.signed
      if StoreFolder.recipient(record.name) != document.path {
        flaws.append(StoreFlaw(document.path, .wrongPlace(name: record.name)))
      } else if (try? record.card) == nil || !Self.generations.contains(record.generation) {
        flaws.append(StoreFlaw(document.path, .malformed))
      } else {
        recipients.append(document)
      }
    }
  }

  private mutating func readEntries(_ chapter: StoreFolder.Chapter) throws(StoreError) {
    var names: [String] = []
    for name in try self.names(in: chapter.rawValue, extension: "") {
      let folder = StoreFolder.folder(chapter, name)
      let known = flaws.count
      let files = try files(in: folder)
      // A folder that git or a file browser left behind is no entry.
      if files.isEmpty, flaws.count == known { continue }
      names.append(name)
      for file in files where file != chapter.document && file != StoreFolder.secret {
        flaws.append(StoreFlaw("\(folder)/\(file)", .unexpected))
      }
    }
    let documents: [ReadDocument<Entry>] = try read(names.map { StoreFolder.document(chapter, $0) })
    for document in documents {
      let entry = document.signed
      if StoreFolder.document(entry.chapter, entry.name) != document.path {
        flaws.append(StoreFlaw(document.path, .wrongPlace(name: entry.name)))
      } else if !Self.generations.contains(entry.generation) {
        flaws.append(StoreFlaw(document.path, .malformed))
      } else {
        entries.append(document)
        try checkSecret(of: entry)
      }
    }
  }

  private mutating func checkSecret(of entry: Entry) throws(StoreError) {
    let path = StoreFolder.secret(entry.chapter, entry.name)
    guard let bytes = try bytes(at: path, limit: StoreFolder.secretLimit) else { return }
    guard Digest.hash(.sha256, bytes).hex == entry.secret else {
      flaws.append(StoreFlaw(path, .otherSecret))
      return
    }
    let count = (try? AgeFile.recipientCount(of: bytes)) ?? 0
    if count != entry.recipients.count {
      flaws.append(StoreFlaw(path, .otherRecipients(found: count, named: entry.recipients.count)))
    }
  }

  private mutating func readAudit() throws(StoreError) {
    let ids = try names(in: StoreFolder.audit, extension: ".json")
    let documents: [ReadDocument<AuditEntry>] = try read(ids.map { StoreFolder.audit($0) })
    for document in documents {
      let id = AuditEntry.id(at: document.signed.at, digest: document.digest)
      // Its name is made of its contents.
      guard StoreFolder.audit(id) == document.path,
        document.signed.mark.map({ Self.generations.contains($0.generation) }) ?? true
      else {
        flaws.append(StoreFlaw(document.path, .malformed))
        continue
      }
      audit[id] = document
    }
  }

  // MARK: Files

  /// The names of files or folders that may be read; of others there is a flaw.
  private mutating func names(
    in path: String, extension suffix: String
  ) throws(StoreError) -> [String] {
    var names: [String] = []
    var seen: [String: String] = [:]
    for file in try files(in: path) {
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

  private mutating func files(in path: String) throws(StoreError) -> [String] {
    do throws(StoreError) {
      return try folder.names(in: path)
    } catch .flawed(_, let found) {
      note(found)
      return []
    }
  }

  /// Nil when it is not there or no file of a store, which is a flaw.
  private mutating func bytes(at path: String, limit: Int) throws(StoreError) -> [UInt8]? {
    do throws(StoreError) {
      if let bytes = try folder.contents(of: path, limit: limit) { return bytes }
      note([StoreFlaw(path, .missing)])
    } catch .tooLarge {
      note([StoreFlaw(path, .tooLarge)])
    } catch .flawed(_, let found) {
      note(found)
    }
    return nil
  }

  /// Without those that are missing or malformed, of which there are flaws.
  private mutating func read<Content>(
    _ paths: [String]
  ) throws(StoreError) -> [ReadDocument<Content>] {
    var files: [(path: String, bytes: [UInt8])] = []
    for path in paths {
      if let bytes = try bytes(at: path, limit: StoreFolder.documentLimit) { files.append((path, bytes)) }
    }
    let found = files
    let documents = found.mapSideBySide { ReadDocument<Content>($0.bytes, at: $0.path) }
    for (file, document) in zip(files, documents) where document == nil {
      flaws.append(StoreFlaw(file.path, .malformed))
    }
    return documents.compactMap(\.self)
  }

  /// What lies behind one link is told once.
  private mutating func note(_ found: [StoreFlaw]) {
    flaws += found.filter { !flaws.contains($0) }
  }
}
