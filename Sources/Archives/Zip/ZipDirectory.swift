package import Bytes

/// What a ZIP's central directory says is in it, checked against the file it stands in.
///
/// Android's packages, Apple's and BlackBerry's are ZIPs with rules that libarchive has no words for: it cannot align
/// data, cannot pass compressed entries through as they are, and cannot leave room for a signing block. Hence this
/// layer of records, for package formats; every other container is read by ``ArchiveReader``.
///
/// The central directory is the truth, as it is for Android. Only what makes the truth unreadable is an error; what
/// Android tolerates can be had as ``irregularities()``, for a verifier to judge, and
/// ``validateForPackaging()`` refuses what no package that is being made may contain.
package struct ZipDirectory: Sendable {
  package let source: any ByteSource
  /// What errors call the archive.
  package let name: String
  /// In the order of the central directory.
  package let entries: [ZipEntry]
  /// Where the records of the entries are.
  ///
  /// Entries end before it.
  package let centralDirectory: Range<Int>
  /// Where the end of central directory record begins.
  ///
  /// Behind the central directory, as a rule at once.
  package let endRecordOffset: Int
  /// The archive's comment, which ends the file.
  package let comment: [UInt8]
  /// The offsets of all local headers, ascending, and at last where the central directory begins.
  private let boundaries: [Int]
  let localHeaders = ZipLocalHeaders()
  /// The bytes inside the central directory behind its last counted record.
  let uncountedBytes: Int

  /// 65,535 records of a kilobyte each: longer names and comments than any app has.
  package static let largestDirectory = 64 << 20

  /// Reads the end record and the central directory.
  ///
  /// - Parameter name: what errors call the archive; the path of a file when not given.
  /// - Throws: ``ArchiveError``: `notAnArchive` without an end record; `damaged` with the structure and the offset when
  ///   records are cut off, lie outside the file or on top of one another; `unsupported` for ZIP64, several volumes,
  ///   more than 4 GiB or a central directory above ``largestDirectory``. Duplicate and escaping names, encryption and
  ///   odd methods are not errors here.
  package init(reading source: any ByteSource, name: String? = nil) throws(ArchiveError) {
    let name = name ?? (source as? FileSource)?.path ?? "the archive"
    guard source.count <= Int(UInt32.max) else { throw .unsupported(archive: name, feature: .moreThan4GiB) }
    let end = try ZipEndRecord(endOf: source, name: name)
    guard end.isOnOneVolume else { throw .unsupported(archive: name, feature: .severalVolumes) }
    guard end.directoryOffset + end.directorySize <= end.offset else {
      throw .damaged(
        archive: name, structure: .centralDirectory, offset: end.directoryOffset, flaw: .outside)
    }
    guard end.directorySize <= Self.largestDirectory else {
      throw .unsupported(archive: name, feature: .hugeDirectory(limit: Self.largestDirectory))
    }
    let bytes = try wrapping { () throws(BytesError) in
      try source.bytes(at: end.directoryOffset, count: end.directorySize)
    }
    self.source = source
    self.name = name
    centralDirectory = end.directoryOffset..<end.directoryOffset + end.directorySize
    endRecordOffset = end.offset
    comment = end.comment
    (entries, uncountedBytes) = try Self.parse(bytes, end: end, name: name)
    boundaries = try Self.boundaries(of: entries, end: end.directoryOffset, name: name)
  }

  /// The first entry with the name, which for well-formed archives is the only one.
  package func entry(named wanted: String) -> ZipEntry? {
    let bytes = Array(wanted.utf8)
    return entries.first { $0.nameBytes == bytes }
  }

  /// The entries in the order of their places in the file.
  package var entriesByOffset: [ZipEntry] {
    entries.sorted { $0.headerOffset < $1.headerOffset }
  }

  /// Where what follows an entry begins: the next local header, or the central directory.
  func boundary(after entry: ZipEntry) -> Int {
    var low = 0
    var high = boundaries.count - 1
    while low < high {
      let middle = (low + high) / 2
      if boundaries[middle] > entry.headerOffset { high = middle } else { low = middle + 1 }
    }
    return boundaries[low]
  }

  /// Where the first local header, or else the central directory, begins.
  var firstBoundary: Int { boundaries[0] }

  private static func parse(
    _ bytes: [UInt8], end: ZipEndRecord, name: String
  ) throws(ArchiveError) -> ([ZipEntry], uncounted: Int) {
    var entries: [ZipEntry] = []
    // A record is at least 46 bytes long, so the count is bounded by bytes that are there.
    entries.reserveCapacity(min(end.entryCount, bytes.count / ZipEntry.fixedSize))
    var position = 0
    while entries.count < end.entryCount {
      let record = bytes.withUnsafeBytes { ZipEntry(record: .init(rebasing: $0[position...])) }
      let offset = end.directoryOffset + position
      guard let entry = record else {
        throw .damaged(
          archive: name, structure: .centralDirectory, offset: offset,
          flaw: bytes.count - position < ZipEntry.fixedSize
            ? .number(stated: end.entryCount, actual: entries.count)
            : bytes.withUnsafeBytes { $0.u32(position) } == ZipEntry.signature ? .outside : .signature)
      }
      if [entry.size, entry.compressedSize, entry.headerOffset].contains(Int(UInt32.max)) {
        throw .unsupported(archive: name, feature: .zip64)
      }
      entries.append(entry)
      position += entry.recordSize
    }
    return (entries, bytes.count - position)
  }

  private static func boundaries(
    of entries: [ZipEntry], end: Int, name: String
  ) throws(ArchiveError) -> [Int] {
    var boundaries: [Int] = []
    boundaries.reserveCapacity(entries.count + 1)
    var previousEnd = 0
    for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      guard entry.headerOffset >= previousEnd else {
        throw .damaged(
          archive: name, structure: .localHeader, offset: entry.headerOffset,
          flaw: .overlap(entry: entry.name))
      }
      previousEnd = entry.headerOffset + ZipLocalHeader.fixedSize + entry.compressedSize
      guard previousEnd <= end else {
        throw .damaged(
          archive: name, structure: .localHeader, offset: entry.headerOffset, flaw: .outside)
      }
      boundaries.append(entry.headerOffset)
    }
    boundaries.append(end)
    return boundaries
  }
}
