package import Archives
import Bytes

/// The APK Signing Block, which stands between a package's entries and its central directory.
///
///     size of block, without this field   uint64
///     pairs:
///       length of id and value            uint64
///       id                                uint32
///       value
///     size of block, again                uint64
///     magic "APK Sig Block 42"            16 bytes
///
/// https://source.android.com/docs/security/features/apksigning/v2#apk-signing-block
package struct SigningBlock: Sendable {
  /// One value of the block and what it is.
  package struct Pair: Sendable {
    package let id: UInt32
    /// Where the value is in the file, in bytes from its start.
    package let offset: Int
    package let value: [UInt8]
  }

  /// The ids that are known here.
  package enum ID {
    package static let v2: UInt32 = 0x7109_871a
    package static let v3: UInt32 = 0xf053_68c0
    package static let v31: UInt32 = 0x1b93_ad61
    package static let padding: UInt32 = 0x4272_6577
  }

  /// Where the block is in the file.
  package let range: Range<Int>
  /// In the order of the block.
  package let pairs: [Pair]

  private static let magic = Array("APK Sig Block 42".utf8)
  private static let footerSize = 24
  /// The size field at the start.
  private static let headerSize = 8
  /// Signature blocks take kilobytes and frosting some more; this is what is read into memory at most.
  private static let largest = 32 << 20
  /// Verity wants what it hashes in pages, so the block begins and ends at a multiple of this.
  static let pageSize = 4096

  /// Finds the block that ends where the central directory begins; nil when there is none.
  ///
  /// As on Android, what is not a whole block with equal sizes and the magic is no block, and so is one when there are
  /// bytes between the central directory and the end record.
  ///
  /// - Throws: ``AndroidError/malformed(_:field:offset:file:)`` for pairs that do not add up to the block;
  ///   ``AndroidError/tooLarge(_:field:size:limit:file:)``.
  package init?(in directory: ZipDirectory) throws(AndroidError) {
    let end = directory.centralDirectory.lowerBound
    guard directory.endRecordOffset == directory.centralDirectory.upperBound,
      end >= Self.headerSize + Self.footerSize
    else { return nil }
    let source = directory.source
    let footer = try wrapping { () throws(BytesError) in
      try source.bytes(at: end - Self.footerSize, count: Self.footerSize)
    }
    guard footer.suffix(Self.magic.count) == Self.magic[...] else { return nil }
    let size = Self.number(footer)
    guard let size, size >= Self.footerSize, size <= end - Self.headerSize else { return nil }
    let start = end - Self.headerSize - size
    let header = try wrapping { () throws(BytesError) in try source.bytes(at: start, count: Self.headerSize) }
    guard Self.number(header) == size else { return nil }
    guard size <= Self.largest else {
      throw .tooLarge(.signingBlock, field: "size", size: size, limit: Self.largest, file: directory.name)
    }
    range = start..<end
    let bytes = try wrapping { () throws(BytesError) in
      try source.bytes(at: start + Self.headerSize, count: size - Self.footerSize)
    }
    pairs = try Self.pairs(ByteReader(bytes, at: start + Self.headerSize), file: directory.name)
  }

  /// The first value with an id, which is the one that Android takes.
  package func value(of id: UInt32) -> Pair? {
    pairs.first { $0.id == id }
  }

  /// Whether bytes hold the end of a block: a reader that searches for it would find another one.
  static func holdsMagic(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= magic.count, let first = magic.first else { return false }
    return (0...bytes.count - magic.count).contains { start in
      bytes[start] == first && bytes[start..<start + magic.count] == magic[...]
    }
  }

  private static func pairs(_ bytes: ByteReader, file: String) throws(AndroidError) -> [Pair] {
    var reader = bytes
    var pairs: [Pair] = []
    while !reader.isAtEnd {
      let start = reader.offset
      guard let length = try? reader.u64(), length >= 4, length <= UInt64(reader.remaining),
        let id = try? reader.u32()
      else { throw .malformed(.signingBlock, field: "pair", offset: start, file: file) }
      let offset = reader.offset
      guard let value = try? reader.bytes(Int(length) - 4) else {
        throw .malformed(.signingBlock, field: "pair", offset: start, file: file)
      }
      pairs.append(Pair(id: id, offset: offset, value: Array(value)))
    }
    return pairs
  }

  private static func number(_ bytes: [UInt8]) -> Int? {
    var reader = ByteReader(bytes)
    return (try? reader.u64()).flatMap { Int(exactly: $0) }
  }

  /// The bytes of a block with these values and as much padding as makes its length a multiple of a page.
  static func bytes(of values: [(id: UInt32, value: [UInt8])]) -> [UInt8] {
    var pairs: [UInt8] = []
    for (id, value) in values {
      pairs.append(u64: UInt64(value.count + 4))
      pairs.append(u32: id)
      pairs += value
    }
    let bare = headerSize + pairs.count + footerSize
    if !bare.isMultiple(of: pageSize) {
      let pairHeader = 12
      var padding = pageSize - bare % pageSize
      if padding < pairHeader { padding += pageSize }
      pairs.append(u64: UInt64(padding - 8))
      pairs.append(u32: ID.padding)
      pairs += repeatElement(0, count: padding - pairHeader)
    }
    let size = UInt64(pairs.count + footerSize)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerSize + Int(size))
    bytes.append(u64: size)
    bytes += pairs
    bytes.append(u64: size)
    bytes += magic
    return bytes
  }
}
