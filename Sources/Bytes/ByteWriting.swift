/// Little-endian numbers and length prefixes, as ZIP and the APK Signing Block write them.
extension [UInt8] {
  /// Appends two bytes.
  package mutating func append(u16 value: UInt16) {
    append(contentsOf: [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)])
  }

  /// Appends four bytes.
  package mutating func append(u32 value: UInt32) {
    append(u16: UInt16(truncatingIfNeeded: value))
    append(u16: UInt16(truncatingIfNeeded: value >> 16))
  }

  /// Appends eight bytes.
  package mutating func append(u64 value: UInt64) {
    append(u32: UInt32(truncatingIfNeeded: value))
    append(u32: UInt32(truncatingIfNeeded: value >> 32))
  }

  /// Appends the bytes behind their count as a 32-bit number.
  package mutating func append(lengthPrefixed bytes: [UInt8]) {
    append(u32: UInt32(truncatingIfNeeded: bytes.count))
    append(contentsOf: bytes)
  }
}
