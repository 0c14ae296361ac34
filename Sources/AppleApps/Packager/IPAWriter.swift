package import Archives
package import Bytes
import FoundationEssentials

/// Writes an app as an `.ipa`: a ZIP with the app in `Payload/`.
///
/// The same tree gives the same bytes. Executable bits and links are kept. What comes unchanged out of another `.ipa` is
/// copied as it is, compressed data included.
package struct IPAWriter: Sendable {
  /// 0 (stored) to 12 (smallest), for what is compressed here.
  package let level: Int

  package init(level: Int = ArchiveWriter.defaultLevel) {
    self.level = level
  }

  /// Writes the whole tree; the file is empty and is not committed.
  ///
  /// - Returns: what was written and where, for ``ReadBack``.
  /// - Throws: ``AppleError``: `archive` when reading or writing fails, or a ZIP of 32-bit sizes cannot hold it all.
  package func write(
    _ tree: any BundleTree, to file: AtomicFile, workers: Workers
  ) throws(AppleError) -> [ZipLayout.Placed] {
    if let edited = tree as? EditedTree, let package = edited.base as? PackageTree {
      return try write(edited, over: package.directory, to: file, workers: workers)
    }
    return try write(tree.items, of: tree, replacing: nil, to: file, workers: workers)
  }

  /// Makes all entries anew, where they replace others with as much of their compressed data as is the same.
  private func write(
    _ items: [BundleItem], of tree: any BundleTree, replacing directory: ZipDirectory?, to file: AtomicFile,
    workers: Workers
  ) throws(AppleError) -> [ZipLayout.Placed] {
    let replaced = Dictionary((directory?.entries ?? []).map { ($0.name, $0) }) { first, _ in first }
    let entries = try items.map { (item) throws(AppleError) in
      try Self.entry(
        of: item, in: tree, similar: replaced[item.path].flatMap { directory?.deflated($0) })
    }
    let writer = ZipWriter(level: level, time: Self.time, date: Self.date)
    return try wrapping { () throws(ArchiveError) in
      try writer.write(entries, to: file, workers: workers)
    }
  }

  /// Copies what is as it was, and puts behind it what is not.
  private func write(
    _ tree: EditedTree, over directory: ZipDirectory, to file: AtomicFile, workers: Workers
  ) throws(AppleError) -> [ZipLayout.Placed] {
    let changed = tree.changedPaths
    // Compressed to a file without a name first: what is large stays out of memory.
    let made = try wrapping { () throws(BytesError) in
      try AtomicFile(path: FileManager.default.temporaryDirectory.appending(path: "entries").path)
    }
    let placed = try write(
      tree.items.filter { changed.contains($0.path) }, of: tree, replacing: directory, to: made,
      workers: workers)
    let added = try placed.map { (place) throws(AppleError) in
      let data = try wrapping { () throws(BytesError) in try SourceSlice(of: made, range: place.dataRange) }
      var entry = NewZipEntry(
        name: place.entry.name, method: place.entry.method, crc32: place.entry.crc32, size: place.entry.size,
        data: data, time: place.entry.time, date: place.entry.date)
      entry.externalAttributes = place.entry.externalAttributes
      return entry
    }
    return try wrapping { () throws(ArchiveError) in
      let layout = try ZipLayout(
        of: directory, dropping: { changed.contains($0.name) }, adding: added, alignment: .none)
      try layout.write(to: file, workers: workers)
      return layout.placed
    }
  }

  private static func entry(
    of item: BundleItem, in tree: any BundleTree, similar: (any ByteSource)?
  ) throws(AppleError) -> ZipWriter.Item {
    switch item.kind {
    case .folder:
      return ZipWriter.Item(
        name: item.path + "/", contents: MemorySource([]), externalAttributes: 0o040755 << 16 | 0x10)
    case .link(let target):
      return ZipWriter.Item(
        name: item.path, contents: MemorySource(Array(target.utf8)), isCompressed: false,
        externalAttributes: 0o120755 << 16)
    case .file(_, let isExecutable):
      return ZipWriter.Item(
        name: item.path, contents: try tree.source(of: item.path),
        externalAttributes: (isExecutable ? 0o100755 : 0o100644) << 16, similar: similar)
    }
  }

  /// 1 January 1980, the first day that a ZIP can say.
  private static let time: UInt16 = 0
  private static let date: UInt16 = 1 << 5 | 1
}
