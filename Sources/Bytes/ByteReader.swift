/// A cursor over bytes that were read from a file nobody vouches for.
///
/// Numbers are little-endian unless told. Every read is checked against what is there, so a length field that lies
/// ends in an ``Overrun`` with the offset, never in a trap or an allocation.
package struct ByteReader: Sendable {
  /// A structure that wanted more bytes than there are.
  package struct Overrun: Error, Equatable, Sendable {
    /// Where the read began, counted as ``ByteReader/offset`` counts.
    package let offset: Int
    /// The bytes asked for.
    package let wanted: Int
    /// The bytes that were left.
    package let available: Int
  }

  private let bytes: ArraySlice<UInt8>
  private var position: Int
  private let base: Int

  /// A reader at the start of the bytes.
  ///
  /// - Parameter base: the offset of the first byte in the file, so that messages can name places in the file.
  package init(_ bytes: ArraySlice<UInt8>, at base: Int = 0) {
    self.bytes = bytes
    self.base = base
    position = bytes.startIndex
  }

  package init(_ bytes: [UInt8], at base: Int = 0) {
    self.init(bytes[...], at: base)
  }

  /// The offset of the next byte, counted from the base given.
  package var offset: Int { base + (position - bytes.startIndex) }

  /// The number of bytes left.
  package var remaining: Int { bytes.endIndex - position }

  package var isAtEnd: Bool { position == bytes.endIndex }

  /// The next `count` bytes.
  ///
  /// - Throws: ``Overrun``, as do all that follow, when fewer are left; the reader then stays where it is.
  package mutating func bytes(_ count: Int) throws(Overrun) -> ArraySlice<UInt8> {
    guard count >= 0, count <= remaining else {
      throw Overrun(offset: offset, wanted: count, available: remaining)
    }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// Passes over `count` bytes.
  package mutating func skip(_ count: Int) throws(Overrun) {
    _ = try bytes(count)
  }

  /// The next byte.
  package mutating func u8() throws(Overrun) -> UInt8 {
    guard remaining >= 1 else { throw Overrun(offset: offset, wanted: 1, available: 0) }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next two bytes as a number, little-endian unless told.
  package mutating func u16(bigEndian: Bool = false) throws(Overrun) -> UInt16 {
    UInt16(truncatingIfNeeded: try number(of: 2, bigEndian: bigEndian))
  }

  /// The next four bytes as a number, little-endian unless told.
  package mutating func u32(bigEndian: Bool = false) throws(Overrun) -> UInt32 {
    UInt32(truncatingIfNeeded: try number(of: 4, bigEndian: bigEndian))
  }

  /// The next eight bytes as a number, little-endian unless told.
  package mutating func u64(bigEndian: Bool = false) throws(Overrun) -> UInt64 {
    try number(of: 8, bigEndian: bigEndian)
  }

  /// The bytes behind a 32-bit little-endian length, as a reader of their own whose offsets go on counting.
  package mutating func lengthPrefixed() throws(Overrun) -> ByteReader {
    let count = Int(try u32())
    let start = offset
    return ByteReader(try bytes(count), at: start)
  }

  /// All that is left.
  package mutating func rest() -> ArraySlice<UInt8> {
    defer { position = bytes.endIndex }
    return bytes[position...]
  }

  private mutating func number(of count: Int, bigEndian: Bool) throws(Overrun) -> UInt64 {
    let part = try bytes(count)
    return bigEndian
      ? part.reduce(0) { $0 << 8 | UInt64($1) } : part.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
