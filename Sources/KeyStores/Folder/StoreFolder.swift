import Bytes
import FoundationEssentials
import Glibc

/// Where a store lies, and how its files are called.
///
/// Paths are from its folder on.
///
///     store.json                      which store this is, where trust begins
///     recipients/NAME.json            who may read, who may write
///     keys/NAME/key.json              what a key is, in clear and signed
///     keys/NAME/secret.age            the key, encrypted to its recipients
///     credentials/NAME/credential.json, secret.age
///     audit/TIME-DIGEST.json          what was done, one file each
package struct StoreFolder: Hashable, Sendable {
  /// The two kinds of entries.
  package enum Chapter: String, Codable, CaseIterable, Sendable {
    case keys, credentials

    var document: String { self == .keys ? "key.json" : "credential.json" }
  }

  /// Absolute, or from the current folder.
  package let path: String

  package init(_ path: String) {
    self.path = path
  }

  static let store = "store.json"
  static let recipients = "recipients"
  static let audit = "audit"
  static let secret = "secret.age"
  /// What tells git how to treat the rest.
  static let attributes = ".gitattributes"
  static let ignored = ".gitignore"

  static func recipient(_ name: String) -> String { "\(recipients)/\(name).json" }
  static func audit(_ id: String) -> String { "\(audit)/\(id).json" }
  static func folder(_ chapter: Chapter, _ name: String) -> String { "\(chapter.rawValue)/\(name)" }
  static func document(_ chapter: Chapter, _ name: String) -> String {
    "\(folder(chapter, name))/\(chapter.document)"
  }
  static func secret(_ chapter: Chapter, _ name: String) -> String { "\(folder(chapter, name))/\(secret)" }

  /// The document that describes what lies at a place.
  static func document(at place: String) -> String {
    switch place.split(separator: "/").first {
    case "keys": "\(place)/\(Chapter.keys.document)"
    case "credentials": "\(place)/\(Chapter.credentials.document)"
    default: "\(place).json"
    }
  }

  /// Whether a path is one of those that a store has.
  static func isFile(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    switch (parts.first, parts.count) {
    case (store, 1), (attributes, 1), (ignored, 1): return true
    case (recipients, 2), (audit, 2):
      return parts[1].hasSuffix(".json") && StoreName.isValid(String(parts[1].dropLast(5)))
    case (let chapter?, 3):
      guard let chapter = Chapter(rawValue: chapter), StoreName.isValid(parts[1]) else { return false }
      return parts[2] == chapter.document || parts[2] == secret
    default: return false
    }
  }

  func absolute(_ relative: String) -> String { "\(path)/\(relative)" }

  /// Whether there is a store.
  package var isStore: Bool { FileManager.default.fileExists(atPath: absolute(Self.store)) }

  /// The names of the credentials, before anything of the store is believed.
  package var credentialNames: [String] { (try? names(in: Chapter.credentials.rawValue)) ?? [] }

  /// Documents are some kilobytes long.
  static let documentLimit = 1 << 20
  /// Keystores and profiles too.
  static let secretLimit = 16 << 20
  /// Of files in one folder, hidden ones too.
  static let nameLimit = 100_000

  /// The bytes of a file; nil when it is not there.
  ///
  /// - Throws: ``StoreError/tooLarge(path:limit:)``, ``StoreError/file(_:)``, ``StoreError/flawed(path:_:)`` for what is
  ///   no file or lies behind a link.
  func contents(of relative: String, limit: Int = documentLimit) throws(StoreError) -> [UInt8]? {
    try checkWay(to: relative)
    do throws(BytesError) {
      let source = try FileSource(path: absolute(relative))
      // One byte more than may be tells that it is too large.
      let bytes = try source.bytes(at: 0, count: min(source.count, limit + 1))
      guard bytes.count > limit else { return bytes }
    } catch {
      if case .notFound = error { return nil }
      throw .file(error)
    }
    throw .tooLarge(path: absolute(relative), limit: limit)
  }

  /// The names in a folder, sorted, without hidden ones; none when it is not there.
  ///
  /// - Throws: ``StoreError/file(_:)``, ``StoreError/tooLarge(path:limit:)``, ``StoreError/flawed(path:_:)`` for a link.
  func names(in relative: String) throws(StoreError) -> [String] {
    try checkWay(to: "\(relative)/.")
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: absolute(relative))
    } catch {
      guard kind(of: relative) != nil else { return [] }
      throw .file(.notReadable(path: absolute(relative), reason: "its files cannot be listed"))
    }
    guard names.count <= Self.nameLimit else {
      throw .tooLarge(path: absolute(relative), limit: Self.nameLimit)
    }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Leads nowhere out of the store: all folders on the way are folders, and what is there is a file.
  ///
  /// - Throws: ``StoreError/flawed(path:_:)``.
  func checkWay(to relative: String) throws(StoreError) {
    let parts = relative.split(separator: "/")
    for count in 1...max(1, parts.count) {
      let part = parts.prefix(count).joined(separator: "/")
      let isLast = count == parts.count
      guard let kind = kind(of: part) else { return }
      guard kind == (isLast && parts.last != "." ? S_IFREG : S_IFDIR) else {
        throw .flawed(path: path, [StoreFlaw(part, .unexpected)])
      }
    }
  }

  /// What lies there (`S_IFREG`, `S_IFDIR`, …), a link not followed; nil when nothing does.
  private func kind(of relative: String) -> mode_t? {
    var status = stat()
    return lstat(absolute(relative), &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
