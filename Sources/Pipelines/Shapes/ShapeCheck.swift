/// Holds values against their shapes and collects what does not fit.
struct ShapeCheck {
  var diagnostics = DiagnosticList()

  /// Whether a value fits, telling nobody.
  static func isSound(_ value: Value, as shape: Shape) -> Bool {
    var check = ShapeCheck()
    check.check(value, as: shape)
    return check.diagnostics.isEmpty
  }

  mutating func check(_ value: Value, as shape: Shape) {
    let shape = shape.branch(for: value.kind)
    switch (shape, value.content) {
    case (.secret, .text(let scalar)) where !scalar.isNothing:
      diagnostics.add(.literalSecret, at: value.position)
    case (.secret, _):
      check(value, as: .record(Language.secret))
    case (.record(let record), .mapping(let members)):
      check(members, as: record, at: value.position)
    case (.mapping(let element, let keys, let least), .mapping(let members)):
      check(members, of: element, keys: keys, atLeast: least, at: value.position)
    case (.list(let element, let least), .list(let items)):
      if items.count < least { diagnostics.add(.tooFew(expected: least), at: value.position) }
      for item in items { check(item, as: element) }
    case (.text, .text(let scalar)), (.choice, .text(let scalar)), (.integer, .text(let scalar)),
      (.boolean, .text(let scalar)):
      if scalar.isNothing {
        diagnostics.add(.wrongKind(expected: shape.expected, found: .nothing), at: value.position)
      } else {
        check(scalar, as: shape, at: value.position)
      }
    default:
      diagnostics.add(.wrongKind(expected: shape.expected, found: value.kind), at: value.position)
    }
  }

  private mutating func check(_ members: [Member], as record: Record, at position: Position) {
    let words = record.fields.map(\.name)
    var present: Set<String> = []
    for member in members where !member.isExtension {
      guard let field = record.field(member.key) else {
        let substituted = member.key.contains(Substitution.opening)
        let nearest = Nearest.word(to: member.key, among: words)
        diagnostics.add(
          substituted ? .substitutionInKey : .unknownWord(member.key, nearest: nearest, allowed: words),
          at: member.position)
        continue
      }
      present.insert(field.name)
      check(member.value, as: field.shape)
    }
    for field in record.fields where field.isRequired && !present.contains(field.name) {
      diagnostics.add(.missingWord(field.name, in: record.name), at: position)
    }
    check(present, against: record, at: position)
  }

  /// Exactly one alternative is whole, and nothing is there of the others.
  private mutating func check(_ present: Set<String>, against record: Record, at position: Position) {
    guard !record.alternatives.isEmpty else { return }
    let begun = record.alternatives.filter { !present.isDisjoint(with: $0) }
    guard let chosen = begun.first(where: present.isSuperset) ?? begun.first else {
      diagnostics.add(.missingAlternative(record.alternatives, in: record.name), at: position)
      return
    }
    for word in chosen where !present.contains(word) {
      diagnostics.add(.missingWord(word, in: record.name), at: position)
    }
    let strangers = record.alternatives.joined().filter { !chosen.contains($0) && present.contains($0) }
    if let stranger = strangers.first, let word = chosen.first {
      diagnostics.add(.wordsExclude(word, stranger), at: position)
    }
  }

  private mutating func check(
    _ members: [Member], of element: Shape, keys: TextForm, atLeast least: Int, at position: Position
  ) {
    let counted = element.hasExtensions ? members.filter { !$0.isExtension } : members
    if counted.count < least { diagnostics.add(.tooFew(expected: least), at: position) }
    for member in counted {
      if member.key.contains(Substitution.opening) {
        diagnostics.add(.substitutionInKey, at: member.position)
      } else if !keys.matches(member.key) {
        diagnostics.add(.badForm(member.key, expected: keys.says), at: member.position)
      }
      check(member.value, as: element)
    }
  }

  private mutating func check(_ scalar: Scalar, as shape: Shape, at position: Position) {
    if scalar.style == .placeholder { return }
    if scalar.style != .substituted, scalar.text.contains(Substitution.opening) {
      if case .text(let form) = shape, !form.allowsSubstitution {
        diagnostics.add(
          form.use == .command ? .substitutionInCommand : .substitutionNotAllowedHere, at: position)
      }
      return
    }
    switch shape {
    case .text(let form):
      guard form.matches(scalar.text), form.takesNumbers || scalar.coreType == nil else {
        return diagnostics.add(.badForm(scalar.text, expected: form.says), at: position)
      }
    case .choice(let words):
      guard scalar.choice(of: words) == nil else { return }
      let nearest = Nearest.word(to: scalar.text, among: words)
      diagnostics.add(.unknownChoice(scalar.text, nearest: nearest, allowed: words), at: position)
    case .integer(let range):
      guard let integer = scalar.integer, range.contains(integer) else {
        return diagnostics.add(
          .notANumber(scalar.text, lowest: range.lowerBound, highest: range.upperBound), at: position)
      }
    case .boolean:
      guard scalar.boolean != nil else { return diagnostics.add(.notABoolean(scalar.text), at: position) }
    default: break
    }
  }
}

extension Member {
  /// `x-…`, which is the author's own and ignored.
  var isExtension: Bool { key.hasPrefix("x-") }
}

extension Shape {
  /// Whether `x-…` is ignored in a mapping to such values.
  ///
  /// Among plain values it may be a header or a variable.
  var hasExtensions: Bool {
    if case .record = self { true } else { false }
  }

  /// What to expect, in the words of messages.
  var expected: String {
    switch self {
    case .text(let form): form.says
    case .choice(let words): words.count <= 6 ? words.joined(separator: ", ") : "one of \(words.count) words"
    case .integer(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .boolean: "true or false"
    case .secret: "{ env: NAME } or { file: PATH }"
    case .list(let element, _): "a list of which each is \(element.expected)"
    case .mapping: "a mapping of names"
    case .record(let record): "a mapping: \(record.doc)"
    case .either(let shapes): shapes.map(\.expected).joined(separator: ", or ")
    }
  }
}

extension TextForm {
  var says: String {
    switch rule {
    case .line: use == .path || use == .glob ? "a path" : "a text of one line"
    case .prose: "a text"
    case .pattern(_, let says): says
    }
  }
}

extension Scalar {
  /// The number that it is where a number is expected: as YAML's core schema reads it, or decimal when substituted.
  var integer: Int? {
    if case .integer(let integer) = coreType { return integer }
    guard style == .substituted, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text)
  }

  var boolean: Bool? {
    if case .boolean(let boolean) = coreType { return boolean }
    if style == .plain { return nil }
    return text == "true" ? true : text == "false" ? false : nil
  }

  func choice(of words: [String]) -> String? {
    if case .integer(let integer) = coreType { return words.first { $0 == "\(integer)" } }
    return coreType == nil ? words.first { $0 == text } : nil
  }
}
