import Archives

/// The items of a tree while it is listed: every path once, and nothing below what is no folder.
///
/// Two spellings of one path in Unicode, as of a letter with an accent, are the same file on Apple's file systems. A tree
/// that has both means one thing to who reads bytes and another to a device, so it is refused.
struct TreeListing {
  /// What errors call the tree.
  private let name: String
  private var found: [String: BundleItem] = [:]
  /// The bytes of all paths.
  private var length = 0

  private static let longestPath = 4096
  /// Half a million paths of ordinary length.
  private static let longestListing = 64 << 20

  init(of name: String) {
    self.name = name
  }

  /// The items in the order of their paths' bytes.
  var items: [BundleItem] { found.values.sortedByPath() }

  /// Takes an item up, and the folders around it.
  ///
  /// - Throws: ``AppleError/archive(_:)``: `malformedName` for a path with an empty part or with `.`, which is another
  ///   path once it is unpacked, or a path too long for any system; `duplicateEntry` for a path that is there already,
  ///   and below a file; `escapingLink` below a link; `tooManyEntries`.
  mutating func add(_ path: String, _ kind: BundleItem.Kind) throws(AppleError) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard path.utf8.count < Self.longestPath,
      parts.allSatisfy({ !$0.isEmpty && !$0.elementsEqual(".".utf8) })
    else { throw .archive(.malformedName(archive: name, entry: path)) }
    try addFolders(above: path)
    try insert(BundleItem(path: path, kind: kind))
  }

  private mutating func addFolders(above path: String) throws(AppleError) {
    var rest = path.utf8[...]
    while let slash = rest.lastIndex(of: UInt8(ascii: "/")) {
      rest = rest[..<slash]
      let folder = String(Substring(rest))
      switch found[folder]?.kind {
      case .link(let target):
        throw .archive(.escapingLink(archive: name, entry: path, target: target))
      case .file: throw .archive(.duplicateEntry(archive: name, entry: folder))
      case .folder, nil: break
      }
      // Those around a folder that is known, and spelled so, are known.
      if let known = found[folder], known.path.isSameBytes(as: folder) { return }
      try insert(BundleItem(path: folder, kind: .folder))
    }
  }

  private mutating func insert(_ item: BundleItem) throws(AppleError) {
    guard let known = found.updateValue(item, forKey: item.path) else {
      length += item.path.utf8.count
      guard length <= Self.longestListing else {
        throw .archive(.tooManyEntries(archive: name, limit: found.count))
      }
      return
    }
    guard known.kind == .folder, item.kind == .folder, known.path.isSameBytes(as: item.path) else {
      throw .archive(.duplicateEntry(archive: name, entry: item.path))
    }
  }
}
