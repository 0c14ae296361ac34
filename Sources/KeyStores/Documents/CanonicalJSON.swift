import FoundationEssentials

/// JSON in the one form that signatures are over: no blanks, members sorted, slashes as they are, times in ISO 8601
/// with whole seconds.
enum CanonicalJSON {
  /// The bytes that are signed.
  static func data(_ value: some Encodable) -> [UInt8] {
    // Only a number that JSON cannot hold makes this fail, and no document has one.
    (try? encoder([]).encode(value)).map(Array.init) ?? []
  }

  /// The same over several lines, as it stands in files, so that git and people see what changed.
  static func text(_ value: some Encodable) -> [UInt8] {
    let data = (try? encoder(.prettyPrinted).encode(value)).map(Array.init) ?? []
    return data + [0x0a]
  }

  /// Nil when the bytes are not what was written for that type.
  static func read<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try? decoder.decode(type, from: Data(bytes))
  }

  private static func encoder(_ further: JSONEncoder.OutputFormatting) -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = further.union([.sortedKeys, .withoutEscapingSlashes])
    encoder.dateEncodingStrategy = .iso8601
    return encoder
  }
}
