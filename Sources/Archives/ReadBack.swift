package import Bytes

/// Reads an artifact back before it is called done, with readers that share no code with what wrote it: libarchive lists
/// it, and what was deflated by a library is inflated without one.
///
/// What libarchive does with package formats, as of 3.6: it looks for the end record in the last 16 KiB only, so a
/// longer archive comment hides the whole archive from it; it goes by the central directory and takes names, sizes and
/// checksums from there, and thus passes over an APK Signing Block; it skips extra fields that it does not know, such as
/// Android's 0xd935, and up to three zero bytes at their end, as old zipaligns left them; it lists entries in the order
/// of their local headers.
package enum ReadBack {
  /// Checks that the artifact holds the entries meant, and no others.
  ///
  /// Every entry is listed, and compared with the central directory by size, checksum and the range of its compressed data.
  /// Those that Slipway made are inflated besides; copied ones, whose bytes were not touched, are not.
  ///
  /// - Parameters:
  ///   - source: the artifact, which need not have its name yet.
  ///   - name: what errors call it.
  ///   - placed: what was meant to be written, as the layout has it.
  ///   - workers: the threads that all of this is spread over.
  /// - Throws: ``ArchiveError/readBack(archive:entry:flaw:)`` with the first entry that differs,
  ///   ``ArchiveError/corruptEntry(archive:entry:)`` for data that is not what was meant, or the error that kept it from
  ///   being read.
  package static func check(
    _ source: any ByteSource, name: String, placed: [ZipLayout.Placed], workers: Workers = Workers(limit: 1)
  ) throws(ArchiveError) {
    let directory = try ZipDirectory(reading: source, name: name)
    let made = placed.filter { $0.copiedFrom == nil }.map(\.entry)
    _ = try workers.both(
      { () throws(ArchiveError) in
        try checkDirectory(directory, placed: placed)
        try workers.concurrently(made.count) { (index) throws(ArchiveError) in
          try directory.inflate(made[index]) { _ in }
        }
      }, { () throws(ArchiveError) in try checkListing(source, name: name, placed: placed) })
  }

  /// Compares what libarchive finds with what was meant.
  private static func checkListing(
    _ source: any ByteSource, name: String, placed: [ZipLayout.Placed]
  ) throws(ArchiveError) {
    var expected = placed.sorted { $0.entry.headerOffset < $1.entry.headerOffset }[...]
    let archive = try LibraryArchive(source, name: name, formats: .zip, limits: .package)
    while let raw = try archive.nextRaw() {
      guard let place = expected.popFirst(), Self.isSame(raw.path, place.entry.nameBytes) else {
        throw .readBack(
          archive: name, entry: String(decoding: raw.path, as: UTF8.self), flaw: .unexpected)
      }
      let entry = place.entry
      // Of a link, libarchive gives the target in place of data.
      if !entry.isLink, let size = raw.size, size != entry.size {
        throw .readBack(archive: name, entry: entry.name, flaw: .size(written: entry.size, read: size))
      }
    }
    if let missing = expected.first {
      throw .readBack(archive: name, entry: missing.entry.name, flaw: .missing)
    }
  }

  /// Compares the central directory with what was meant, and where each entry's data lies.
  private static func checkDirectory(
    _ directory: ZipDirectory, placed: [ZipLayout.Placed]
  ) throws(ArchiveError) {
    let name = directory.name
    for (entry, place) in zip(directory.entries, placed) {
      guard entry.nameBytes == place.entry.nameBytes else {
        throw .readBack(archive: name, entry: entry.name, flaw: .unexpected)
      }
      guard entry.crc32 == place.entry.crc32 else {
        throw .readBack(
          archive: name, entry: entry.name, flaw: .checksum(written: place.entry.crc32, read: entry.crc32))
      }
      guard entry.size == place.entry.size else {
        throw .readBack(
          archive: name, entry: entry.name, flaw: .size(written: place.entry.size, read: entry.size))
      }
      let range = try directory.dataRange(of: entry)
      guard range == place.dataRange else {
        throw .readBack(
          archive: name, entry: entry.name, flaw: .place(written: place.dataRange, read: range))
      }
    }
    if let missing = placed.dropFirst(directory.entries.count).first {
      throw .readBack(archive: name, entry: missing.entry.name, flaw: .missing)
    }
    if let unexpected = directory.entries.dropFirst(placed.count).first {
      throw .readBack(archive: name, entry: unexpected.name, flaw: .unexpected)
    }
  }

  /// Whether libarchive's name is the one in the archive.
  ///
  /// It composes letters with their accents, cuts at a NUL and writes something else for what is no UTF-8; the bytes
  /// themselves have been compared in the central directory.
  private static func isSame(_ read: [UInt8], _ written: [UInt8]) -> Bool {
    guard let read = String(validating: read, as: UTF8.self),
      let written = String(validating: written, as: UTF8.self)
    else { return true }
    let isCut = written.utf8.contains(0)
    return isCut || read == written || read + "/" == written
  }
}
