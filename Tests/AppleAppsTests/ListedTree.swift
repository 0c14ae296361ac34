import AppleApps
import Bytes
import FoundationEssentials
import Synchronization

/// A tree that a test lists, or that lies in a folder, and that counts how often its files are opened.
final class ListedTree: BundleTree {
  /// What a test puts at a path.
  enum Content {
    case file([UInt8])
    case text(String)
    case link(String)
    case folder
  }

  let items: [BundleItem]
  private let sources: [[UInt8]: any ByteSource]
  private let opened = Mutex<[String: Int]>([:])

  init(_ contents: [(String, Content)]) {
    var sources: [[UInt8]: any ByteSource] = [:]
    items = contents.map { path, content in
      switch content {
      case .file(let bytes): sources[Array(path.utf8)] = MemorySource(bytes)
      case .text(let text): sources[Array(path.utf8)] = MemorySource(Array(text.utf8))
      case .link(let target): return BundleItem(path: path, kind: .link(target: target))
      case .folder: return BundleItem(path: path, kind: .folder)
      }
      return BundleItem(
        path: path, kind: .file(size: sources[Array(path.utf8)]?.count ?? 0, isExecutable: false))
    }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.sources = sources
  }

  init(folder: String) throws {
    var sources: [[UInt8]: any ByteSource] = [:]
    items = try FileManager.default.subpathsOfDirectory(atPath: folder).map { path in
      let full = "\(folder)/\(path)"
      if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: full) {
        return BundleItem(path: path, kind: .link(target: target))
      }
      guard let file = try? FileSource(path: full) else { return BundleItem(path: path, kind: .folder) }
      sources[Array(path.utf8)] = UnopenedFile(path: full, count: file.count)
      return BundleItem(path: path, kind: .file(size: file.count, isExecutable: false))
    }.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    self.sources = sources
  }

  func source(of path: String) throws(AppleError) -> any ByteSource {
    opened.withLock { $0[path, default: 0] += 1 }
    guard let source = sources[Array(path.utf8)] else { throw .bytes(.notFound(path: path)) }
    return source
  }

  /// How often each file was opened.
  var openings: [String: Int] { opened.withLock { $0 } }
}
