import Cryptography

/// A secret key in a JCEKS: a serialised Java object without a length, which is passed over.
///
///     stream  ::= AC ED 00 05 object
///     object  ::= 73 class values                                     of the superclass first
///     class   ::= 72 name (text) version (u64) flags (u8) count (u16) field… 78 superclass
///     field   ::= type (u8) name (text), and for [ and L: 74 its class (text), or 71 handle (u32)
///     value   ::= 70 (null) | 71 handle (u32) | 74 text | 75 class length (u32) bytes
///
/// Java Object Serialization Specification §6.4, as far as `javax.crypto.SealedObject` needs it: its fields are byte
/// arrays and strings.
enum SealedSecretKey {
  /// Passes over one.
  ///
  /// - Throws: ``CryptographyError/malformed(structure:offset:)`` also for any other object.
  static func skip(in reader: inout KeystoreReader) throws(CryptographyError) {
    let failure = reader.malformed
    guard try reader.bytes(5).elementsEqual([0xac, 0xed, 0, 5, Tag.object]),
      try reader.u8() == Tag.classDescription
    else { throw failure }
    var fieldCount = try skipClass(in: &reader)
    var depth = 0
    while case let tag = try reader.u8(), tag != Tag.null {
      depth += 1
      guard tag == Tag.classDescription, depth < 4 else { throw reader.malformed }
      fieldCount += try skipClass(in: &reader)
    }
    for _ in 0..<fieldCount { try skipValue(in: &reader) }
  }

  /// - Returns: how many fields it has.
  private static func skipClass(in reader: inout KeystoreReader) throws(CryptographyError) -> Int {
    _ = try reader.text()
    _ = try reader.bytes(8 + 1)
    let count = try reader.u16()
    for _ in 0..<count {
      let type = try reader.u8()
      _ = try reader.text()
      guard type == UInt8(ascii: "[") || type == UInt8(ascii: "L") else { throw reader.malformed }
      try skipValue(in: &reader)
    }
    guard try reader.u8() == Tag.endOfBlock else { throw reader.malformed }
    return count
  }

  private static func skipValue(in reader: inout KeystoreReader) throws(CryptographyError) {
    switch try reader.u8() {
    case Tag.null: return
    case Tag.reference: _ = try reader.bytes(4)
    case Tag.string: _ = try reader.text()
    case Tag.array:
      switch try reader.u8() {
      case Tag.reference: _ = try reader.bytes(4)
      case Tag.classDescription:
        guard try skipClass(in: &reader) == 0, try reader.u8() == Tag.null else { throw reader.malformed }
      default: throw reader.malformed
      }
      _ = try reader.block()
    default: throw reader.malformed
    }
  }

  private enum Tag {
    static let null: UInt8 = 0x70
    static let reference: UInt8 = 0x71
    static let classDescription: UInt8 = 0x72
    static let object: UInt8 = 0x73
    static let string: UInt8 = 0x74
    static let array: UInt8 = 0x75
    static let endOfBlock: UInt8 = 0x78
  }
}
