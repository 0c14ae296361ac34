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
  /// Bytes in the central directory behind its last counted record.
  case uncountedDirectoryBytes(count: Int)
  /// Bytes between the central directory and the end of central directory record.
  case beforeEndRecord(count: Int)
  /// Several entries of one name: readers take the first or the last (CVE-2013-4787, Master Key).
  case duplicateName(entry: String)
  /// The name is absolute or has a component `..`.
  case escapingName(entry: String)
  /// The name is empty, or has a NUL or a line break in it.
  case malformedName(entry: String)
  /// Neither stored nor deflated. Android inflates it.
  case unusualMethod(entry: String, method: UInt16)
  case encrypted(entry: String)
  /// The local header has another method than the central directory.
  case localMethod(entry: String, local: UInt16, central: UInt16)
  /// The local header, with no data descriptor to come, has another size, compressed size or checksum.
  case localSizes(entry: String)
}

extension ZipDirectory {
  /// Everything odd that the central directory and all local headers show, in the order of the file.
  ///
  /// - Throws: ``ArchiveError`` as ``localHeader(of:)`` for the first local header that cannot be read or names another
  ///   entry.
  package func irregularities() throws(ArchiveError) -> [ZipIrregularity] {
    var found: [ZipIrregularity] = []
    if firstBoundary > 0 { found.append(.prefix(count: firstBoundary)) }
    found += nameIrregularities()
    for entry in entriesByOffset {
      if entry.isEncrypted { found.append(.encrypted(entry: entry.name)) }
      if entry.method != 0, entry.method != 8 {
        found.append(.unusualMethod(entry: entry.name, method: entry.method))
      }
      let header = try localHeader(of: entry)
      if header.method != entry.method {
        found.append(.localMethod(entry: entry.name, local: header.method, central: entry.method))
      }
      if header.flags & 0x0008 == 0,
        (header.crc32, header.size, header.compressedSize) != (entry.crc32, entry.size, entry.compressedSize)
      {
        found.append(.localSizes(entry: entry.name))
      }
      let gap = try recordRange(of: entry, header: header).upperBound..<boundary(after: entry)
      if !gap.isEmpty { found.append(.gap(gap)) }
    }
    if uncountedBytes > 0 { found.append(.uncountedDirectoryBytes(count: uncountedBytes)) }
    let behind = endRecordOffset - centralDirectory.upperBound
    if behind > 0 { found.append(.beforeEndRecord(count: behind)) }
    return found
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
