package import Archives
package import Bytes
import FoundationEssentials
import Synchronization

/// A ``BundleTree`` in a ZIP: an `.ipa` as it is.
///
/// What is compressed is unpacked as it is read. Code is read again and again, for facts, digests and signatures: it stays
/// unpacked as long as the tree is there, in files without names.
package struct PackageTree: BundleTree {
  package let directory: ZipDirectory
  package let items: [BundleItem]
  private let entries: [String: ZipEntry]
  private let unpacked = UnpackedCode()

  /// Above this, what is compressed is unpacked to a file without a name when it is read, not to memory; in bytes.
  private static let largestInMemory = 1 << 20
  private static let longestLink = 4096

  /// - Throws: ``AppleError/archive(_:)`` for names that are no UTF-8, that escape, that a device would take for others, or that are there
  ///   twice, be it in another Unicode normalisation; for links that lead out, entries below files and links, and special
  ///   files; and for entries that claim to expand beyond all measure.
  package init(_ directory: ZipDirectory) throws(AppleError) {
    try wrapping { () throws(ArchiveError) in try directory.validateForPackaging() }
    self.directory = directory
    var listing = TreeListing(of: directory.name)
    var entries: [String: ZipEntry] = [:]
    for entry in directory.entries {
      guard String(validating: entry.nameBytes, as: UTF8.self) != nil else {
        throw .archive(.malformedName(archive: directory.name, entry: entry.name))
      }
      let path = entry.isDirectory ? String(Substring(entry.name.utf8.dropLast())) : entry.name
      try listing.add(path, Self.kind(of: entry, in: directory))
      if !entry.isDirectory { entries[path] = entry }
    }
    items = listing.items
    self.entries = entries
  }

  /// The entry that a file or link is; nil for a folder.
  package func entry(at path: String) -> ZipEntry? { entries[path] }

  package func source(of path: String) throws(AppleError) -> any ByteSource {
    guard let entry = entries[path] else { throw .missing(file: path, of: directory.name) }
    if entry.isStored {
      // What is compressed is checked as it is unpacked, and this would be copied with a wrong checksum.
      try wrapping { () throws(ArchiveError) in try directory.inflate(entry) { _ in } }
      let range = try wrapping { () throws(ArchiveError) in try directory.dataRange(of: entry) }
      return try wrapping { () throws(BytesError) in try SourceSlice(of: directory.source, range: range) }
    }
    if entry.size <= Self.largestInMemory {
      return MemorySource(
        try wrapping { () throws(ArchiveError) in
          try directory.contents(of: entry, limit: Self.largestInMemory)
        })
    }
    if let code = unpacked[path] { return code }
    let file = try unpack(entry)
    let head = try wrapping { () throws(BytesError) in try file.bytes(at: 0, count: 8) }
    if MachOFile.isMachO(head) { unpacked[path] = file }
    return file
  }

  private func unpack(_ entry: ZipEntry) throws(AppleError) -> AtomicFile {
    let folder = FileManager.default.temporaryDirectory
    let file = try wrapping { () throws(BytesError) in
      try AtomicFile(path: folder.appending(path: "unpacked").path)
    }
    try wrapping { () throws(ArchiveError) in
      try directory.inflate(entry) { (buffer) throws(ArchiveError) in
        do throws(BytesError) {
          try file.write(buffer)
        } catch {
          throw .bytes(error)
        }
      }
    }
    return file
  }

  private static func kind(
    of entry: ZipEntry, in directory: ZipDirectory
  ) throws(AppleError) -> BundleItem.Kind {
    // The upper half holds a Unix mode when the entry was made on Unix (3) or macOS (19). APPNOTE.TXT 4.4.2.
    let isUnix = [3, 19].contains(entry.versionMadeBy >> 8)
    let mode = isUnix ? entry.externalAttributes >> 16 : 0
    switch (mode & 0o170000, entry.isDirectory) {
    case (0, true), (0o040000, true), (0o100000, true): return .folder
    case (0, false), (0o100000, false): return .file(size: entry.size, isExecutable: mode & 0o100 != 0)
    case (0o120000, false): break
    default: throw .archive(.specialFile(archive: directory.name, entry: entry.name))
    }
    let text = try wrapping { () throws(ArchiveError) in
      try directory.contents(of: entry, limit: longestLink)
    }
    guard let target = String(validating: text, as: UTF8.self) else {
      throw .archive(.corruptEntry(archive: directory.name, entry: entry.name))
    }
    guard MemberPath.staysInside(link: entry.name, target: target) else {
      throw .archive(.escapingLink(archive: directory.name, entry: entry.name, target: target))
    }
    return .link(target: target)
  }
}

/// Code of one package that has been unpacked, by its path.
private final class UnpackedCode: Sendable {
  private let files = Mutex<[String: AtomicFile]>([:])

  subscript(path: String) -> AtomicFile? {
    get { files.withLock { $0[path] } }
    set { files.withLock { $0[path] = newValue } }
  }
}
