package import struct FoundationEssentials.Data
package import class FoundationEssentials.JSONDecoder
package import class FoundationEssentials.JSONEncoder

/// The one way Slipway writes and reads JSON: sorted keys, slashes as they are, ISO 8601 times.
package enum JSONDocument {
  /// A document over several lines, for files and for people who look at output.
  ///
  /// - Throws: `EncodingError` for a number that JSON cannot hold.
  package static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// One line, for a stream of events.
  package static func line(_ value: some Encodable) throws -> String {
    String(decoding: try data(value), as: UTF8.self)
  }

  /// The bytes of ``line(_:)``, for records that a program reads back.
  package static func data(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    return try encoder.encode(value)
  }

  /// - Throws: `DecodingError` when the bytes are not what was written for that type.
  package static func read<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(type, from: data)
  }
}
