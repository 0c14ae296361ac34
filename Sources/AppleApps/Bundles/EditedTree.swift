package import Bytes

/// Another tree with some of its files replaced, added or taken away; the other tree stays as it is.
package struct EditedTree: BundleTree {
  /// What became of a file.
  enum Change: Sendable {
    case file(any ByteSource, isExecutable: Bool)
    case removed
  }

  package let base: any BundleTree
  private(set) var changes: [String: Change] = [:]
  package private(set) var items: [BundleItem]

  /// Over a tree that is edited already, the edits are carried on, so that ``base`` is as nobody has touched it and
  /// ``changedPaths`` are all that differ from it.
  package init(_ base: any BundleTree) {
    if let edited = base as? EditedTree {
      self = edited
      return
    }
    self.base = base
    items = base.items
  }

  /// The paths of the files that are not what they were.
  package var changedPaths: Set<String> { Set(changes.keys) }

  package func source(of path: String) throws(AppleError) -> any ByteSource {
    switch changes[path] {
    case .file(let source, _): return source
    case .removed: throw .missing(file: path, of: "the app")
    case nil: return try base.source(of: path)
    }
  }

  /// Puts a file in place of what is there, or adds it.
  ///
  /// A file that was executable stays so.
  mutating func replace(_ path: String, with source: any ByteSource, isExecutable: Bool = false) {
    let index = insertionIndex(of: path)
    var isExecutable = isExecutable
    if index < items.count, items[index].path == path {
      if case .file(_, true) = items[index].kind { isExecutable = true }
      items.remove(at: index)
    }
    items.insert(
      BundleItem(path: path, kind: .file(size: source.count, isExecutable: isExecutable)), at: index)
    changes[path] = .file(source, isExecutable: isExecutable)
  }

  mutating func replace(_ path: String, with bytes: [UInt8]) {
    replace(path, with: MemorySource(bytes))
  }

  /// Takes a file away; nothing happens when it is not there.
  mutating func remove(_ path: String) {
    let index = insertionIndex(of: path)
    guard index < items.count, items[index].path == path else { return }
    items.remove(at: index)
    changes[path] = .removed
  }

  private func insertionIndex(of path: String) -> Int {
    var low = 0
    var high = items.count
    while low < high {
      let middle = (low + high) / 2
      if items[middle].path.utf8.lexicographicallyPrecedes(path.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}

extension BundleTree {
  /// The item at a path; nil when there is none.
  func item(at path: String) -> BundleItem? {
    items.first { $0.path == path }
  }

  /// All of a file, which is no larger than `limit` bytes.
  ///
  /// - Throws: ``AppleError``: `tooLarge`, or as ``source(of:)``.
  func contents(of path: String, as structure: AppleStructure, limit: Int) throws(AppleError) -> [UInt8] {
    let source = try source(of: path)
    guard source.count <= limit else {
      throw .tooLarge(structure, field: "bytes", size: source.count, limit: limit, file: path)
    }
    return try wrapping { () throws(BytesError) in try source.bytes(at: 0, count: source.count) }
  }
}
