/// A JSON document that is written in the order it was put together.
indirect enum JSONValue: Equatable, Sendable {
  case object([Member])
  case array([JSONValue])
  case string(String)
  case number(Int)
  case boolean(Bool)

  struct Member: Equatable, Sendable {
    var name: String
    var value: JSONValue
  }

  static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, indented by two spaces a level.
  func text(indentation: Int = 0) -> String {
    let inner = String(repeating: "  ", count: indentation + 1)
    let outer = String(repeating: "  ", count: indentation)
    switch self {
    case .object(let members) where members.isEmpty: return "{}"
    case .object(let members):
      let lines = members.map {
        "\(inner)\(JSONValue.quoted($0.name)): \($0.value.text(indentation: indentation + 1))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    case .array(let items) where items.allSatisfy(\.isPlain):
      return "[" + items.map { $0.text() }.joined(separator: ", ") + "]"
    case .array(let items):
      let lines = items.map { inner + $0.text(indentation: indentation + 1) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
    case .string(let text): return JSONValue.quoted(text)
    case .number(let number): return "\(number)"
    case .boolean(let boolean): return "\(boolean)"
    }
  }

  private var isPlain: Bool {
    switch self {
    case .object, .array: false
    default: true
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
