import Bytes

/// The record that ends a ZIP and says where its central directory is.
///
///     end of central dir signature    4 bytes  (0x06054b50)
///     number of this disk             2 bytes
///     number of the disk with the start of the central directory  2 bytes
///     total number of entries in the central directory on this disk  2 bytes
///     total number of entries in the central directory  2 bytes
///     size of the central directory   4 bytes
///     offset of start of central directory  4 bytes
///     .ZIP file comment length        2 bytes
///     .ZIP file comment
///
/// APPNOTE.TXT 4.3.16.
struct ZipEndRecord: Equatable, Sendable {
  /// Where the record begins in the archive.
  let offset: Int
  let entryCount: Int
  let directorySize: Int
  let directoryOffset: Int
  let isOnOneVolume: Bool
  let comment: [UInt8]

  static let signature: UInt32 = 0x0605_4b50
  static let fixedSize = 22
  private static let largestComment = 65_535

  /// Finds the record nearest to the end of the archive whose comment reaches exactly to the end, as Android does.
  ///
  /// - Throws: ``ArchiveError/notAnArchive(archive:)`` when there is none and the file does not begin as a ZIP does;
  ///   ``ArchiveError/damaged(archive:structure:offset:flaw:)`` when it does, or there is one that the file ends too
  ///   early or too late for; ``ArchiveError/unsupported(archive:feature:)`` for ZIP64.
  init(endOf source: any ByteSource, name: String) throws(ArchiveError) {
    let tailSize = min(source.count, Self.fixedSize + Self.largestComment + Self.locatorSize)
    let tail = try source.tail(tailSize)
    let base = source.count - tailSize
    guard let place = Self.find(in: tail) else {
      if let stray = Self.findLastSignature(in: tail) {
        throw .damaged(
          archive: name, structure: .endRecord, offset: base + stray, flaw: Self.flaw(at: stray, in: tail))
      }
      guard try source.beginsWithEntry else { throw .notAnArchive(archive: name) }
      throw .damaged(archive: name, structure: .endRecord, offset: source.count, flaw: .missing)
    }
    let locator = place - Self.locatorSize
    let isZip64 = tail.withUnsafeBytes { locator >= 0 && $0.u32(locator) == Self.locatorSignature }
    guard !isZip64 else { throw .unsupported(archive: name, feature: .zip64) }
    self = tail.withUnsafeBytes { ZipEndRecord(at: base + place, $0, place) }
  }

  private init(at offset: Int, _ tail: UnsafeRawBufferPointer, _ place: Int) {
    self.offset = offset
    isOnOneVolume =
      tail.u16(place + 4) == 0 && tail.u16(place + 6) == 0 && tail.u16(place + 8) == tail.u16(place + 10)
    entryCount = Int(tail.u16(place + 10))
    directorySize = Int(tail.u32(place + 12))
    directoryOffset = Int(tail.u32(place + 16))
    comment = [UInt8](tail[(place + Self.fixedSize)...])
  }

  /// The zip64 end of central directory locator, which stands right before the record (APPNOTE.TXT 4.3.15).
  private static let locatorSignature: UInt32 = 0x0706_4b50
  private static let locatorSize = 20

  private static func find(in tail: [UInt8]) -> Int? {
    tail.withUnsafeBytes { bytes in
      guard bytes.count >= fixedSize else { return nil }
      return (0...min(largestComment, bytes.count - fixedSize)).lazy
        .map { (place: bytes.count - fixedSize - $0, comment: $0) }
        .first { bytes.u32($0.place) == signature && Int(bytes.u16($0.place + 20)) == $0.comment }?.place
    }
  }

  /// What is wrong with a record whose comment does not end with the file.
  private static func flaw(at place: Int, in tail: [UInt8]) -> ZipFlaw {
    guard tail.count - place >= fixedSize else { return .outside }
    let end = place + fixedSize + tail.withUnsafeBytes { Int($0.u16(place + 20)) }
    return end < tail.count ? .followed(count: tail.count - end) : .outside
  }

  private static func findLastSignature(in tail: [UInt8]) -> Int? {
    tail.withUnsafeBytes { bytes in
      guard bytes.count >= 4 else { return nil }
      return (0...bytes.count - 4).last { bytes.u32($0) == signature }
    }
  }

  /// Where other readers may see an end record than the one at `chosen`.
  ///
  /// Those that take the last signature in the file, such as Android's native reader, see one inside the comment. Those
  /// that search from the front see one before whose comment also ends with the file; any other bytes before are content
  /// that happens to look like a record, such as an archive within the archive.
  static func others(in source: any ByteSource, besides chosen: Int) throws(ArchiveError) -> [Int] {
    let tailSize = min(source.count, fixedSize + largestComment)
    let tail = try source.tail(tailSize)
    let base = source.count - tailSize
    return tail.withUnsafeBytes { bytes in
      guard bytes.count >= fixedSize else { return [] }
      return (0...bytes.count - 4).filter { place in
        guard bytes[place] == 0x50, bytes.u32(place) == signature, base + place != chosen else {
          return false
        }
        guard base + place < chosen else { return true }
        return Int(bytes.u16(place + 20)) == bytes.count - fixedSize - place
      }.map { base + $0 }
    }
  }

  /// The bytes of a record.
  static func bytes(
    entryCount: Int, directorySize: Int, directoryOffset: Int, comment: [UInt8]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(u32: signature)
    bytes.append(u32: 0)
    bytes.append(u16: UInt16(truncatingIfNeeded: entryCount))
    bytes.append(u16: UInt16(truncatingIfNeeded: entryCount))
    bytes.append(u32: UInt32(truncatingIfNeeded: directorySize))
    bytes.append(u32: UInt32(truncatingIfNeeded: directoryOffset))
    bytes.append(u16: UInt16(truncatingIfNeeded: comment.count))
    bytes.append(contentsOf: comment)
    return bytes
  }
}

extension ByteSource {
  fileprivate var beginsWithEntry: Bool {
    get throws(ArchiveError) {
      let start = try wrapping { () throws(BytesError) in try bytes(at: 0, count: min(4, count)) }
      return start.withUnsafeBytes { $0.count == 4 && $0.u32(0) == ZipLocalHeader.signature }
    }
  }

  fileprivate func tail(_ size: Int) throws(ArchiveError) -> [UInt8] {
    try wrapping { () throws(BytesError) in try bytes(at: count - size, count: size) }
  }
}
