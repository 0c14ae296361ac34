/// Entitlements in DER.
///
///     Entitlements ::= [APPLICATION 16] IMPLICIT SEQUENCE { version INTEGER (1), value Value }
///     Value        ::= CHOICE { BOOLEAN, INTEGER, UTF8String, Array, Dictionary }
///     Array        ::= SEQUENCE OF Value
///     Dictionary   ::= [CONTEXT 16] IMPLICIT SEQUENCE OF Entry, sorted by key
///     Entry        ::= SEQUENCE { key UTF8String, value Value }
///
/// Until 2021, a Dictionary was a SET OF Entry and stood alone.
enum EntitlementsDER {
  static let boolean: UInt8 = 0x01
  static let integer: UInt8 = 0x02
  static let string: UInt8 = 0x0c
  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31
  static let versioned: UInt8 = 0x70
  static let dictionary: UInt8 = 0xb0

  static let version = 1
}
