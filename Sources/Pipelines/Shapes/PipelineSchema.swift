/// The JSON Schema (draft 7, which editors know) of the pipeline file, made from the declarations that decode it.
package enum PipelineSchema {
  /// The schema's text, with a line break at its end.
  package static var text: String { document.text() + "\n" }

  static var document: JSONValue {
    var definitions: [String: JSONValue] = [:]
    let root = definition(of: Language.pipeline, collecting: &definitions)
    let sorted = definitions.sorted { $0.key < $1.key }.map {
      JSONValue.Member(name: $0.key, value: $0.value)
    }
    guard case .object(let members) = root else { return root }
    let heading: [JSONValue.Member] = [
      .init(name: "$schema", value: .string("http://json-schema.org/draft-07/schema#")),
      .init(name: "title", value: .string("Slipway pipeline")),
    ]
    return .object(heading + members + [.init(name: "definitions", value: .object(sorted))])
  }

  private typealias Definitions = [String: JSONValue]

  private static func definition(of record: Record, collecting definitions: inout Definitions) -> JSONValue {
    var properties: [JSONValue.Member] = []
    for field in record.fields {
      let schema = described(field.doc, schema(of: field.shape, collecting: &definitions))
      properties.append(.init(name: field.name, value: schema))
    }
    var members: [JSONValue.Member] = [
      .init(name: "description", value: .string(record.doc)),
      .init(name: "type", value: .string("object")),
      .init(name: "properties", value: .object(properties)),
      .init(name: "patternProperties", value: .object(["^x-": .object([])])),
      .init(name: "additionalProperties", value: .boolean(false)),
    ]
    let required = record.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { members.append(.init(name: "required", value: .array(required))) }
    if !record.alternatives.isEmpty {
      members.append(
        .init(name: "oneOf", value: .array(record.alternatives.map { exclusive($0, in: record) })))
    }
    return .object(members)
  }

  /// All words of one alternative, and none of the others.
  private static func exclusive(_ words: [String], in record: Record) -> JSONValue {
    let others = record.alternatives.joined().filter { !words.contains($0) }
    let requirement = JSONValue.Member(name: "required", value: .array(words.map(JSONValue.string)))
    var seen: Set<String> = []
    let strangers = others.filter { seen.insert($0).inserted }.map {
      JSONValue.object(["required": .array([.string($0)])])
    }
    guard !strangers.isEmpty else { return .object([requirement]) }
    return .object([requirement, .init(name: "not", value: .object(["anyOf": .array(strangers)]))])
  }

  private static func schema(of shape: Shape, collecting definitions: inout Definitions) -> JSONValue {
    switch shape {
    case .text(let form): return schema(of: form)
    case .choice(let words):
      let numbers = words.compactMap(Int.init).map(JSONValue.number)
      return orSubstitution(.object(["enum": .array(numbers + words.map(JSONValue.string))]))
    case .integer(let range):
      return orSubstitution(
        .object([
          "type": .string("integer"), "minimum": .number(range.lowerBound),
          "maximum": .number(range.upperBound),
        ]))
    case .boolean:
      return orSubstitution(
        .object(["enum": .array([.boolean(true), .boolean(false), .string("true"), .string("false")])]))
    case .secret: return reference(to: Language.secret, collecting: &definitions)
    case .list(let element, let least):
      var members: [JSONValue.Member] = [
        .init(name: "type", value: .string("array")),
        .init(name: "items", value: schema(of: element, collecting: &definitions)),
      ]
      if least > 0 { members.append(.init(name: "minItems", value: .number(least))) }
      return .object(members)
    case .mapping(let element, let keys, let least):
      return mapping(
        of: schema(of: element, collecting: &definitions), keys: keys, atLeast: least,
        hasExtensions: element.hasExtensions)
    case .record(let record): return reference(to: record, collecting: &definitions)
    case .either(let shapes):
      return .object(["anyOf": .array(shapes.map { schema(of: $0, collecting: &definitions) })])
    }
  }

  private static func mapping(
    of element: JSONValue, keys: TextForm, atLeast least: Int, hasExtensions: Bool
  ) -> JSONValue {
    var members: [JSONValue.Member] = [.init(name: "type", value: .string("object"))]
    var names = "^(?:\(keys.expression))$"
    if hasExtensions {
      names = "^x-|" + names
      members.append(.init(name: "patternProperties", value: .object(["^x-": .object([])])))
    }
    members.append(
      .init(
        name: "propertyNames",
        value: .object(["pattern": .string(names), "not": .object(["pattern": .string(substitution)])])))
    members.append(.init(name: "additionalProperties", value: element))
    // What is ignored does not count, which JSON Schema cannot say but by asking for one that is not ignored.
    if least > 0 && hasExtensions {
      members.append(
        .init(
          name: "not",
          value: .object(["propertyNames": .object(["pattern": .string("^x-")])])))
    } else if least > 0 {
      members.append(.init(name: "minProperties", value: .number(least)))
    }
    return .object(members)
  }

  private static let substitution = "\\$\\{\\{"

  private static func schema(of form: TextForm) -> JSONValue {
    let types: JSONValue =
      form.takesNumbers
      ? .array([.string("string"), .string("number"), .string("boolean")]) : .string("string")
    let pattern = "^(?:\(form.expression))$"
    if form.allowsSubstitution {
      return .object(["type": types, "pattern": .string("\(pattern)|\(substitution)")])
    }
    return .object([
      "type": types, "pattern": .string(pattern),
      "not": .object([
        "type": .string("string"), "pattern": .string(substitution),
      ]),
    ])
  }

  private static func orSubstitution(_ schema: JSONValue) -> JSONValue {
    .object([
      "anyOf": .array([schema, .object(["type": .string("string"), "pattern": .string(substitution)])])
    ])
  }

  private static func reference(to record: Record, collecting definitions: inout Definitions) -> JSONValue {
    if definitions[record.name] == nil {
      definitions[record.name] = .object([])
      definitions[record.name] = definition(of: record, collecting: &definitions)
    }
    return .object(["$ref": .string("#/definitions/\(record.name)")])
  }

  /// Draft 7 ignores what stands beside `$ref`, so a described reference is wrapped.
  private static func described(_ doc: String, _ schema: JSONValue) -> JSONValue {
    let description = JSONValue.Member(name: "description", value: .string(doc))
    guard case .object(let members) = schema else { return schema }
    if schema["$ref"] != nil { return .object([description, .init(name: "allOf", value: .array([schema]))]) }
    return .object([description] + members)
  }
}
