/// What a text may look like, and what a substitution in it may do.
struct TextForm: Sendable {
  var rule: Rule
  var use: Use

  enum Rule: Sendable {
    /// Not empty, and without control characters.
    case line
    /// Not empty, and without control characters but tabs and line breaks.
    case prose
    /// Wholly matched by a regular expression that Swift and ECMAScript read alike. `says` describes it to people.
    case pattern(TextPattern, says: String)
  }

  enum Use: Equatable, Sendable {
    case plain
    /// Each substituted value is one component.
    case path
    /// As ``path``, and a substituted value stands for itself even if it has wildcards.
    case glob
    /// Each substituted value is a host or one component, unless it is the whole address.
    case address
    /// Nothing is substituted.
    case literal
    /// Nothing is substituted because it is somebody's command.
    case command
  }

  static let line = TextForm(rule: .line, use: .plain)
  static let prose = TextForm(rule: .prose, use: .plain)
  static let path = TextForm(rule: .line, use: .path)
  static let glob = TextForm(rule: .line, use: .glob)
  static let literal = TextForm(rule: .line, use: .literal)

  static func pattern(_ pattern: String, _ says: String, use: Use = .plain) -> TextForm {
    TextForm(rule: .pattern(TextPattern(pattern), says: says), use: use)
  }

  var allowsSubstitution: Bool { use != .literal && use != .command }

  /// The regular expression of ``rule``, without anchors.
  var expression: String {
    switch rule {
    case .line: "[^\\u0000-\\u001F\\u007F-\\u009F]+"
    case .prose: "[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F]+"
    case .pattern(let pattern, _): pattern.text
    }
  }

  /// Whether a number or boolean without quotes is a text of this form: one that has a pattern of its own is a text
  /// to every reader of the file.
  var takesNumbers: Bool {
    if case .pattern = rule { false } else { true }
  }

  func matches(_ text: String) -> Bool {
    switch rule {
    case .line:
      return !text.isEmpty && text.unicodeScalars.allSatisfy { !TextForm.isControl($0) }
    case .prose:
      return !text.isEmpty
        && text.unicodeScalars.allSatisfy { !TextForm.isControl($0) || "\t\n\r".unicodeScalars.contains($0) }
    case .pattern(let pattern, _): return pattern.matches(text)
    }
  }

  /// C0 and C1 control characters, and DEL.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}
