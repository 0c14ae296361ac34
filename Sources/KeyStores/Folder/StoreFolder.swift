import Bytes
import FoundationEssentials

/// Where a store lies, and how its files are called. Paths are from its folder on.
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

  static func recipient(_ name: String) -> String { "\(recipients)/\(name).json" }
  static func audit(_ id: String) -> String { "\(audit)/\(id).json" }
  static func folder(_ chapter: Chapter, _ name: String) -> String { "\(chapter.rawValue)/\(name)" }
  static func document(_ chapter: Chapter, _ name: String) -> String {
    "\(folder(chapter, name))/\(chapter.document)"
  }
  static func secret(_ chapter: Chapter, _ name: String) -> String { "\(folder(chapter, name))/secret.age" }

  /// The document that describes what lies at a place.
  static func document(at place: String) -> String {
    switch place.split(separator: "/").first {
    case "keys": "\(place)/\(Chapter.keys.document)"
    case "credentials": "\(place)/\(Chapter.credentials.document)"
    default: "\(place).json"
    }
  }

  func absolute(_ relative: String) -> String { "\(path)/\(relative)" }

  /// Whether there is a store.
  package var isStore: Bool { FileManager.default.fileExists(atPath: absolute(Self.store)) }

  /// Documents are some kilobytes long.
  static let documentLimit = 1 << 20
  /// Keystores and profiles too.
  static let secretLimit = 16 << 20

  /// The bytes of a file; nil when it is not there.
  ///
  /// - Throws: ``StoreError/tooLarge(path:limit:)``, ``StoreError/file(_:)``.
  func contents(of relative: String, limit: Int = documentLimit) throws(StoreError) -> [UInt8]? {
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
  func names(in relative: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: absolute(relative))) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }
}
