import struct FoundationEssentials.Data

/// Reads a property list in XML.
///
///     <!ENTITY % plistObject "(array | data | date | dict | real | integer | string | true | false)">
///     <!ELEMENT plist %plistObject;>
///     <!ELEMENT array (%plistObject;)*>
///     <!ELEMENT dict (key, %plistObject;)*>
///
/// http://www.apple.com/DTDs/PropertyList-1.0.dtd
struct XMLPropertyListReader {
  private typealias Tag = XMLScanner.Tag

  private var scanner: XMLScanner
  private var values = 0

  static func read(_ bytes: [UInt8]) throws(PropertyListError) -> PropertyList {
    let start = try start(of: bytes)
    // Lists in code signatures can have zero bytes behind them.
    let end = bytes.lastIndex { $0 != 0 } ?? 0
    var reader = XMLPropertyListReader(scanner: XMLScanner(Array(bytes[...end]), at: start))
    try reader.scanner.skipProlog()
    guard let tag = try reader.scanner.tag() else { throw .notAPropertyList }
    let value: PropertyList
    if tag.name == "plist" {
      guard tag.kind == .start else { throw .malformed(what: "plist element", offset: tag.offset) }
      value = try reader.value(reader.anyTag(in: tag), level: 0)
      try reader.end(tag)
    } else {
      guard elements.contains(tag.name) else { throw .notAPropertyList }
      value = try reader.value(tag, level: 0)
    }
    if let further = try reader.scanner.tag() {
      throw .malformed(what: "second value", offset: further.offset)
    }
    return value
  }

  private static let elements: Set = [
    "array", "data", "date", "dict", "real", "integer", "string", "true", "false",
  ]

  /// Where the document begins, behind a byte order mark.
  private static func start(of bytes: [UInt8]) throws(PropertyListError) -> Int {
    if bytes.starts(with: [0xfe, 0xff]) || bytes.starts(with: [0xff, 0xfe])
      || bytes.starts(with: [0x3c, 0]) || bytes.starts(with: [0, 0x3c])
    {
      throw .malformed(what: "UTF-16", offset: 0)
    }
    let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    let first = bytes[start...].first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d }
    guard first == UInt8(ascii: "<") else { throw .notAPropertyList }
    return start
  }

  /// The value that begins with a tag, `level` arrays and dictionaries down.
  private mutating func value(_ tag: Tag, level: Int) throws(PropertyListError) -> PropertyList {
    try count()
    switch tag.name {
    case "dict": return .dictionary(try dictionary(tag, level: level + 1))
    case "array": return .array(try array(tag, level: level + 1))
    case "string": return .string(try text(tag))
    case "integer": return .integer(try parse(tag, Self.integer))
    case "real": return .real(try parse(tag, Self.real))
    case "date": return .date(try parse(tag) { PropertyListDate.date(Self.trim($0)) })
    case "data": return .data(try parse(tag, Self.data))
    case "true", "false":
      if try !text(tag).allSatisfy(\.isWhitespace) {
        throw .malformed(what: "\(tag.name) element", offset: tag.offset)
      }
      return .boolean(tag.name == "true")
    default: throw .malformed(what: "element that is no value", offset: tag.offset)
    }
  }

  private mutating func dictionary(
    _ tag: Tag, level: Int
  ) throws(PropertyListError) -> [String: PropertyList] {
    try checkLevel(level)
    var dictionary: [String: PropertyList] = [:]
    guard tag.kind != .empty else { return dictionary }
    while true {
      let next = try anyTag(in: tag)
      if next.kind == .end {
        try check(next, ends: tag)
        return dictionary
      }
      guard next.name == "key" else {
        throw .malformed(what: "dictionary without a key", offset: next.offset)
      }
      try count()
      let key = try text(next)
      let valueTag = try anyTag(in: tag)
      guard valueTag.kind != .end else {
        throw .malformed(what: "dictionary with a key without a value", offset: valueTag.offset)
      }
      guard dictionary.updateValue(try value(valueTag, level: level), forKey: key) == nil else {
        throw .malformed(what: "dictionary with a key twice", offset: next.offset)
      }
    }
  }

  private mutating func array(_ tag: Tag, level: Int) throws(PropertyListError) -> [PropertyList] {
    try checkLevel(level)
    var array: [PropertyList] = []
    guard tag.kind != .empty else { return array }
    while true {
      let next = try anyTag(in: tag)
      if next.kind == .end {
        try check(next, ends: tag)
        return array
      }
      array.append(try value(next, level: level))
    }
  }

  private func checkLevel(_ level: Int) throws(PropertyListError) {
    guard level <= PropertyListLimits.levels else {
      throw .tooLarge(what: "levels", limit: PropertyListLimits.levels)
    }
  }

  private mutating func count() throws(PropertyListError) {
    values += 1
    guard values <= PropertyListLimits.values else {
      throw .tooLarge(what: "values", limit: PropertyListLimits.values)
    }
  }

  /// The text of an element that has nothing else in it.
  private mutating func text(_ tag: Tag) throws(PropertyListError) -> String {
    guard tag.kind == .start else {
      if tag.kind == .empty { return "" }
      throw .malformed(what: "end tag", offset: tag.offset)
    }
    let text = try scanner.text()
    try end(tag)
    return text
  }

  private mutating func parse<Value>(
    _ tag: Tag, _ read: (String.UTF8View) -> Value?
  ) throws(PropertyListError) -> Value {
    guard let value = read(try text(tag).utf8) else {
      throw .malformed(what: "\(tag.name) element", offset: tag.offset)
    }
    return value
  }

  private mutating func anyTag(in parent: Tag) throws(PropertyListError) -> Tag {
    guard let tag = try scanner.tag() else {
      throw .malformed(what: "\(parent.name) element that does not end", offset: parent.offset)
    }
    return tag
  }

  private mutating func end(_ tag: Tag) throws(PropertyListError) {
    try check(try anyTag(in: tag), ends: tag)
  }

  private func check(_ end: Tag, ends tag: Tag) throws(PropertyListError) {
    guard end.kind == .end, end.name == tag.name else {
      throw .malformed(what: "\(tag.name) element with something else in it", offset: end.offset)
    }
  }

  private static func trim(_ text: String.UTF8View) -> [UInt8] {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
    return Array(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }

  /// Decimal, or hexadecimal behind `0x`, as Apple reads it too.
  private static func integer(_ text: String.UTF8View) -> Int? {
    let text = String(decoding: trim(text), as: UTF8.self)
    let sign = text.hasPrefix("-") ? "-" : ""
    let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard digits.first?.isHexDigit == true else { return nil }
    guard digits.hasPrefix("0x") || digits.hasPrefix("0X") else { return Int(sign + digits) }
    guard digits.dropFirst(2).first?.isHexDigit == true else { return nil }
    return Int(sign + digits.dropFirst(2), radix: 16)
  }

  private static func real(_ text: String.UTF8View) -> Double? {
    let text = trim(text)
    return text.count <= 1024 ? Double(String(decoding: text, as: UTF8.self)) : nil
  }

  private static func data(_ text: String.UTF8View) -> [UInt8]? {
    let characters = text.filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d }
    return Data(base64Encoded: Data(characters)).map(Array.init)
  }
}
