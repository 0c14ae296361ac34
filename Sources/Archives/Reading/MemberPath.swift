/// The rules for where members and links may lead.
package enum MemberPath {
  /// The longest path that Linux takes, in bytes.
  static let longest = 4096

  /// The path without `.`, doubled and trailing slashes; empty for the archive's own root.
  ///
  /// - Throws: ``ArchiveError``: `escapingEntry`, `malformedName`.
  static func normalized(_ path: String, archive: String) throws(ArchiveError) -> String {
    switch EntryName.flaw(in: path.utf8) {
    case .escapes: throw .escapingEntry(archive: archive, entry: path)
    case .malformed: throw .malformedName(archive: archive, entry: path)
    case nil: break
    }
    guard path.utf8.count < longest else { throw .malformedName(archive: archive, entry: path) }
    return path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Whether a link in the folder of `path` stays inside the tree wherever its target's own links lead.
  ///
  /// `..` may stand only at the target's start: behind a component that is itself a link it would lead anywhere.
  package static func staysInside(link path: String, target: String) -> Bool {
    guard !target.isEmpty, !target.hasPrefix("/"), !target.utf8.contains(0) else { return false }
    let depth = path.split(separator: "/").count - 1
    let parts = target.split(separator: "/").filter { $0 != "." }
    let climbs = parts.prefix { $0 == ".." }.count
    return climbs <= depth && !parts.dropFirst(climbs).contains("..")
  }

  /// All folders that a path lies in, the outermost first.
  package static func ancestors(of path: String) -> [String] {
    path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
  }
}
