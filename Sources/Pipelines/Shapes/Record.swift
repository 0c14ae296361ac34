/// A mapping whose words the language knows.
struct Record: Sendable {
  /// What it is called in messages, and its definition's name in the JSON Schema.
  var name: String
  var doc: String
  var fields: [Field]
  /// When not empty: exactly one of these groups of words is there, and no word of the others.
  var alternatives: [[String]]

  init(_ name: String, _ doc: String, _ fields: [Field], alternatives: [[String]] = []) {
    self.name = name
    self.doc = doc
    self.fields = fields
    self.alternatives = alternatives
  }

  func field(_ name: String) -> Field? { fields.first { $0.name == name } }
}

/// One word of a record, and what stands behind it.
struct Field: Sendable {
  var name: String
  var shape: Shape
  var isRequired: Bool
  /// One sentence, which editors show.
  var doc: String

  init(_ name: String, _ shape: Shape, required: Bool = false, _ doc: String) {
    self.name = name
    self.shape = shape
    self.isRequired = required
    self.doc = doc
  }
}
