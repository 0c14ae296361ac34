/// What has been met of an archive so far: refuses members that contradict it.
struct MemberLedger {
  let archive: String
  let limits: ArchiveLimits
  private var kinds: [String: ArchiveMember.Kind] = [:]
  private var totalSize = 0
  private var totalNames = 0

  /// Half a million names of ordinary length.
  private static let largestNames = 64 << 20

  init(archive: String, limits: ArchiveLimits) {
    self.archive = archive
    self.limits = limits
  }

  /// Takes a member up.
  ///
  /// - Throws: ``ArchiveError``: `duplicateEntry` for a second member of the path, or one below a file;
  ///   `escapingLink` for a link out of the tree, and for a member below a link; `bomb`, `tooManyEntries`.
  mutating func admit(_ member: ArchiveMember, expansionLimit: Int) throws(ArchiveError) {
    for ancestor in MemberPath.ancestors(of: member.path) {
      switch kinds[ancestor] {
      case .link(let target): throw .escapingLink(archive: archive, entry: member.path, target: target)
      case .file, .sameAs: throw .duplicateEntry(archive: archive, entry: ancestor)
      case .folder: break
      case nil: kinds[ancestor] = .folder
      }
    }
    if let known = kinds[member.path], known != .folder || member.kind != .folder {
      throw .duplicateEntry(archive: archive, entry: member.path)
    }
    switch member.kind {
    case .link(let target):
      guard MemberPath.staysInside(link: member.path, target: target) else {
        throw .escapingLink(archive: archive, entry: member.path, target: target)
      }
    case .sameAs(let path):
      guard kinds[path] == .file else { throw .missingEntry(archive: archive, entry: path) }
    case .file, .folder: break
    }
    kinds[member.path] = member.kind
    totalNames += member.path.utf8.count
    guard kinds.count <= limits.entries, totalNames <= Self.largestNames else {
      throw .tooManyEntries(archive: archive, limit: limits.entries)
    }
    guard member.size <= expansionLimit else {
      throw .bomb(archive: archive, entry: member.path, size: member.size, limit: expansionLimit)
    }
    totalSize += member.size
    guard totalSize <= limits.totalSize else {
      throw .bomb(archive: archive, entry: member.path, size: totalSize, limit: limits.totalSize)
    }
  }
}
