import Bytes

/// A bounded reader of one Protocol Buffers message: its fields in the order in which they stand.
///
///     message := (tag value)*     tag := varint (field number << 3 | wire type)
///     wire types: 0 varint, 1 eight bytes, 2 length (varint) and bytes, 5 four bytes; no 3 and 4 (groups)
///
/// Source: <https://protobuf.dev/programming-guides/encoding/>.
struct ProtoReader {
  enum Value {
    case varint(UInt64)
    case fixed32(UInt32)
    case fixed64(UInt64)
    /// The bytes and where they start in the file.
    case bytes(ArraySlice<UInt8>, at: Int)
  }

  private var reader: ByteReader
  private let structure: AndroidStructure
  private let file: String

  init(_ bytes: ArraySlice<UInt8>, at offset: Int, structure: AndroidStructure, file: String) {
    reader = ByteReader(bytes, at: offset)
    self.structure = structure
    self.file = file
  }

  /// The next field; nil at the end of the message.
  ///
  /// - Throws: ``AndroidError/malformed(_:field:offset:file:)`` for a truncated field, an over-long varint,
  ///   field number 0 and wire types that proto3 does not write. Field numbers not known are for the caller
  ///   to skip.
  mutating func next() throws(AndroidError) -> (field: Int, value: Value)? {
    if reader.isAtEnd { return nil }
    let offset = reader.offset
    do {
      let tag = try varint()
      guard let tag, tag >> 3 != 0, tag >> 3 < 1 << 29 else { throw malformed("tag", offset) }
      let field = Int(tag >> 3)
      switch tag & 7 {
      case 0:
        guard let value = try varint() else { throw malformed("varint of field \(field)", offset) }
        return (field, .varint(value))
      case 1: return (field, .fixed64(try reader.u64()))
      case 5: return (field, .fixed32(try reader.u32()))
      case 2:
        guard let length = try varint(), length <= UInt64(reader.remaining) else {
          throw malformed("length of field \(field)", offset)
        }
        let start = reader.offset
        return (field, .bytes(try reader.bytes(Int(length)), at: start))
      default: throw malformed("wire type of field \(field)", offset)
      }
    } catch let error as AndroidError {
      throw error
    } catch {
      throw malformed("field", offset)
    }
  }

  /// A varint of at most ten bytes; nil when it is longer.
  private mutating func varint() throws(ByteReader.Overrun) -> UInt64? {
    var result: UInt64 = 0
    for shift in stride(from: 0, through: 63, by: 7) {
      let byte = try reader.u8()
      result |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { return result }
    }
    return nil
  }

  private func malformed(_ field: String, _ offset: Int) -> AndroidError {
    .malformed(structure, field: field, offset: offset, file: file)
  }
}
