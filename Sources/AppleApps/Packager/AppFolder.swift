import Bytes
import FoundationEssentials
import Glibc

/// Writes an app as a folder, whole or not at all.
package enum AppFolder {
  /// Rebuilds an app beside its place and puts it there in one rename; what was there before is gone afterwards.
  ///
  /// Files that stayed as they were are hard links to where they come from when that is on the same file system, so the
  /// cost is that of what changed.
  ///
  /// - Parameters:
  ///   - tree: has the app at `top`.
  ///   - folder: the app's place on disk.
  ///   - original: the folder that unchanged files can be linked to; nil to copy them.
  /// - Throws: ``AppleError/bytes(_:)``; the place is then as it was.
  package static func write(
    _ tree: EditedTree, from top: String, to folder: String, linkingTo original: String?
  ) throws(AppleError) {
    let stage = "\(folder).\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
    do throws(AppleError) {
      try build(tree, from: top, in: stage, linkingTo: original)
      try wrapping { () throws(BytesError) in try exchange(stage, with: folder) }
    } catch {
      remove(stage)
      throw error
    }
    remove(stage)
  }

  private static func build(
    _ tree: EditedTree, from top: String, in stage: String, linkingTo original: String?
  ) throws(AppleError) {
    try make(stage)
    let changed = tree.changedPaths
    for item in tree.items {
      guard let inside = item.path.path(below: top) else { continue }
      let path = "\(stage)/\(inside)"
      switch item.kind {
      case .folder: try make(path)
      case .link(let target):
        guard symlink(target, path) == 0 else { throw failure(path, "link") }
      case .file(_, let isExecutable):
        if let original, !changed.contains(item.path), link("\(original)/\(inside)", path) == 0 { continue }
        // A new file may be the first in its folder.
        if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) { try make(String(path[..<slash])) }
        try write(tree.source(of: item.path), to: path, isExecutable: isExecutable)
      }
    }
  }

  private static func write(
    _ source: any ByteSource, to path: String, isExecutable: Bool
  ) throws(AppleError) {
    try wrapping { () throws(BytesError) in
      let file = try AtomicFile(path: path, permissions: isExecutable ? 0o755 : 0o644)
      try file.copy(from: source, range: 0..<source.count, at: 0)
      try file.commit()
    }
  }

  private static func make(_ path: String) throws(AppleError) {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw failure(path, "create") }
  }

  private static func failure(_ path: String, _ operation: String) -> AppleError {
    let number = errno
    if number == ENOSPC { return .bytes(.noSpace(path: path)) }
    return .bytes(.inputOutput(path: path, operation: operation, reason: systemReason(number)))
  }

  /// Removes a folder that nobody else knows of; what cannot be removed stays.
  private static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }
}
