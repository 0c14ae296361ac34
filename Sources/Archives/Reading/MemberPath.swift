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
    return parts(of: path).filter { !$0.elementsEqual(".".utf8) }.map { String(Substring($0)) }
      .joined(separator: "/")
  }

  /// Whether a link in the folder of `path` stays inside the tree wherever its target's own links lead.
  ///
  /// `..` may stand only at the target's start: behind a component that is itself a link it would lead anywhere. Paths
  /// are cut by bytes, as the system does: to Swift, a slash and an accent behind it are one character.
  package static func staysInside(link path: String, target: String) -> Bool {
    guard let first = target.utf8.first, first != separator, !target.utf8.contains(0) else { return false }
    let depth = parts(of: path).count - 1
    let parts = parts(of: target).filter { !$0.elementsEqual(".".utf8) }
    let climbs = parts.prefix { $0.elementsEqual("..".utf8) }.count
    return climbs <= depth && !parts.dropFirst(climbs).contains { $0.elementsEqual("..".utf8) }
  }

  /// All folders that a path lies in, the outermost first.
  package static func ancestors(of path: String) -> [String] {
    path.utf8.indices.filter { path.utf8[$0] == separator }.map { String(path[..<$0]) }
  }

  private static let separator = UInt8(ascii: "/")

  private static func parts(of path: String) -> [Substring.UTF8View] {
    path.utf8.split(separator: separator).map(\.self)
  }
}
