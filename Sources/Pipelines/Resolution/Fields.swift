import Releases

/// Reads the fields of a record that has been checked; what is not there is nil.
struct Fields {
  let position: Position
  private let members: [Member]

  init(_ value: Value) {
    position = value.position
    members = value.members
  }

  func value(_ name: String) -> Value? { members.first { $0.key == name }?.value }

  func text(_ name: String) -> Located<String>? { value(name).flatMap(Fields.text) }

  func record(_ name: String) -> Fields? { value(name).map(Fields.init) }

  func members(of name: String) -> [Member] { value(name)?.members ?? [] }

  func texts(_ name: String) -> [Located<String>]? { value(name)?.items.compactMap(Fields.text) }

  func boolean(_ name: String) -> Bool? { scalar(name)?.boolean }

  func integer(_ name: String) -> Int? { scalar(name)?.integer }

  /// A choice among the cases of an enumeration; the first case for an input that has no value yet.
  func choice<Choice: RawRepresentable<String> & CaseIterable & Equatable & Sendable>(
    _ name: String, of type: Choice.Type = Choice.self
  ) -> Located<Choice>? {
    guard let value = value(name), case .text(let scalar) = value.content else { return nil }
    let choice = Choice(rawValue: scalar.text) ?? (scalar.style == .placeholder ? Choice.allCases.first : nil)
    return choice.map { Located($0, at: value.position) }
  }

  func secret(_ name: String) -> Located<SecretReference>? {
    guard let value = value(name) else { return nil }
    let fields = Fields(value)
    if let environment = fields.text("env") {
      return Located(.environment(environment.value), at: value.position)
    }
    return fields.text("file").map { Located(.file($0.value), at: value.position) }
  }

  func data(_ name: String) -> Located<DataReference>? { value(name).flatMap(Fields.data) }

  static func data(_ value: Value) -> Located<DataReference>? {
    if let path = text(value) { return Located(.file(path.value), at: value.position) }
    return Fields(value).text("env").map { Located(.environment($0.value), at: value.position) }
  }

  static func text(_ value: Value) -> Located<String>? {
    guard case .text(let scalar) = value.content else { return nil }
    return Located(scalar.text, at: value.position)
  }

  private func scalar(_ name: String) -> Scalar? {
    guard case .text(let scalar)? = value(name)?.content else { return nil }
    return scalar
  }
}
