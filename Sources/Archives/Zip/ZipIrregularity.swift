import Bytes

/// What is odd about a ZIP and yet read by Android, or by one of the readers on the way to it.
///
/// Facts, not judgements: where readers disagree, an attacker can show one file to the verifier and another to the
/// device. Ranges and counts are bytes of the archive.
package enum ZipIrregularity: Equatable, Sendable {
  /// Bytes before the first local header: with a DEX header there, the file is an app and a DEX at once
  /// (CVE-2017-13156, Janus).
  case prefix(count: Int)
  /// Bytes between an entry and what follows it. Padding and an APK Signing Block are such bytes too.
  case gap(Range<Int>)
  /// An entry that reaches beyond where entries must end: into an APK Signing Block.
  case beyondEntries(entry: String)
  /// Bytes in the central directory behind its last counted record: readers that go by its size take them for entries.
  case uncountedDirectoryBytes(count: Int)
  /// Bytes between the central directory and the end of central directory record: readers that take the directory to
  /// end at the record find another one.
  case beforeEndRecord(count: Int)
  /// Another end of central directory record, at an offset: one inside the comment, which Android's native reader takes,
  /// or one whose comment holds the last.
  case severalEndRecords(offset: Int)
  /// Several entries of one name: readers take the first or the last (CVE-2013-4787, Master Key).
  case duplicateName(entry: String)
  /// The name is absolute or has a component `..`.
  case escapingName(entry: String)
  /// The name is empty, or has a NUL or a line break in it.
  case malformedName(entry: String)
  /// The name is no UTF-8, which Android's native reader refuses the archive for.
  case nameNotUTF8(entry: String)
  /// Neither stored nor deflated. Android's signature check inflates it, its resource loader takes it as it is.
  case unusualMethod(entry: String, method: UInt16)
  /// By the central directory, or by the local header alone.
  case encrypted(entry: String)
  /// There is no local header where the central directory says, or it has another name, or its data no room.
  case noLocalHeader(entry: String, flaw: ZipFlaw)
  /// The local header has another method than the central directory.
  case localMethod(entry: String, local: UInt16, central: UInt16)
  /// The local header, with no data descriptor to come, has another size, compressed size or checksum.
  case localSizes(entry: String)
  /// Only one of the two headers says that a data descriptor follows.
  case descriptorFlag(entry: String)
  /// The data descriptor that the local header promises is not there, or has another size, compressed size or checksum.
  case dataDescriptor(entry: String)
  /// A name or extra field of 32 KiB or more, whose length a reader with signed numbers takes to be negative: Android
  /// before 4.4 looked for the data at another place (bugs 9695860 and 9950697).
  case longHeader(entry: String, size: Int)
}

extension ZipDirectory {
  /// Everything odd that the central directory and all local headers show, in the order of the file.
  ///
  /// - Parameter entriesEnd: where entries must end: where an APK Signing Block begins; the central directory when nil.
  /// - Throws: ``ArchiveError/bytes(_:)`` when the file cannot be read.
  package func irregularities(entriesEnd: Int? = nil) throws(ArchiveError) -> [ZipIrregularity] {
    var found: [ZipIrregularity] = []
    if firstBoundary > 0 { found.append(.prefix(count: firstBoundary)) }
    found += nameIrregularities()
    for entry in entries where String(validating: entry.nameBytes, as: UTF8.self) == nil {
      found.append(.nameNotUTF8(entry: entry.name))
    }
    let end = entriesEnd ?? centralDirectory.lowerBound
    for entry in entriesByOffset { found += try irregularities(of: entry, entriesEnd: end) }
    if uncountedBytes > 0 { found.append(.uncountedDirectoryBytes(count: uncountedBytes)) }
    let behind = endRecordOffset - centralDirectory.upperBound
    if behind > 0 { found.append(.beforeEndRecord(count: behind)) }
    found += try ZipEndRecord.others(in: source, besides: endRecordOffset).map {
      .severalEndRecords(offset: $0)
    }
    return found
  }

  private func irregularities(
    of entry: ZipEntry, entriesEnd: Int
  ) throws(ArchiveError) -> [ZipIrregularity] {
    let header: ZipLocalHeader
    do throws(ArchiveError) {
      header = try localHeader(of: entry)
    } catch {
      guard case .damaged(_, _, _, let flaw) = error else { throw error }
      return [.noLocalHeader(entry: entry.name, flaw: flaw)]
    }
    var found: [ZipIrregularity] = []
    if entry.isEncrypted || header.flags & 0x0001 != 0 { found.append(.encrypted(entry: entry.name)) }
    if entry.method != 0, entry.method != 8 {
      found.append(.unusualMethod(entry: entry.name, method: entry.method))
    }
    if header.method != entry.method {
      found.append(.localMethod(entry: entry.name, local: header.method, central: entry.method))
    }
    let longest = max(header.nameBytes.count, header.extra.count)
    if longest > Int(Int16.max) { found.append(.longHeader(entry: entry.name, size: longest)) }
    if (header.flags ^ entry.flags) & 0x0008 != 0 { found.append(.descriptorFlag(entry: entry.name)) }
    // Whether a descriptor follows is the local header's to say, as it is for Android's native reader.
    if header.flags & 0x0008 != 0 {
      if try !hasDescriptor(entry, header) { found.append(.dataDescriptor(entry: entry.name)) }
    } else if (header.crc32, header.size, header.compressedSize)
      != (entry.crc32, entry.size, entry.compressedSize)
    {
      found.append(.localSizes(entry: entry.name))
    }
    let recordEnd = try recordRange(of: entry, header: header).upperBound
    if recordEnd > entriesEnd { found.append(.beyondEntries(entry: entry.name)) }
    let gap = recordEnd..<boundary(after: entry)
    if !gap.isEmpty { found.append(.gap(gap)) }
    return found
  }

  /// Whether a descriptor with the central directory's checksum and sizes follows the data.
  ///
  ///     signature 4 bytes (0x08074b50, may be missing), crc-32, compressed size, uncompressed size
  ///
  /// APPNOTE.TXT 4.3.9.
  private func hasDescriptor(_ entry: ZipEntry, _ header: ZipLocalHeader) throws(ArchiveError) -> Bool {
    let start = header.dataOffset + entry.compressedSize
    let bytes = try read(at: start, count: min(16, boundary(after: entry) - start))
    return bytes.withUnsafeBytes { bytes in
      let fields = bytes.count >= 16 && bytes.u32(0) == 0x0807_4b50 ? 4 : 0
      guard bytes.count >= fields + 12 else { return false }
      return bytes.u32(fields) == entry.crc32 && Int(bytes.u32(fields + 4)) == entry.compressedSize
        && Int(bytes.u32(fields + 8)) == entry.size
    }
  }

  /// The irregularities of names alone, which take no further reading of the file.
  package func nameIrregularities() -> [ZipIrregularity] {
    var seen: Set<[UInt8]> = []
    var found: [ZipIrregularity] = []
    for entry in entries {
      if !seen.insert(entry.nameBytes).inserted { found.append(.duplicateName(entry: entry.name)) }
      switch EntryName.flaw(in: entry.nameBytes) {
      case .escapes: found.append(.escapingName(entry: entry.name))
      case .malformed: found.append(.malformedName(entry: entry.name))
      case nil: break
      }
    }
    return found
  }

  /// Refuses what no package that is being made may contain.
  ///
  /// - Throws: ``ArchiveError`` with the entry's name: `duplicateEntry`, `escapingEntry`, `malformedName`, `encrypted`,
  ///   `unknownCompression`, `bomb` by the sizes stated, `damaged` where a local header contradicts the central
  ///   directory's name or place. Gaps, prefixes and disagreeing sizes are no errors: they are not copied.
  package func validateForPackaging(limits: ArchiveLimits = .package) throws(ArchiveError) {
    try validateNames(limits: limits)
    for entry in entries {
      guard entry.method == 0 || entry.method == 8 else {
        throw .unknownCompression(archive: name, entry: entry.name, method: entry.method)
      }
      _ = try localHeader(of: entry)
    }
  }

  /// The part of ``validateForPackaging(limits:)`` that the central directory alone shows.
  func validateNames(limits: ArchiveLimits) throws(ArchiveError) {
    for irregularity in nameIrregularities() {
      switch irregularity {
      case .duplicateName(let entry): throw .duplicateEntry(archive: name, entry: entry)
      case .escapingName(let entry): throw .escapingEntry(archive: name, entry: entry)
      case .malformedName(let entry): throw .malformedName(archive: name, entry: entry)
      default: break
      }
    }
    var total = 0
    for entry in entries {
      try checkExpansion(of: entry, limits: limits)
      total += entry.size
      guard total <= limits.totalSize else {
        throw .bomb(archive: name, entry: entry.name, size: total, limit: limits.totalSize)
      }
    }
  }
}
