/// A value as the YAML file has it: aliases and merge keys followed, scalars as they are written.
struct Value: Equatable, Sendable {
  var content: Content
  var position: Position

  enum Content: Equatable, Sendable {
    case text(Scalar)
    case list([Value])
    case mapping([Member])
  }

  init(_ content: Content, at position: Position) {
    self.content = content
    self.position = position
  }

  var kind: ValueKind {
    switch content {
    case .text(let scalar): scalar.isNothing ? .nothing : .text
    case .list: .list
    case .mapping: .mapping
    }
  }

  var members: [Member] {
    if case .mapping(let members) = content { members } else { [] }
  }

  var items: [Value] {
    if case .list(let items) = content { items } else { [] }
  }

  subscript(key: String) -> Value? { members.first { $0.key == key }?.value }
}

/// One key of a mapping with its value.
struct Member: Equatable, Sendable {
  var key: String
  var position: Position
  var value: Value
}

/// The text of a scalar and what is known of how it came to be there.
struct Scalar: Equatable, Sendable {
  var text: String
  var style: Style

  enum Style: Equatable, Sendable {
    /// Without quotes: YAML's core schema may take it for a number or a boolean, we take what is expected.
    case plain
    case quoted
    /// Something was substituted in it.
    case substituted
    /// It stands for an input that has no value yet, and is taken for whatever is expected.
    case placeholder
  }

  /// YAML's null, an empty value above all.
  var isNothing: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(text) }

  /// What YAML's core schema takes an unquoted scalar for, besides text.
  var coreType: CoreType? {
    guard style == .plain else { return nil }
    if ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text) {
      return .boolean(text.lowercased() == "true")
    }
    if let integer = Scalar.coreInteger(text) { return .integer(integer) }
    if Scalar.isCoreFloat(text) {
      let value = Double(text.hasPrefix("+") ? String(text.dropFirst()) : text)
      return value.flatMap(Int.init(exactly:)).map(CoreType.integer) ?? .float
    }
    return nil
  }

  enum CoreType: Equatable, Sendable {
    case boolean(Bool)
    case integer(Int)
    case float
  }

  /// `[-+]?[0-9]+`, `0o[0-7]+` or `0x[0-9a-fA-F]+`; nil also when it is too large.
  private static func coreInteger(_ text: String) -> Int? {
    if text.hasPrefix("0x") { return digits(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("0o") { return digits(text.dropFirst(2), radix: 8) }
    let unsigned = text.drop { $0 == "-" || $0 == "+" }
    guard text.count - unsigned.count <= 1, !unsigned.isEmpty, unsigned.allSatisfy(isDigit) else {
      return nil
    }
    return Int(text)
  }

  private static func digits(_ text: Substring, radix: Int) -> Int? {
    guard let first = text.first, first != "+", first != "-" else { return nil }
    return Int(text, radix: radix)
  }

  /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, infinities and not-a-number.
  private static func isCoreFloat(_ text: String) -> Bool {
    var rest = Substring(text)
    if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
    if [".inf", ".Inf", ".INF"].contains(rest) || [".nan", ".NaN", ".NAN"].contains(text) { return true }
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = Substring()
    if rest.first == "." {
      fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + fraction.count)
    }
    if whole.isEmpty && fraction.isEmpty { return false }
    if rest.isEmpty { return true }
    guard let exponent = rest.first, exponent == "e" || exponent == "E" else { return false }
    rest.removeFirst()
    if let sign = rest.first, sign == "-" || sign == "+" { rest.removeFirst() }
    return !rest.isEmpty && rest.allSatisfy(isDigit)
  }

  private static func isDigit(_ character: Character) -> Bool { "0"..."9" ~= character }
}
