@testable import Pipelines

/// Holds a JSON document against the part of JSON Schema (draft 7) that Slipway emits.
///
/// A word it does not know is reported, so that the schema cannot grow past it unseen.
struct SchemaValidator {
  let root: JSONValue
  private(set) var unknownWords: Set<String> = []

  init(_ root: JSONValue) { self.root = root }

  mutating func accepts(_ instance: JSONInstance) -> Bool { accepts(instance, root) }

  private mutating func accepts(_ instance: JSONInstance, _ schema: JSONValue) -> Bool {
    guard case .object(let words) = schema else { return schema == .boolean(true) }
    var holds = true
    for word in words where !keeps(word, instance, schema) { holds = false }
    return holds
  }

  private mutating func keeps(_ word: JSONValue.Member, _ instance: JSONInstance, _ schema: JSONValue) -> Bool
  {
    switch (word.name, word.value, instance) {
    case ("$schema", _, _), ("title", _, _), ("description", _, _), ("definitions", _, _), ("items", _, _),
      ("properties", _, _), ("patternProperties", _, _), ("additionalProperties", _, _):
      return keepsChildren(word, instance, schema)
    case ("$ref", .string(let reference), _):
      guard let definition = root["definitions"]?[String(reference.dropFirst("#/definitions/".count))] else {
        unknownWords.insert(reference)
        return false
      }
      return accepts(instance, definition)
    case ("type", .string(let type), _): return instance.types.contains(type)
    case ("type", .array(let types), _):
      return types.contains {
        if case .string(let type) = $0 { instance.types.contains(type) } else { false }
      }
    case ("enum", .array(let values), _): return values.contains { instance.equals($0) }
    case ("pattern", .string(let pattern), .string(let text)): return SchemaValidator.matches(text, pattern)
    case ("minimum", .number(let least), .number(let number)): return number >= Double(least)
    case ("maximum", .number(let most), .number(let number)): return number <= Double(most)
    case ("minItems", .number(let least), .array(let items)): return items.count >= least
    case ("minProperties", .number(let least), .object(let members)): return members.count >= least
    case ("required", .array(let names), .object(let members)):
      return names.allSatisfy { name in members.contains { JSONValue.string($0.key) == name } }
    case ("propertyNames", let names, .object(let members)):
      return members.allSatisfy { accepts(.string($0.key), names) }
    case ("allOf", .array(let schemas), _):
      return schemas.filter { accepts(instance, $0) }.count == schemas.count
    case ("anyOf", .array(let schemas), _): return !schemas.filter { accepts(instance, $0) }.isEmpty
    case ("oneOf", .array(let schemas), _): return schemas.filter { accepts(instance, $0) }.count == 1
    case ("not", let schema, _): return !accepts(instance, schema)
    case ("pattern", _, _), ("minimum", _, _), ("maximum", _, _), ("minItems", _, _), ("minProperties", _, _),
      ("required", _, _), ("propertyNames", _, _):
      return true
    default:
      unknownWords.insert(word.name)
      return false
    }
  }

  private mutating func keepsChildren(
    _ word: JSONValue.Member, _ instance: JSONInstance, _ schema: JSONValue
  ) -> Bool {
    switch (word.name, instance) {
    case ("items", .array(let items)): return items.filter { !accepts($0, word.value) }.isEmpty
    case ("properties", .object(let members)):
      return members.filter { member in word.value[member.key].map { !accepts(member.value, $0) } ?? false }
        .isEmpty
    case ("patternProperties", .object(let members)):
      guard case .object(let patterns) = word.value else { return false }
      return members.filter { member in
        patterns.contains {
          SchemaValidator.matches(member.key, $0.name) && !accepts(member.value, $0.value)
        }
      }.isEmpty
    case ("additionalProperties", .object(let members)):
      let patterns =
        if case .object(let patterns)? = schema["patternProperties"] { patterns.map(\.name) } else {
          [String]()
        }
      return members.filter { member in
        schema["properties"]?[member.key] == nil
          && !patterns.contains { SchemaValidator.matches(member.key, $0) }
          && !accepts(member.value, word.value)
      }.isEmpty
    default: return true
    }
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    guard let expression = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return false }
    return text.firstMatch(of: expression) != nil
  }
}

/// A JSON document as an editor makes it of a YAML file, by YAML's core schema.
indirect enum JSONInstance {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSONInstance])
  case object([(key: String, value: JSONInstance)])

  init(_ value: Value) {
    switch value.content {
    case .list(let items): self = .array(items.map(JSONInstance.init))
    case .mapping(let members): self = .object(members.map { ($0.key, JSONInstance($0.value)) })
    case .text(let scalar):
      switch scalar.coreType {
      case _ where scalar.isNothing: self = .null
      case .boolean(let boolean): self = .boolean(boolean)
      case .integer(let integer): self = .number(Double(integer))
      case .float: self = .number(0.5)
      case nil: self = .string(scalar.text)
      }
    }
  }

  var types: [String] {
    switch self {
    case .null: ["null"]
    case .boolean: ["boolean"]
    case .number(let number): number.rounded() == number ? ["number", "integer"] : ["number"]
    case .string: ["string"]
    case .array: ["array"]
    case .object: ["object"]
    }
  }

  func equals(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.boolean(let own), .boolean(let other)): own == other
    case (.number(let own), .number(let other)): own == Double(other)
    case (.string(let own), .string(let other)): own == other
    default: false
    }
  }

  /// The document as JSON text.
  var text: String {
    switch self {
    case .null: "null"
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { JSONValue.string($0.key).text() + ":" + $0.value.text }.joined(separator: ",") + "}"
    case .boolean(let boolean): "\(boolean)"
    case .string(let text): JSONValue.string(text).text()
    }
  }
}
