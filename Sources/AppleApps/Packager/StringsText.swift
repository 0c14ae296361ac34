/// A `.strings` file as text: the texts of an app in one language.
///
///     /* For people. */
///     "key" = "value";
///
/// UTF-8 or UTF-16; keys and values of letters and digits need no quotes; a key without value stands for itself. The
/// grammar is that of the property lists before XML (CoreFoundation, `CFOldStylePList.c`), of which only strings are
/// taken here.
struct StringsText {
  private let units: [UInt16]
  private var index = 0

  /// The entries in their order; nil for bytes that are no such text.
  static func entries(_ bytes: [UInt8]) -> [(key: String, value: String)]? {
    guard let units = units(bytes) else { return nil }
    var text = StringsText(units: units)
    return text.entries()
  }

  private init(units: [UInt16]) {
    self.units = units
  }

  /// The UTF-16 of the text; without a byte order mark it is in UTF-8.
  private static func units(_ bytes: [UInt8]) -> [UInt16]? {
    let isLittle = bytes.starts(with: [0xff, 0xfe])
    if isLittle || bytes.starts(with: [0xfe, 0xff]) {
      guard bytes.count % 2 == 0 else { return nil }
      return stride(from: 2, to: bytes.count, by: 2).map { at in
        let (low, high) = isLittle ? (bytes[at], bytes[at + 1]) : (bytes[at + 1], bytes[at])
        return UInt16(high) << 8 | UInt16(low)
      }
    }
    let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
    return String(validating: text, as: UTF8.self).map { Array($0.utf16) }
  }

  private mutating func entries() -> [(key: String, value: String)]? {
    var entries: [(key: String, value: String)] = []
    while true {
      guard skipBlanks() else { return nil }
      if index == units.count { return entries }
      guard let key = string(), skipBlanks() else { return nil }
      var value = key
      if take("=") {
        guard skipBlanks(), let stated = string(), skipBlanks() else { return nil }
        value = stated
      }
      guard take(";") else { return nil }
      entries.append((key, value))
    }
  }

  /// Goes on to what is neither blank nor comment; false for a comment without end.
  private mutating func skipBlanks() -> Bool {
    while let unit = peek() {
      if unit == 0x20 || (0x09...0x0d).contains(unit) || unit == 0x2028 || unit == 0x2029 {
        index += 1
      } else if unit == Self.slash, peek(1) == Self.slash {
        while let next = peek(), next != 0x0a, next != 0x0d { index += 1 }
      } else if unit == Self.slash, peek(1) == Self.star {
        index += 2
        while peek() != Self.star || peek(1) != Self.slash {
          guard index < units.count else { return false }
          index += 1
        }
        index += 2
      } else {
        return true
      }
    }
    return true
  }

  private mutating func string() -> String? {
    guard let first = peek() else { return nil }
    if first == Self.quote || first == Self.apostrophe {
      index += 1
      return quoted(by: first)
    }
    let start = index
    while let unit = peek(), Self.isPlain(unit) { index += 1 }
    return index > start ? String(decoding: units[start..<index], as: UTF16.self) : nil
  }

  /// The rest of a string, up to its quote.
  private mutating func quoted(by quote: UInt16) -> String? {
    var text: [UInt16] = []
    while let unit = next(), unit != 0 {
      if unit == quote { return String(decoding: text, as: UTF16.self) }
      guard unit == Self.backslash else {
        text.append(unit)
        continue
      }
      guard let escaped = escape() else { return nil }
      text.append(escaped)
    }
    return nil
  }

  /// What stands behind a backslash.
  private mutating func escape() -> UInt16? {
    guard let unit = next() else { return nil }
    switch UInt8(exactly: unit) ?? .max {
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0a
    case UInt8(ascii: "v"): return 0x0b
    case UInt8(ascii: "f"): return 0x0c
    case UInt8(ascii: "r"): return 0x0d
    case UInt8(ascii: "U"): return code(of: 4, radix: 16)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      index -= 1
      // Above 127 these are characters of NeXTSTEP's own set.
      return code(of: 3, radix: 8).flatMap { $0 < 0x80 ? $0 : nil }
    default: return unit
    }
  }

  private mutating func code(of digits: Int, radix: Int) -> UInt16? {
    guard units.count - index >= digits else { return nil }
    let text = String(decoding: units[index..<index + digits], as: UTF16.self)
    index += digits
    return text.first == "+" || text.first == "-" ? nil : UInt16(text, radix: radix)
  }

  private func peek(_ ahead: Int = 0) -> UInt16? {
    index + ahead < units.count ? units[index + ahead] : nil
  }

  private mutating func next() -> UInt16? {
    guard let unit = peek() else { return nil }
    index += 1
    return unit
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard let unit = peek(), UInt32(unit) == mark.value else { return false }
    index += 1
    return true
  }

  private static let slash = UInt16(UInt8(ascii: "/"))
  private static let star = UInt16(UInt8(ascii: "*"))
  private static let quote = UInt16(UInt8(ascii: "\""))
  private static let apostrophe = UInt16(UInt8(ascii: "'"))
  private static let backslash = UInt16(UInt8(ascii: "\\"))

  /// Whether a character may stand in a string without quotes.
  private static func isPlain(_ unit: UInt16) -> Bool {
    switch UInt8(exactly: unit) ?? .max {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "/"),
      UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
