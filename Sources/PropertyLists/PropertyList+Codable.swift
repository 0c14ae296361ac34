import FoundationEssentials

/// As plain values of JSON: data as base 64, dates as ISO 8601, both of which are read back as strings.
extension PropertyList: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .real(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([PropertyList].self) {
      self = .array(value)
    } else {
      self = .dictionary(try container.decode([String: PropertyList].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .string(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    // JSON has no words for infinity and for what is no number.
    case .real(let value) where !value.isFinite: try container.encode("\(value)")
    case .real(let value): try container.encode(value)
    case .boolean(let value): try container.encode(value)
    case .date(let value): try container.encode(value.ISO8601Format())
    case .data(let value): try container.encode(Data(value).base64EncodedString())
    case .array(let value): try container.encode(value)
    case .dictionary(let value): try container.encode(value)
    }
  }
}
