/// Whose store it must be.
package enum Trust: Equatable, Sendable {
  /// The fingerprint of the first writer, as a pipeline file, the environment or this user's memory has it.
  case root(String)
  /// Whoever it is: somebody looks at the store for the first time, and is told.
  case firstUse

  /// - Throws: ``StoreError/malformedTrust(_:)`` for a text that is no fingerprint: 64 hexadecimal digits.
  package init(fingerprint text: String) throws(StoreError) {
    let digits = text.lowercased().filter { $0 != ":" && !$0.isWhitespace }
    guard digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else { throw .malformedTrust(text) }
    self = .root(digits)
  }
}
