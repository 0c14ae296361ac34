import AppleApps
import Bytes
import Testing

/// Another tree, changed by somebody who does not sign.
struct DamagedTree: BundleTree {
  private let base: any BundleTree
  private var kinds: [String: BundleItem.Kind] = [:]
  private var contents: [String: [UInt8]] = [:]

  init(_ base: any BundleTree) {
    self.base = base
    for item in base.items { kinds[item.path] = item.kind }
  }

  var items: [BundleItem] {
    kinds.map { BundleItem(path: $0.key, kind: $0.value) }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  func source(of path: String) throws(AppleError) -> any ByteSource {
    if let bytes = contents[path] { return MemorySource(bytes) }
    return try base.source(of: path)
  }

  /// Puts a file at a path.
  mutating func write(_ path: String, _ bytes: [UInt8]) {
    var isExecutable = false
    if case .file(_, true) = kinds[path] { isExecutable = true }
    kinds[path] = .file(size: bytes.count, isExecutable: isExecutable)
    contents[path] = bytes
  }

  mutating func write(_ path: String, _ text: String) { write(path, Array(text.utf8)) }

  /// Changes a file's bytes.
  mutating func edit(_ path: String, _ change: (inout [UInt8]) throws -> Void) throws {
    var bytes = try bytes(of: path)
    try change(&bytes)
    write(path, bytes)
  }

  /// Puts one text in the place of another of the same length.
  mutating func replace(_ text: String, in path: String, with other: String) throws {
    try edit(path) { bytes in
      let (old, new) = (Array(text.utf8), Array(other.utf8))
      let start = try #require(
        bytes.indices.dropLast(old.count - 1).first { bytes[$0..<$0 + old.count].elementsEqual(old) })
      bytes.replaceSubrange(start..<start + old.count, with: new)
    }
  }

  mutating func link(_ path: String, to target: String) {
    contents[path] = nil
    kinds[path] = .link(target: target)
  }

  /// Takes away what is at a path, and everything below it.
  mutating func remove(_ path: String) {
    for known in kinds.keys where known == path || known.hasPrefix(path + "/") {
      kinds[known] = nil
      contents[known] = nil
    }
  }
}
