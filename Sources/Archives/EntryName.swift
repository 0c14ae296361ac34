/// The rules for names in archives.
enum EntryName {
  enum Flaw: Equatable {
    /// Absolute, or with a component `..`, whichever way its separators lean.
    case escapes
    /// Empty, or with a NUL or a line break.
    case malformed
  }

  /// What is wrong with a name, or nil.
  static func flaw(in name: some Sequence<UInt8>) -> Flaw? {
    var length = 0
    var dots = 0
    var component = 0
    var isMalformed = false
    for byte in name {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "\\"):
        if length == 0 || (component == 2 && dots == 2) { return .escapes }
        (component, dots) = (0, 0)
      case 0, 0x0a, 0x0d:
        isMalformed = true
        component += 1
      default:
        component += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
      length += 1
    }
    if component == 2, dots == 2 { return .escapes }
    return isMalformed || length == 0 ? .malformed : nil
  }
}
