import PropertyLists

/// The values of a profile's entitlements, which say what code may have.
enum EntitlementPattern {
  /// Whether the text stands for others: `*`, or `*` as its last component, as in `TEAM.*`.
  ///
  /// A star elsewhere is a value, as in the domain `applinks:*.example.com`.
  static func isPattern(_ text: String) -> Bool { text == "*" || text.hasSuffix(".*") }

  /// Whether a value is a pattern, or an array with one.
  static func isContained(in value: PropertyList) -> Bool {
    switch value {
    case .string(let text): isPattern(text)
    case .array(let elements): elements.contains(where: isContained)
    default: false
    }
  }

  /// The value without patterns, and the patterns.
  ///
  /// The value is nil when nothing else was in it.
  static func removed(from value: PropertyList) -> (value: PropertyList?, patterns: [String]) {
    switch value {
    case .string(let text) where isPattern(text): return (nil, [text])
    case .array(let elements):
      let patterns = elements.compactMap(\.string).filter(isPattern)
      guard !patterns.isEmpty else { return (value, []) }
      let rest = elements.filter { !isContained(in: $0) }
      return (rest.isEmpty ? nil : .array(rest), patterns)
    default: return (value, [])
    }
  }

  /// Whether a profile that grants the first allows code to have the second.
  ///
  /// A string is allowed when it is the same, or begins as a pattern does; an array when all its elements are; what is
  /// no array, also when an array grants it among others. What is granted may be off. `*` allows anything.
  static func allows(_ allowed: PropertyList, _ value: PropertyList) -> Bool {
    switch (allowed, value) {
    case (.string("*"), _): true
    case (.boolean(let granted), .boolean(let wanted)): granted || !wanted
    case (.string(let pattern), .string(let text)): allows(pattern, text)
    case (.string, .array(let elements)): elements.allSatisfy { allows(allowed, $0) }
    case (.array(let choices), .array(let elements)):
      elements.allSatisfy { element in choices.contains { allows($0, element) } }
    case (.array(let choices), _): choices.contains { allows($0, value) }
    default: allowed == value
    }
  }

  private static func allows(_ pattern: String, _ text: String) -> Bool {
    if pattern.hasSuffix("*") { return text.utf8.starts(with: pattern.utf8.dropLast()) }
    return pattern.utf8.elementsEqual(text.utf8)
  }
}
