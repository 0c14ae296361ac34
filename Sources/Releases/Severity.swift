/// How much a finding weighs.
package enum Severity: String, Codable, CaseIterable, Comparable, Sendable {
  /// Worth knowing; changes nothing.
  case note
  /// Likely to be regretted; does not stop anything.
  case warning
  /// The artifact may not go where it is going.
  case error

  package static func < (left: Severity, right: Severity) -> Bool {
    left.weight < right.weight
  }

  private var weight: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}
