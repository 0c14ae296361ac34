/// One component of a ``Glob``.
enum GlobComponent: Equatable, Sendable {
  /// `**`
  case folders
  case tokens([GlobToken])

  /// The text that alone is matched; nil with wildcards.
  var literal: String? {
    guard case .tokens(let tokens) = self else { return nil }
    var text = String.UnicodeScalarView()
    for token in tokens {
      switch token {
      case .scalar(let scalar): text.append(scalar)
      case .set(let ranges, isInverted: false):
        guard let only = ranges.first, ranges.count == 1, only.lowerBound == only.upperBound else {
          return nil
        }
        text.append(only.lowerBound)
      default: return nil
      }
    }
    return String(text)
  }
}

/// What a component of a ``Glob`` is made of.
enum GlobToken: Equatable, Sendable {
  case scalar(Unicode.Scalar)
  /// `?`
  case any
  /// `*`
  case anyRun
  /// `[a-z]`
  case set([ClosedRange<Unicode.Scalar>], isInverted: Bool)

  /// Nil with a `[` that is never closed or a range that runs backwards.
  static func tokens(of part: Substring) -> [GlobToken]? {
    let part = Array(part.unicodeScalars)
    var tokens: [GlobToken] = []
    var index = 0
    while index < part.count {
      switch part[index] {
      case "*": tokens.append(.anyRun)
      case "?": tokens.append(.any)
      case "[":
        guard let set = set(part, at: &index) else { return nil }
        tokens.append(set)
      default: tokens.append(.scalar(part[index]))
      }
      index += 1
    }
    return tokens
  }

  /// `[abc]`, `[a-z]`, `[!a]`, with `]` as the first member standing for itself; leaves the index at the closing `]`.
  private static func set(_ part: [Unicode.Scalar], at index: inout Int) -> GlobToken? {
    var cursor = index + 1
    let isInverted = cursor < part.count && (part[cursor] == "!" || part[cursor] == "^")
    if isInverted { cursor += 1 }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    while cursor < part.count, part[cursor] != "]" || ranges.isEmpty {
      let low = part[cursor]
      if cursor + 2 < part.count, part[cursor + 1] == "-", part[cursor + 2] != "]" {
        guard low <= part[cursor + 2] else { return nil }
        ranges.append(low...part[cursor + 2])
        cursor += 3
      } else {
        ranges.append(low...low)
        cursor += 1
      }
    }
    guard cursor < part.count else { return nil }
    index = cursor
    return .set(ranges, isInverted: isInverted)
  }

  /// Whether the tokens match a whole component.
  static func match(_ tokens: [GlobToken], _ text: [Unicode.Scalar]) -> Bool {
    if text.first == ".", tokens.first != .scalar(".") { return false }
    var textIndex = 0
    var tokenIndex = 0
    var retry: (text: Int, token: Int)?
    while textIndex < text.count {
      if tokenIndex < tokens.count, tokens[tokenIndex] == .anyRun {
        retry = (textIndex, tokenIndex)
        tokenIndex += 1
      } else if tokenIndex < tokens.count, tokens[tokenIndex].matchesOne(text[textIndex]) {
        textIndex += 1
        tokenIndex += 1
      } else if let last = retry {
        retry = (last.text + 1, last.token)
        textIndex = last.text + 1
        tokenIndex = last.token + 1
      } else {
        return false
      }
    }
    return tokens[tokenIndex...].allSatisfy { $0 == .anyRun }
  }

  private func matchesOne(_ scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .scalar(let own): own == scalar
    case .any: true
    case .anyRun: false
    case .set(let ranges, let isInverted): ranges.contains { $0.contains(scalar) } != isInverted
    }
  }
}
