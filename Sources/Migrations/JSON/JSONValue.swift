import FoundationEssentials

/// Any JSON, without the values that nothing here looks at.
indirect enum JSONValue: Decodable {
  case null
  case string(String)
  case object([String: JSONValue])
  /// A number, boolean or array.
  case other

  /// Honest files of other tools have some four levels.
  private static let depthLimit = 32

  /// Nil for what is no JSON, and for what is nested too deep to be looked at.
  init?(_ bytes: [UInt8]) {
    guard Self.depth(of: bytes) <= Self.depthLimit,
      let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    else { return nil }
    self = value
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let members = try? container.decode([String: JSONValue].self) {
      self = .object(members)
    } else {
      self = .other
    }
  }

  /// How deep objects and arrays are nested, whatever else is in the text.
  private static func depth(of bytes: [UInt8]) -> Int {
    var (depth, deepest, isInText, isEscaped) = (0, 0, false, false)
    for byte in bytes {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\"): isEscaped = isInText
      case UInt8(ascii: "\""): isInText.toggle()
      case _ where isInText: break
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        deepest = max(deepest, depth)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
    }
    return deepest
  }
}
