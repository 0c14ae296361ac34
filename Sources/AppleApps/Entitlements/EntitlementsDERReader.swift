import PropertyLists

/// Reads entitlements as ``EntitlementsDER`` describes.
struct EntitlementsDERReader {
  private typealias Tag = EntitlementsDER

  /// One element: identifier octet and content.
  private struct Element {
    let tag: UInt8
    let offset: Int
    let content: ArraySlice<UInt8>
  }

  private static let byteLimit = 1 << 20

  private let file: String

  static func read(_ bytes: [UInt8], file: String) throws(AppleError) -> [String: PropertyList] {
    guard bytes.count <= byteLimit else {
      throw .tooLarge(.entitlements, field: "DER", size: bytes.count, limit: byteLimit, file: file)
    }
    let reader = EntitlementsDERReader(file: file)
    var rest = bytes[...]
    var root = try reader.next(&rest, "root")
    guard rest.isEmpty else { throw reader.malformed("end", at: rest.startIndex) }
    if root.tag == Tag.versioned {
      rest = root.content
      let version = try reader.next(&rest, "version")
      guard version.tag == Tag.integer else { throw reader.malformed("version", at: version.offset) }
      let number = try reader.integer(version)
      guard number == EntitlementsDER.version else {
        throw .unsupported(.entitlements, feature: "DER version \(number)", file: file)
      }
      root = try reader.next(&rest, "root")
      guard rest.isEmpty else { throw reader.malformed("end", at: rest.startIndex) }
    }
    guard root.tag == Tag.dictionary || root.tag == Tag.set else {
      throw reader.malformed("root", at: root.offset)
    }
    return try reader.dictionary(root, level: 1)
  }

  private func value(_ element: Element, level: Int) throws(AppleError) -> PropertyList {
    switch element.tag {
    case Tag.boolean:
      guard element.content.count == 1, let octet = element.content.first, octet == 0 || octet == 0xff else {
        throw malformed("boolean", at: element.offset)
      }
      return .boolean(octet == 0xff)
    case Tag.integer: return .integer(try integer(element))
    case Tag.string: return .string(try string(element))
    case Tag.sequence:
      try checkLevel(level)
      var rest = element.content
      var array: [PropertyList] = []
      while !rest.isEmpty { array.append(try value(next(&rest, "array"), level: level + 1)) }
      return .array(array)
    case Tag.dictionary, Tag.set: return .dictionary(try dictionary(element, level: level))
    default: throw malformed("tag", at: element.offset)
    }
  }

  private func dictionary(_ element: Element, level: Int) throws(AppleError) -> [String: PropertyList] {
    try checkLevel(level)
    var values: [String: PropertyList] = [:]
    var rest = element.content
    while !rest.isEmpty {
      let entry = try next(&rest, "dictionary")
      guard entry.tag == Tag.sequence else { throw malformed("dictionary", at: entry.offset) }
      var parts = entry.content
      let key = try next(&parts, "key")
      guard key.tag == Tag.string else { throw malformed("key", at: key.offset) }
      let value = try value(next(&parts, "value"), level: level + 1)
      guard parts.isEmpty else { throw malformed("dictionary", at: parts.startIndex) }
      guard values.updateValue(value, forKey: try string(key)) == nil else {
        throw malformed("key that is there twice", at: key.offset)
      }
    }
    return values
  }

  private func string(_ element: Element) throws(AppleError) -> String {
    guard let string = String(validating: element.content, as: UTF8.self) else {
      throw malformed("string", at: element.offset)
    }
    return string
  }

  /// Two's complement of at most eight bytes, no more than it needs (X.690 §8.3.2).
  private func integer(_ element: Element) throws(AppleError) -> Int {
    let content = Array(element.content)
    guard (1...8).contains(content.count),
      content.count == 1
        || !(content[0] == 0 && content[1] < 0x80 || content[0] == 0xff && content[1] >= 0x80)
    else { throw malformed("integer", at: element.offset) }
    return content.reduce(content[0] >= 0x80 ? -1 : 0) { $0 << 8 | Int($1) }
  }

  private func checkLevel(_ level: Int) throws(AppleError) {
    guard level <= PropertyListLimits.levels else {
      throw .tooLarge(
        .entitlements, field: "levels", size: level, limit: PropertyListLimits.levels, file: file)
    }
  }

  private func next(_ rest: inout ArraySlice<UInt8>, _ field: String) throws(AppleError) -> Element {
    let offset = rest.startIndex
    guard rest.count >= 2 else { throw malformed(field, at: offset) }
    let first = rest[offset + 1]
    var start = offset + 2
    var length = Int(first)
    if first >= 0x80 {
      let width = Int(first & 0x7f)
      // No length of these bounded bytes needs more than three.
      guard (1...4).contains(width), rest.endIndex - start >= width else {
        throw malformed(field, at: offset)
      }
      length = rest[start..<start + width].reduce(0) { $0 << 8 | Int($1) }
      start += width
    }
    guard length <= rest.endIndex - start else { throw malformed(field, at: offset) }
    let element = Element(tag: rest[offset], offset: offset, content: rest[start..<start + length])
    rest = rest[(start + length)...]
    return element
  }

  private func malformed(_ field: String, at offset: Int) -> AppleError {
    .malformed(.entitlements, field: field, offset: offset, file: file)
  }
}
