import Bytes
import Glibc

/// Writes members below a folder, and nowhere else: every path is walked from the folder's descriptor without
/// following links.
final class TreeWriter {
  private let root: Int32
  private let path: String
  private let archive: String
  /// Links are made last, so that nothing is written through one.
  private var links: [(path: String, target: String)] = []

  /// - Throws: ``ArchiveError/bytes(_:)`` when the folder cannot be opened.
  init(root path: String, archive: String) throws(ArchiveError) {
    root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { throw .bytes(.notWritable(path: path, reason: systemReason())) }
    self.path = path
    self.archive = archive
  }

  deinit {
    close(root)
  }

  /// Writes a member under its path in the tree.
  func write(
    _ member: ArchiveMember, as path: String, below prefix: String, from walk: any MemberWalk
  ) throws(ArchiveError) {
    switch member.kind {
    case .folder:
      close(try openFolder(path))
    case .link(let target):
      guard MemberPath.staysInside(link: path, target: target) else {
        throw .escapingLink(archive: archive, entry: member.path, target: target)
      }
      links.append((path, target))
    case .sameAs(let original):
      guard original.hasPrefix(prefix) else { throw .missingEntry(archive: archive, entry: original) }
      let existing = String(original.dropFirst(prefix.count))
      try inFolder(of: path) { folder, name in
        linkat(root, existing, folder, name, 0)
      }
    case .file:
      try writeFile(member, path: path, from: walk)
    }
  }

  /// Makes the links.
  func finish() throws(ArchiveError) {
    for link in links {
      try inFolder(of: link.path) { folder, name in
        symlinkat(link.target, folder, name)
      }
    }
  }

  private func writeFile(
    _ member: ArchiveMember, path: String, from walk: any MemberWalk
  ) throws(ArchiveError) {
    var file: Int32 = -1
    try inFolder(of: path) { folder, name in
      file = openat(
        folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
        member.isExecutable ? 0o755 : 0o644)
      return file
    }
    defer { close(file) }
    try walk.read { (bytes) throws(ArchiveError) in
      var rest = bytes
      while !rest.isEmpty {
        let count = Glibc.write(file, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw failure(path) }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
    }
  }

  /// Runs a system call on the folder that a path lies in and the path's last component.
  private func inFolder(
    of path: String, _ body: (Int32, String) -> Int32
  ) throws(ArchiveError) {
    let parts = path.split(separator: "/")
    let folder = try openFolder(parts.dropLast().joined(separator: "/"))
    defer { close(folder) }
    guard body(folder, String(parts.last ?? "")) >= 0 else { throw failure(path) }
  }

  /// Opens a folder in the tree, making it and those around it where they are missing.
  private func openFolder(_ path: String) throws(ArchiveError) -> Int32 {
    var folder = dup(root)
    for part in path.split(separator: "/") {
      let outer = folder
      defer { close(outer) }
      guard mkdirat(outer, String(part), 0o755) == 0 || errno == EEXIST else { throw failure(path) }
      folder = openat(outer, String(part), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      guard folder >= 0 else { throw failure(path) }
    }
    return folder
  }

  private func failure(_ entry: String) -> ArchiveError {
    let full = "\(path)/\(entry)"
    return errno == ENOSPC || errno == EDQUOT
      ? .bytes(.noSpace(path: full)) : .bytes(.notWritable(path: full, reason: systemReason()))
  }
}
