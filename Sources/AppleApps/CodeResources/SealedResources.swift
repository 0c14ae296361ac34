import PropertyLists

/// The files, links and nested code of a bundle that rules put under its seal.
struct SealedResources {
  struct Resource: Sendable {
    /// Relative to where the seal begins.
    let path: String
    let item: BundleItem
    let isOptional: Bool
    /// Whether it is code with a signature of its own; a link never is.
    let isNested: Bool
    /// Whether rules of one weight say different things of it.
    let isInDoubt: Bool
  }

  /// Sorted by the bytes of their paths, but for nested folders.
  private(set) var resources: [Resource] = []

  /// What no seal covers: its own folder, an old link into that, and the App Store's receipt.
  ///
  /// Security, `BundleDiskRep::adjustResources`.
  private static let exclusions = ["_CodeSignature", "CodeResources", "_MASReceipt"]

  private let rules: ResourceRules
  /// What stands in the tree before the paths here.
  private let prefix: String
  /// What is left out, with all that is in it.
  private let exclusions: [String]
  /// The folders that were looked at: whether they are nested code.
  private var folders: [String: Bool] = [:]

  /// - Parameters:
  ///   - root: the folder where the seal begins; empty for the whole tree.
  ///   - mainExecutable: relative to `root`; it is not sealed, since it holds the seal's digest.
  init(_ items: [BundleItem], root: String, mainExecutable: String?, rules: ResourceRules) {
    self.rules = rules
    exclusions = Self.exclusions + (mainExecutable.map { [$0] } ?? [])
    prefix = root.isEmpty ? "" : root + "/"
    let first = Self.firstIndex(in: items, from: prefix)
    for item in items[first...] {
      guard item.path.utf8.starts(with: prefix.utf8) else { break }
      add(item, path: String(item.path.utf8.dropFirst(prefix.utf8.count)) ?? "")
    }
  }

  private static func firstIndex(in items: [BundleItem], from prefix: String) -> Int {
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if items[middle].path.precedesByBytes(prefix) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func add(_ item: BundleItem, path: String) {
    guard !path.isEmpty, !exclusions.contains(where: { Self.isAtOrBelow(path, $0) }) else { return }
    if rules.hasNestedRule, isInNestedFolder(item, path: path) { return }
    if item.kind == .folder { return }
    guard case .sealed(let isOptional, let isNested, let isInDoubt) = rules.verdict(on: path) else { return }
    var isLink = false
    if case .link = item.kind { isLink = true }
    resources.append(
      Resource(
        path: path, item: item, isOptional: isOptional, isNested: isNested && !isLink, isInDoubt: isInDoubt))
  }

  private static func isAtOrBelow(_ path: String, _ folder: String) -> Bool {
    path.utf8.starts(with: folder.utf8)
      && (path.utf8.count == folder.utf8.count
        || path.utf8.dropFirst(folder.utf8.count).first == UInt8(ascii: "/"))
  }

  /// Whether the item is, or lies in, a folder that is nested code: one where a rule expects nested code, with a dot in
  /// its name.
  private mutating func isInNestedFolder(_ item: BundleItem, path: String) -> Bool {
    var end = path.startIndex
    while true {
      let slash = path[end...].utf8.firstIndex(of: UInt8(ascii: "/"))
      guard slash != nil || item.kind == .folder else { return false }
      let folder = String(path[..<(slash ?? path.endIndex)])
      if let isNested = folders[folder] {
        if isNested { return true }
      } else {
        let nested = nestedFolder(folder, item)
        folders[folder] = nested != nil
        if let nested {
          resources.append(nested)
          return true
        }
      }
      guard let slash else { return false }
      end = path.utf8.index(after: slash)
    }
  }

  private func nestedFolder(_ folder: String, _ item: BundleItem) -> Resource? {
    let name = folder.utf8.split(separator: UInt8(ascii: "/")).last
    guard name?.contains(UInt8(ascii: ".")) == true,
      case .sealed(let isOptional, isNested: true, let isInDoubt) = rules.verdict(on: folder)
    else { return nil }
    return Resource(
      path: folder, item: BundleItem(path: prefix + folder, kind: .folder), isOptional: isOptional,
      isNested: true,
      isInDoubt: isInDoubt)
  }
}
