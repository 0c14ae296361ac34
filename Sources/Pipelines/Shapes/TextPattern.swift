import Synchronization

/// A regular expression of the language itself, compiled once: a batch holds thousands of values against the same few.
final class TextPattern: Sendable {
  let text: String
  private let expression: Mutex<Regex<AnyRegexOutput>?>

  init(_ text: String) {
    self.text = text
    expression = Mutex(try? Regex(text).matchingSemantics(.unicodeScalar))
  }

  /// Whether a text is matched as a whole.
  func matches(_ candidate: String) -> Bool {
    expression.withLock { expression in
      expression.map { candidate.wholeMatch(of: $0) != nil } ?? false
    }
  }
}
