/// The last 32 bytes of a binary property list.
///
///     typedef struct {
///         uint8_t   _unused[5];
///         uint8_t   _sortVersion;
///         uint8_t   _offsetIntSize;
///         uint8_t   _objectRefSize;
///         uint64_t  _numObjects;
///         uint64_t  _topObject;
///         uint64_t  _offsetTableOffset;
///     } CFBinaryPlistTrailer;
///
/// CoreFoundation, `ForFoundationOnly.h`. Numbers are big-endian.
struct BinaryTrailer {
  static let size = 32

  private let offsetSize: Int
  let referenceSize: Int
  let objectCount: Int
  let topObject: Int
  /// Where the offset table begins, which is behind the last object.
  let offsetTable: Int

  /// - Throws: when the objects and their table do not fit between header and trailer.
  init(of bytes: [UInt8]) throws(PropertyListError) {
    let start = bytes.count - Self.size
    guard start > 8 else { throw .malformed(what: "trailer", offset: 0) }
    offsetSize = Int(bytes[start + 6])
    referenceSize = Int(bytes[start + 7])
    guard (1...8).contains(offsetSize), (1...8).contains(referenceSize) else {
      throw .malformed(what: "sizes in the trailer", offset: start + 6)
    }
    let count = Self.number(bytes[start + 8..<start + 16])
    let top = Self.number(bytes[start + 16..<start + 24])
    let table = Self.number(bytes[start + 24..<start + 32])
    guard table > 8, table < UInt64(start) else {
      throw .malformed(what: "offset table offset", offset: start + 24)
    }
    guard count > 0, count <= (UInt64(start) - table) / UInt64(offsetSize) else {
      throw .malformed(what: "object count in the trailer", offset: start + 8)
    }
    guard count <= UInt64(PropertyListLimits.values) else {
      throw .tooLarge(what: "values", limit: PropertyListLimits.values)
    }
    guard top < count else { throw .malformed(what: "top object", offset: start + 16) }
    objectCount = Int(count)
    topObject = Int(top)
    offsetTable = Int(table)
  }

  /// Where an object of the table begins.
  ///
  /// - Throws: when that is not between header and table.
  func offset(of object: Int, in bytes: [UInt8]) throws(PropertyListError) -> Int {
    let start = offsetTable + object * offsetSize
    let offset = Self.number(bytes[start..<start + offsetSize])
    guard offset >= 8, offset < UInt64(offsetTable) else {
      throw .malformed(what: "object offset", offset: start)
    }
    return Int(offset)
  }

  /// A big-endian number of at most eight bytes.
  static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
