/// A pattern for paths: `*`, `?` and `[a-z]` within one component, `**` for any number of folders.
///
/// A wildcard does not match a dot at the beginning of a component, as in a shell. The time to match is bounded by
/// the product of the lengths of pattern and path.
package struct Glob: Equatable, Sendable {
  /// As written.
  package let pattern: String
  private let components: [GlobComponent]
  private let isAbsolute: Bool

  /// Nil for an empty pattern, one with `[` that is never closed, or with `**` beside something else.
  package init?(_ pattern: String) {
    guard !pattern.isEmpty else { return nil }
    self.pattern = pattern
    isAbsolute = pattern.hasPrefix("/")
    var components: [GlobComponent] = []
    for part in pattern.split(separator: "/") where part != "." {
      guard part != "**" else {
        if components.last != .folders { components.append(.folders) }
        continue
      }
      guard !part.contains("**"), let tokens = GlobToken.tokens(of: part) else { return nil }
      components.append(.tokens(tokens))
    }
    self.components = components
  }

  /// The pattern that matches exactly this text.
  package static func escaped(_ text: String) -> String {
    text.reduce(into: "") { $0 += "*?[".contains($1) ? "[\($1)]" : String($1) }
  }

  /// Whether the pattern has no wildcards.
  package var isLiteral: Bool { literalPath != nil }

  /// The one path that a pattern without wildcards means; nil with wildcards.
  package var literalPath: String? {
    var parts: [String] = []
    for component in components {
      guard let text = component.literal else { return nil }
      parts.append(text)
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  /// The folder to search in, above all wildcards: empty for the current one.
  package var base: String {
    var parts: [String] = []
    for component in components.dropLast() {
      guard let text = component.literal else { break }
      parts.append(text)
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  /// Whether a path, written in the way of the pattern, is matched as a whole.
  package func matches(_ path: String) -> Bool {
    guard path.hasPrefix("/") == isAbsolute else { return false }
    return matches(path.split(separator: "/").filter { $0 != "." }.map { Array($0.unicodeScalars) }).whole
  }

  /// Whether something in this folder can be matched, so that a search need not look where nothing can be.
  package func mayMatch(within folder: String) -> Bool {
    guard folder.isEmpty || folder.hasPrefix("/") == isAbsolute else { return false }
    return matches(folder.split(separator: "/").filter { $0 != "." }.map { Array($0.unicodeScalars) })
      .beginning
  }

  /// Whether the parts are matched as a whole, and whether they begin what can be matched.
  private func matches(_ parts: [[Unicode.Scalar]]) -> (whole: Bool, beginning: Bool) {
    // reached[i]: the first i components match all parts so far.
    var reached = closure([true] + Array(repeating: false, count: components.count))
    for part in parts {
      var next = Array(repeating: false, count: components.count + 1)
      for index in components.indices where reached[index] {
        switch components[index] {
        case .folders: next[index] = next[index] || part.first != "."
        case .tokens(let tokens): next[index + 1] = next[index + 1] || GlobToken.match(tokens, part)
        }
      }
      reached = closure(next)
      if !reached.contains(true) { return (false, false) }
    }
    return (reached[components.count], reached.dropLast().contains(true))
  }

  /// `**` also stands for no folder at all.
  private func closure(_ reached: [Bool]) -> [Bool] {
    var reached = reached
    for index in components.indices where reached[index] && components[index] == .folders {
      reached[index + 1] = true
    }
    return reached
  }
}
