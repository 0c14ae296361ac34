package import Bytes

/// A ZIP worked out to the byte before any of it is written.
///
/// Every offset is known beforehand, so that the entries can be read, hashed and written window by window on all cores
/// through ``source``, a signing block put behind them, and the central directory and the end record behind that.
/// libarchive writes ZIPs as a stream, with none of this: see ``ZipDirectory``.
///
/// Copied entries keep their compressed bytes. Given the same input, the output is the same.
package struct ZipLayout: Sendable {
  /// An entry in the output, for reading the artifact back.
  package struct Placed: Sendable {
    /// As the output's central directory has it.
    package let entry: ZipEntry
    /// Where its data, compressed as it is, lies in the output.
    package let dataRange: Range<Int>
    /// Where the same bytes are in the source they were copied from; nil for an entry that was made.
    package let copiedFrom: Range<Int>?
  }

  /// The section of the entries, from the start of the file to where a signing block or the central directory goes.
  package private(set) var source = ComposedSource()
  /// In the order of the central directory.
  package private(set) var placed: [Placed] = []
  /// The central directory, whose bytes do not depend on where it will be.
  package private(set) var centralDirectory: [UInt8] = []
  private let comment: [UInt8]
  private let alignment: ZipAlignment
  /// What errors call the archive.
  private let name: String

  /// Where the section of the entries ends, in bytes from the start of the file.
  package var entriesEnd: Int { source.count }

  /// Lays out the entries of an archive, less those dropped, and new ones behind them.
  ///
  /// - Parameters:
  ///   - entriesEnd: where the entries of `directory` end, for an archive with a signing block: the block's start.
  ///   - dropped: the entries to leave out.
  /// - Throws: ``ArchiveError``: as ``ZipDirectory/localHeader(of:)``; `damaged` also for an entry that
  ///   reaches behind `entriesEnd`, where no signature would cover it; `duplicateEntry` when a new
  ///   entry has the name of one that stays; `tooLarge` when the output would not fit a ZIP of 32-bit offsets, or an
  ///   extra field its 16-bit length; `tooManyEntries` above 65,535.
  package init(
    of directory: ZipDirectory, entriesEnd: Int? = nil, dropping dropped: (ZipEntry) -> Bool = { _ in false },
    adding added: [NewZipEntry] = [], alignment: ZipAlignment
  ) throws(ArchiveError) {
    comment = directory.comment
    self.alignment = alignment
    name = directory.name
    let end = entriesEnd ?? directory.centralDirectory.lowerBound
    var places: [Int: Placed] = [:]
    var position = 0
    for entry in directory.entriesByOffset {
      let header = try directory.localHeader(of: entry)
      let record = try directory.recordRange(of: entry, header: header)
      if alignment == .preserve {
        source.append(position..<max(position, record.lowerBound), of: directory.source)
      }
      position = record.upperBound
      guard position <= end else {
        throw .damaged(
          archive: directory.name, structure: .entryData, offset: entry.headerOffset, flaw: .outside)
      }
      guard !dropped(entry) else { continue }
      places[entry.headerOffset] =
        alignment == .preserve
        ? try appendVerbatim(entry, header, record, of: directory)
        : try appendRewritten(entry, header, of: directory, alignment)
    }
    if alignment == .preserve {
      source.append(position..<max(position, end), of: directory.source)
    }
    placed = directory.entries.compactMap { places[$0.headerOffset] }
    try append(added)
  }

  /// Lays out new entries alone.
  ///
  /// - Throws: ``ArchiveError``: `duplicateEntry`, `malformedName`, `tooLarge`, `tooManyEntries`.
  package init(_ added: [NewZipEntry], alignment: ZipAlignment, name: String) throws(ArchiveError) {
    comment = []
    self.alignment = alignment
    self.name = name
    try append(added)
  }

  /// The same with new entries behind the others.
  ///
  /// What was laid out stays where it is.
  ///
  /// - Throws: as the initializers for new entries.
  package func adding(_ added: [NewZipEntry]) throws(ArchiveError) -> ZipLayout {
    var layout = self
    try layout.append(added)
    return layout
  }

  /// The end of central directory record for a central directory at an offset.
  ///
  /// - Throws: ``ArchiveError/tooLarge(archive:entry:size:limit:)`` when the offset does not fit 32 bits.
  package func endRecord(centralDirectoryOffset offset: Int) throws(ArchiveError) -> [UInt8] {
    guard offset + centralDirectory.count < Int(UInt32.max) else {
      throw .tooLarge(
        archive: "", entry: nil, size: offset + centralDirectory.count, limit: Int(UInt32.max))
    }
    return ZipEndRecord.bytes(
      entryCount: placed.count, directorySize: centralDirectory.count, directoryOffset: offset,
      comment: comment)
  }

  private mutating func appendVerbatim(
    _ entry: ZipEntry, _ header: ZipLocalHeader, _ record: Range<Int>, of directory: ZipDirectory
  ) throws(ArchiveError) -> Placed {
    let start = source.count
    let extra = ZipExtraField(bytes: header.extra)
    let multiple = ZipAlignment.preserve.multiple(for: entry, extra: extra)
    let staysAsAligned = multiple <= 1 || start % multiple == entry.headerOffset % multiple
    var dataStart = start + header.dataOffset - header.offset
    if staysAsAligned || header.dataOffset % multiple != 0 {
      source.append(record, of: directory.source)
    } else {
      let aligned = extra.aligned(at: start + header.extraOffset - header.offset, to: multiple)
      var bytes = try directory.read(at: header.offset, count: header.extraOffset - header.offset)
      try Self.check(extra: aligned, of: entry, directory.name)
      bytes[28] = UInt8(truncatingIfNeeded: aligned.count)
      bytes[29] = UInt8(truncatingIfNeeded: aligned.count >> 8)
      source.append(bytes + aligned)
      dataStart = source.count
      source.append(header.dataOffset..<record.upperBound, of: directory.source)
    }
    return Placed(
      entry: entry.moved(to: start, flags: entry.flags),
      dataRange: dataStart..<dataStart + entry.compressedSize,
      copiedFrom: header.dataOffset..<header.dataOffset + entry.compressedSize)
  }

  private mutating func appendRewritten(
    _ entry: ZipEntry, _ header: ZipLocalHeader, of directory: ZipDirectory, _ alignment: ZipAlignment
  ) throws(ArchiveError) -> Placed {
    let start = source.count
    let field = ZipExtraField(bytes: header.extra)
    let extra = field.aligned(
      at: start + ZipLocalHeader.fixedSize + entry.nameBytes.count,
      to: alignment.multiple(for: entry, extra: field))
    try Self.check(extra: extra, of: entry, directory.name)
    let withoutDescriptor = entry.flags & ~0x0008
    source.append(
      ZipLocalHeader.bytes(
        versionNeeded: entry.versionNeeded, flags: withoutDescriptor, method: entry.method, time: entry.time,
        date: entry.date, crc32: entry.crc32, compressedSize: entry.compressedSize, size: entry.size,
        name: entry.nameBytes, extra: extra))
    let dataStart = source.count
    let range = header.dataOffset..<header.dataOffset + entry.compressedSize
    source.append(range, of: directory.source)
    return Placed(
      entry: entry.moved(to: start, flags: withoutDescriptor), dataRange: dataStart..<source.count,
      copiedFrom: range)
  }

  /// Appends new entries and works out the central directory.
  private mutating func append(_ added: [NewZipEntry]) throws(ArchiveError) {
    var names = Set(placed.map(\.entry.nameBytes))
    for new in added {
      let nameBytes = Array(new.name.utf8)
      guard EntryName.flaw(in: nameBytes) == nil, nameBytes.count <= Int(UInt16.max) else {
        throw .malformedName(archive: name, entry: new.name)
      }
      guard names.insert(nameBytes).inserted else {
        throw .duplicateEntry(archive: name, entry: new.name)
      }
      let start = source.count
      let extra = ZipExtraField(bytes: []).aligned(
        at: start + ZipLocalHeader.fixedSize + nameBytes.count,
        to: alignment.multiple(forNew: nameBytes, isStored: new.method == 0))
      source.append(new.localHeader(extra: extra))
      let dataStart = source.count
      source.append(0..<new.data.count, of: new.data)
      placed.append(
        Placed(
          entry: new.entry(headerOffset: start), dataRange: dataStart..<source.count, copiedFrom: nil))
    }
    guard placed.count <= Int(UInt16.max) else {
      throw .tooManyEntries(archive: name, limit: Int(UInt16.max))
    }
    centralDirectory = []
    for place in placed { place.entry.appendRecord(to: &centralDirectory) }
    let size = source.count + centralDirectory.count + ZipEndRecord.fixedSize + comment.count
    guard size <= Int(UInt32.max) else {
      throw .tooLarge(archive: name, entry: nil, size: size, limit: Int(UInt32.max))
    }
  }

  private static func check(
    extra: [UInt8], of entry: ZipEntry, _ name: String
  ) throws(ArchiveError) {
    guard extra.count <= Int(UInt16.max) else {
      throw .tooLarge(archive: name, entry: entry.name, size: extra.count, limit: Int(UInt16.max))
    }
  }
}
