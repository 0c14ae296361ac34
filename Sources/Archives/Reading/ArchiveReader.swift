package import Bytes
import Glibc

/// A container that a payload is handed in with: a zip, a tar (plain, gz, xz, zst, bz2), a 7z, or a folder.
///
/// Archives are read with libarchive from beginning to end, one buffer at a time; nothing is kept of them but the
/// paths of their members. A zip's central directory is checked by ``ZipDirectory`` beforehand, which says more exactly
/// what is wrong with it. For the ZIPs of package formats themselves see there.
package struct ArchiveReader: Sendable {
  /// What errors call the container: its path.
  package let name: String
  private let origin: Origin
  private let limits: ArchiveLimits

  private enum Origin: Sendable {
    case archive(any ByteSource, LibraryArchive.Formats)
    case folder
  }

  /// Opens an archive or a folder.
  ///
  /// - Throws: ``ArchiveError``: `bytes` when it is not there or cannot be read; `notAnArchive`; for a zip `damaged`,
  ///   `duplicateEntry`, `escapingEntry`, `malformedName`, `encrypted`, `bomb`.
  package init(path: String, limits: ArchiveLimits = .container) throws(ArchiveError) {
    var status = stat()
    let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    name = path
    self.limits = limits
    if isFolder {
      origin = .folder
    } else {
      let source = try wrapping { () throws(BytesError) in try FileSource(path: path) }
      let formats: LibraryArchive.Formats = try Self.isZip(source) ? .zip : .containers
      origin = .archive(source, formats)
      if formats == .zip { try Self.checkZip(source, name: path, limits: limits) }
      _ = try LibraryArchive(source, name: path, formats: formats, limits: limits)
    }
  }

  /// All members, in the container's order.
  ///
  /// libarchive composes letters with their accents (Unicode's NFC), however the archive has them.
  ///
  /// - Throws: ``ArchiveError`` with the name of the first entry that escapes, is there twice, is a special file, is
  ///   encrypted, or claims to expand beyond the limits.
  package func members() throws(ArchiveError) -> [ArchiveMember] {
    var members: [ArchiveMember] = []
    try walk { (member, _) throws(ArchiveError) in
      members.append(member)
      return true
    }
    return members
  }

  /// The files and folders whose names end in one of the extensions, the outermost only.
  ///
  /// So that the one payload in a container can be found: an `.apk`, but also an `.app` folder, which an archive may
  /// name only by the files in it.
  ///
  /// - Parameters:
  ///   - members: all of the container.
  ///   - extensions: without the dot, lower-case; compared without regard to case.
  package static func candidates(
    among members: [ArchiveMember], withExtensions extensions: Set<String>
  ) -> [String] {
    var found: [String] = []
    var known: Set<String> = []
    for member in members {
      let paths = MemberPath.ancestors(of: member.path) + [member.path]
      let match = paths.first { path in
        let component = path.split(separator: "/").last ?? ""
        guard let dot = component.lastIndex(of: "."), dot != component.startIndex else { return false }
        return extensions.contains(component[component.index(after: dot)...].lowercased())
      }
      if let match, known.insert(match).inserted { found.append(match) }
    }
    return found
  }

  /// Writes one member's data to a file, which is not committed.
  ///
  /// - Throws: ``ArchiveError``: `missingEntry` when there is no file of the path; `corruptEntry`, `bomb` as its data
  ///   turns out; and as ``members()`` for the members before it.
  package func extract(_ path: String, to file: some ByteSink) throws(ArchiveError) {
    var isFound = false
    try walk { (member, walk) throws(ArchiveError) in
      guard member.path == path, member.kind == .file else { return true }
      isFound = true
      try walk.read { (bytes) throws(ArchiveError) in
        try wrapping { () throws(BytesError) in try file.write(bytes) }
      }
      return false
    }
    guard isFound else { throw .missingEntry(archive: name, entry: path) }
  }

  /// Writes all members below a folder of the container to a folder on disk.
  ///
  /// Files are made with modes 644 or 755. What was written before an error stays for the caller to remove.
  ///
  /// - Parameters:
  ///   - top: the folder in the container, whose own path is left out of what is written; nil for everything.
  ///   - folder: exists and is empty.
  /// - Throws: as ``extract(_:to:)``; `missingEntry` when there is nothing below `top`; `escapingLink` also for a link
  ///   that leads out of `top`.
  package func extractTree(_ top: String? = nil, to folder: String) throws(ArchiveError) {
    let tree = try TreeWriter(root: folder, archive: name)
    let prefix = top.map { $0 + "/" } ?? ""
    var isFound = top == nil
    try walk { (member, walk) throws(ArchiveError) in
      guard member.path.hasPrefix(prefix) else { return true }
      isFound = true
      try tree.write(member, as: String(member.path.dropFirst(prefix.count)), below: prefix, from: walk)
      return true
    }
    guard isFound else { throw .missingEntry(archive: name, entry: top ?? "") }
    try tree.finish()
  }

  /// Visits the members, each checked, until the visitor says false.
  private func walk(
    _ visit: (ArchiveMember, any MemberWalk) throws(ArchiveError) -> Bool
  ) throws(ArchiveError) {
    let walk: any MemberWalk
    switch origin {
    case .folder: walk = try FolderWalk(root: name)
    case .archive(let source, let formats):
      walk = try LibraryArchive(source, name: name, formats: formats, limits: limits)
    }
    var ledger = MemberLedger(archive: name, limits: limits)
    while let member = try walk.next() {
      try ledger.admit(member, expansionLimit: walk.expansionLimit)
      guard try visit(member, walk) else { return }
    }
  }

  /// Whether the file begins as a zip does, empty ones included.
  ///
  /// One behind other bytes is not taken for a zip.
  private static func isZip(_ source: any ByteSource) throws(ArchiveError) -> Bool {
    guard source.count >= 4 else { return false }
    let start = try wrapping { () throws(BytesError) in try source.bytes(at: 0, count: 4) }
    return start == [0x50, 0x4b, 0x03, 0x04] || start == [0x50, 0x4b, 0x05, 0x06]
  }

  /// Looks at a zip's central directory, where NULs in names can still be seen: libarchive cuts names there.
  private static func checkZip(
    _ source: any ByteSource, name: String, limits: ArchiveLimits
  ) throws(ArchiveError) {
    do throws(ArchiveError) {
      try ZipDirectory(reading: source, name: name).validateNames(limits: limits)
    } catch {
      // A container, unlike a package, may be ZIP64: libarchive reads it.
      guard case .unsupported(_, let feature) = error, feature == .zip64 || feature == .moreThan4GiB else {
        throw error
      }
    }
  }
}
