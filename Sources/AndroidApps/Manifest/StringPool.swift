import Bytes

/// The strings of a binary XML file, decoded one by one as they are asked for.
///
///     struct ResStringPool_header {
///       ResChunk_header header;             // type 0x0001
///       uint32_t stringCount, styleCount;
///       uint32_t flags;                     // SORTED 1 << 0, UTF8 1 << 8
///       uint32_t stringsStart, stylesStart; // from the start of the chunk
///     };                                    // then stringCount offsets from stringsStart
///
/// A UTF-16 string is its length in code units (one u16, or two when the high bit is set) and the units. A
/// UTF-8 string is its length in UTF-16 units and in bytes (one byte each, or two when the high bit is set)
/// and the bytes. Source: `frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h`.
struct StringPool {
  private let chunk: ArraySlice<UInt8>
  private let base: Int
  private let file: String
  private let count: Int
  private let offsets: Int
  private let strings: Int
  private let isUTF8: Bool
  private var decoded: [Int: String] = [:]
  private var textLeft = CompiledElement.Limit.text

  /// Reads the header of a pool.
  ///
  /// `chunk` is the whole chunk, which starts at `base` in `file`.
  ///
  /// - Throws: ``AndroidError/malformed(_:field:offset:file:)`` when the table of offsets or the strings'
  ///   start lie outside the chunk. Strings that do not fit are met only when they are asked for.
  init(_ chunk: ArraySlice<UInt8>, header: Int, at base: Int, of file: String) throws(AndroidError) {
    func malformed(_ field: String, _ offset: Int) -> AndroidError {
      .malformed(.stringPool, field: field, offset: base + offset, file: file)
    }
    self.chunk = chunk
    self.base = base
    self.file = file
    var reader = ByteReader(chunk, at: base)
    do {
      try reader.skip(8)
      count = Int(try reader.u32())
      try reader.skip(4)
      isUTF8 = try reader.u32() & 0x100 != 0
      strings = Int(try reader.u32())
    } catch { throw malformed("header", 0) }
    offsets = header
    guard header >= 28, count <= (chunk.count - header) / 4 else { throw malformed("stringCount", 8) }
    guard count == 0 || strings <= chunk.count else { throw malformed("stringsStart", 20) }
  }

  /// The string of an index; nil for 0xffffffff, which means none.
  ///
  /// Ill-formed text is repaired with U+FFFD, not refused: it is the platform's habit too.
  ///
  /// - Throws: ``AndroidError/malformed(_:field:offset:file:)`` for an index or a string outside the pool;
  ///   ``AndroidError/tooLarge(_:field:size:limit:file:)`` when a file asks for more text than any manifest
  ///   has.
  mutating func string(_ index: UInt32) throws(AndroidError) -> String? {
    if index == .max { return nil }
    guard index < count else {
      throw .malformed(.stringPool, field: "string index \(index)", offset: base, file: file)
    }
    if let known = decoded[Int(index)] { return known }
    let text: String
    do {
      var table = ByteReader(chunk, at: base)
      try table.skip(offsets + 4 * Int(index))
      let offset = Int(try table.u32())
      var reader = ByteReader(chunk, at: base)
      try reader.skip(strings)
      try reader.skip(offset)
      text = isUTF8 ? try Self.utf8(&reader) : try Self.utf16(&reader)
    } catch {
      throw .malformed(
        .stringPool, field: "string \(index)", offset: base + offsets + 4 * Int(index), file: file)
    }
    textLeft -= text.utf8.count
    guard textLeft >= 0 else {
      let limit = CompiledElement.Limit.text
      throw .tooLarge(.stringPool, field: "text", size: limit - textLeft, limit: limit, file: file)
    }
    decoded[Int(index)] = text
    return text
  }

  private static func utf8(_ reader: inout ByteReader) throws(ByteReader.Overrun) -> String {
    func length() throws(ByteReader.Overrun) -> Int {
      let first = Int(try reader.u8())
      return first & 0x80 == 0 ? first : (first & 0x7f) << 8 | Int(try reader.u8())
    }
    _ = try length()
    return String(decoding: try reader.bytes(try length()), as: UTF8.self)
  }

  private static func utf16(_ reader: inout ByteReader) throws(ByteReader.Overrun) -> String {
    let first = Int(try reader.u16())
    let length = first & 0x8000 == 0 ? first : (first & 0x7fff) << 16 | Int(try reader.u16())
    let bytes = try reader.bytes(2 * length)
    let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).lazy
      .map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
    return String(decoding: Array(units), as: UTF16.self)
  }
}
