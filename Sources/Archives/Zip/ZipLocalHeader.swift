import Bytes
import Synchronization

/// The header that stands before an entry's data.
///
///     local file header signature     4 bytes  (0x04034b50)
///     version needed to extract       2 bytes
///     general purpose bit flag        2 bytes
///     compression method              2 bytes
///     last mod file time              2 bytes
///     last mod file date              2 bytes
///     crc-32                          4 bytes
///     compressed size                 4 bytes
///     uncompressed size               4 bytes
///     file name length                2 bytes
///     extra field length              2 bytes
///     file name, extra field
///
/// APPNOTE.TXT 4.3.7. What it says beside the two lengths is not believed, only compared.
package struct ZipLocalHeader: Equatable, Sendable {
  package let offset: Int
  package let flags: UInt16
  package let method: UInt16
  package let crc32: UInt32
  package let compressedSize: Int
  package let size: Int
  package let nameBytes: [UInt8]
  package let extra: [UInt8]

  static let signature: UInt32 = 0x0403_4b50
  static let fixedSize = 30

  /// Where the data begins, from the start of the archive.
  package var dataOffset: Int { offset + Self.fixedSize + nameBytes.count + extra.count }

  var extraOffset: Int { offset + Self.fixedSize + nameBytes.count }

  fileprivate init(offset: Int, _ bytes: UnsafeRawBufferPointer, name: [UInt8], size: Int) {
    self.offset = offset
    nameBytes = name
    flags = bytes.u16(6)
    method = bytes.u16(8)
    crc32 = bytes.u32(14)
    compressedSize = Int(bytes.u32(18))
    self.size = Int(bytes.u32(22))
    extra = Array(bytes[Self.fixedSize + name.count..<size])
  }
}

/// The local headers of a directory that have been read: whoever lays out, digests and checks a package asks for the same
/// ones again.
final class ZipLocalHeaders: Sendable {
  /// In bytes; entries that are larger have their headers read one by one.
  static let smallEntry = 8 << 10
  /// In bytes; what is read at once where entries are small.
  static let pieceSize = 64 << 10

  private let state = Mutex(State())

  private struct State {
    var known: [Int: ZipLocalHeader] = [:]
    /// The last piece that was read, and where it is in the archive.
    var piece: [UInt8] = []
    var start = 0
  }

  subscript(entry: ZipEntry) -> ZipLocalHeader? {
    get { state.withLock { $0.known[entry.headerOffset] } }
    set { state.withLock { $0.known[entry.headerOffset] = newValue } }
  }

  func keep(_ piece: [UInt8], at start: Int) {
    state.withLock { ($0.piece, $0.start) = (piece, start) }
  }

  /// Bytes of the piece that was kept; nil for what is not in it.
  func bytes(at offset: Int, count: Int) -> [UInt8]? {
    state.withLock { state in
      let first = offset - state.start
      guard first >= 0, first <= state.piece.count, count <= state.piece.count - first else { return nil }
      return Array(state.piece[first..<first + count])
    }
  }
}

extension ZipDirectory {
  /// The local header of an entry.
  ///
  /// - Throws: ``ArchiveError/damaged(archive:structure:offset:flaw:)`` when it has no signature, another name than the
  ///   central directory says, or leaves no room for the data before the next entry. Other disagreements are facts:
  ///   see ``irregularities()``.
  package func localHeader(of entry: ZipEntry) throws(ArchiveError) -> ZipLocalHeader {
    func damaged(_ flaw: ZipFlaw, in structure: ZipStructure = .localHeader) -> ArchiveError {
      .damaged(archive: name, structure: structure, offset: entry.headerOffset, flaw: flaw)
    }
    if let known = localHeaders[entry] { return known }
    let limit = boundary(after: entry)
    let start = entry.headerOffset
    // One read suffices for most: the name is known, and extra fields are short but for padding to pages.
    let guess = ZipLocalHeader.fixedSize + entry.nameBytes.count + 64
    var bytes = try headerBytes(at: start, count: min(guess, limit - start), next: limit)
    let (signature, nameCount, extraCount) = bytes.withUnsafeBytes {
      ($0.u32(0), Int($0.u16(26)), Int($0.u16(28)))
    }
    guard signature == ZipLocalHeader.signature else { throw damaged(.signature) }
    let size = ZipLocalHeader.fixedSize + nameCount + extraCount
    guard size <= limit - start else { throw damaged(.outside) }
    if size > bytes.count { bytes += try read(at: start + bytes.count, count: size - bytes.count) }
    guard bytes[ZipLocalHeader.fixedSize..<size - extraCount].elementsEqual(entry.nameBytes) else {
      throw damaged(.name(entry: entry.name))
    }
    let header = bytes.withUnsafeBytes {
      ZipLocalHeader(offset: start, $0, name: entry.nameBytes, size: size)
    }
    guard header.dataOffset + entry.compressedSize <= limit else {
      let isLast = limit == centralDirectory.lowerBound
      throw damaged(isLast ? .outside : .overlap(entry: entry.name), in: .entryData)
    }
    localHeaders[entry] = header
    return header
  }

  /// The first bytes of a header; where the next one is near, those behind it are read in the same go.
  private func headerBytes(at offset: Int, count: Int, next: Int) throws(ArchiveError) -> [UInt8] {
    if let bytes = localHeaders.bytes(at: offset, count: count) { return bytes }
    guard next - offset <= ZipLocalHeaders.smallEntry else { return try read(at: offset, count: count) }
    let available = centralDirectory.lowerBound - offset
    let piece = try read(at: offset, count: max(count, min(ZipLocalHeaders.pieceSize, available)))
    localHeaders.keep(piece, at: offset)
    return Array(piece[..<count])
  }

  /// Where an entry's data is in the file, compressed as it is.
  ///
  /// - Throws: as ``localHeader(of:)``.
  package func dataRange(of entry: ZipEntry) throws(ArchiveError) -> Range<Int> {
    let start = try localHeader(of: entry).dataOffset
    return start..<start + entry.compressedSize
  }

  /// Where an entry is with its header and, when it has one, its data descriptor.
  ///
  /// The descriptor's signature is optional (APPNOTE.TXT 4.3.9); one that does not fit is taken not to be there.
  func recordRange(of entry: ZipEntry, header: ZipLocalHeader) throws(ArchiveError) -> Range<Int> {
    let dataEnd = header.dataOffset + entry.compressedSize
    guard entry.hasDataDescriptor else { return entry.headerOffset..<dataEnd }
    let available = boundary(after: entry) - dataEnd
    guard available >= 12 else { return entry.headerOffset..<dataEnd }
    let signature = try read(at: dataEnd, count: 4).withUnsafeBytes { $0.u32(0) }
    let size = signature == 0x0807_4b50 ? 16 : 12
    return entry.headerOffset..<dataEnd + min(size, available)
  }

  func read(at offset: Int, count: Int) throws(ArchiveError) -> [UInt8] {
    try wrapping { () throws(BytesError) in try source.bytes(at: offset, count: count) }
  }
}
