/// Text as `DataOutput.writeUTF` of Java writes it: NUL takes two bytes, and each half of a surrogate pair three.
///
/// https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/io/DataInput.html#modified-utf-8
enum ModifiedUTF8 {
  /// The text; nil when the bytes are not such.
  static func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count)
    var rest = bytes
    while let first = rest.popFirst() {
      let following = first & 0x80 == 0 ? 0 : first & 0xe0 == 0xc0 ? 1 : first & 0xf0 == 0xe0 ? 2 : -1
      guard following >= 0, rest.count >= following else { return nil }
      var unit = UInt16(following == 0 ? first : first & (following == 1 ? 0x1f : 0x0f))
      for octet in rest.prefix(following) {
        guard octet & 0xc0 == 0x80 else { return nil }
        unit = unit << 6 | UInt16(octet & 0x3f)
      }
      rest = rest.dropFirst(following)
      units.append(unit)
    }
    return String(decoding: units, as: UTF16.self)
  }

  static func encode(_ text: String) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let last = UInt8(truncatingIfNeeded: unit & 0x3f | 0x80)
      switch unit {
      case 0x01...0x7f: return [UInt8(unit)]
      case ...0x7ff: return [UInt8(0xc0 | unit >> 6), last]
      default: return [UInt8(0xe0 | unit >> 12), UInt8(unit >> 6 & 0x3f | 0x80), last]
      }
    }
  }
}
