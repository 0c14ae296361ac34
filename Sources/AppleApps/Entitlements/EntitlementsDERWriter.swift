import PropertyLists

/// Writes entitlements as ``EntitlementsDER`` describes.
enum EntitlementsDERWriter {
  static func write(_ values: [String: PropertyList]) throws(AppleError) -> [UInt8] {
    let version = encode(EntitlementsDER.integer, integer(EntitlementsDER.version))
    return encode(EntitlementsDER.versioned, version + (try dictionary(values, of: nil, level: 1)))
  }

  /// - Parameter entitlement: the entitlement that the value is in.
  private static func value(
    _ value: PropertyList, of entitlement: String, level: Int
  ) throws(AppleError) -> [UInt8] {
    let kind: String
    switch value {
    case .boolean(let value): return encode(EntitlementsDER.boolean, [value ? 0xff : 0])
    case .integer(let number): return encode(EntitlementsDER.integer, integer(number))
    case .string(let text): return encode(EntitlementsDER.string, Array(text.utf8))
    case .array(let elements):
      try checkLevel(level)
      var content: [UInt8] = []
      for element in elements { content += try Self.value(element, of: entitlement, level: level + 1) }
      return encode(EntitlementsDER.sequence, content)
    case .dictionary(let values): return try dictionary(values, of: entitlement, level: level)
    case .real: kind = "real"
    case .date: kind = "date"
    case .data: kind = "data"
    }
    throw .cannotSign(.entitlementValue(key: entitlement, kind: kind))
  }

  private static func dictionary(
    _ values: [String: PropertyList], of entitlement: String?, level: Int
  ) throws(AppleError) -> [UInt8] {
    try checkLevel(level)
    var content: [UInt8] = []
    for (key, value) in values.sorted(by: { $0.key.precedesByBytes($1.key) }) {
      let encoded = try Self.value(value, of: entitlement ?? key, level: level + 1)
      content += encode(EntitlementsDER.sequence, encode(EntitlementsDER.string, Array(key.utf8)) + encoded)
    }
    return encode(EntitlementsDER.dictionary, content)
  }

  private static func checkLevel(_ level: Int) throws(AppleError) {
    guard level <= PropertyListLimits.levels else {
      throw .tooLarge(
        .entitlements, field: "levels", size: level, limit: PropertyListLimits.levels, file: "entitlements")
    }
  }

  /// A number in two's complement, of as many bytes as it needs (X.690 §8.3).
  private static func integer(_ number: Int) -> [UInt8] {
    let bytes = (0..<8).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    let redundant = zip(bytes, bytes.dropFirst()).prefix {
      $0 == 0 && $1 < 0x80 || $0 == 0xff && $1 >= 0x80
    }
    return Array(bytes.dropFirst(Array(redundant).count))
  }

  private static func encode(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    guard content.count >= 0x80 else { return [tag, UInt8(content.count)] + content }
    let length = (0..<8).reversed().map { UInt8(truncatingIfNeeded: content.count >> (8 * $0)) }
      .drop { $0 == 0 }
    return [tag, 0x80 | UInt8(length.count)] + length + content
  }
}
