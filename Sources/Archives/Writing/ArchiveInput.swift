import Glibc

/// Something on disk that goes into an archive.
package struct ArchiveInput: Equatable, Sendable {
  /// A file or a folder, which goes in with all that is below it.
  package let path: String
  /// Its path in the archive; empty for a folder whose contents go to the archive's top.
  package let name: String

  package init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}

/// A member to be written and the walk that has its data.
struct GatheredMember {
  let member: ArchiveMember
  let source: String
  let modified: Int
}

extension ArchiveInput {
  /// All members of the inputs, checked and sorted by the bytes of their paths, folders before what is in them.
  ///
  /// - Throws: ``ArchiveError``: `bytes` for what cannot be read, `duplicateEntry` when two inputs give one path,
  ///   `escapingEntry`, `escapingLink`, `specialFile`, `tooManyEntries`.
  static func gather(
    _ inputs: [ArchiveInput], archive: String, limits: ArchiveLimits
  ) throws(ArchiveError) -> [GatheredMember] {
    var gathered: [GatheredMember] = []
    for input in inputs {
      let name = input.name.isEmpty ? "" : try MemberPath.normalized(input.name, archive: archive)
      var status = stat()
      guard stat(input.path, &status) == 0 else { throw .bytes(.notFound(path: input.path)) }
      let modified = Int(status.st_mtim.tv_sec)
      if status.st_mode & S_IFMT == S_IFDIR {
        if !name.isEmpty {
          let folder = ArchiveMember(path: name, kind: .folder, size: 0, isExecutable: true)
          gathered.append(GatheredMember(member: folder, source: input.path, modified: modified))
        }
        let walk = try FolderWalk(root: input.path)
        while let member = try walk.next() {
          let path = name.isEmpty ? member.path : "\(name)/\(member.path)"
          gathered.append(
            GatheredMember(
              member: ArchiveMember(
                path: path, kind: member.kind, size: member.size, isExecutable: member.isExecutable),
              source: "\(input.path)/\(member.path)", modified: walk.modified))
        }
      } else {
        guard status.st_mode & S_IFMT == S_IFREG, !name.isEmpty else {
          throw .specialFile(archive: archive, entry: input.path)
        }
        let file = ArchiveMember(
          path: name, kind: .file, size: Int(status.st_size), isExecutable: status.st_mode & S_IXUSR != 0)
        gathered.append(GatheredMember(member: file, source: input.path, modified: modified))
      }
    }
    gathered.sort { $0.member.path.utf8.lexicographicallyPrecedes($1.member.path.utf8) }
    var ledger = MemberLedger(archive: archive, limits: limits)
    for one in gathered { try ledger.admit(one.member, expansionLimit: .max) }
    return gathered
  }
}
