/// How a command ended.
///
/// That it failed is a result, not an error.
package struct CommandResult: Equatable, Sendable {
  /// How a command ended.
  package enum End: Equatable, Sendable {
    case exited(code: Int32)
    case signalled(Int32)
  }

  package let end: End
  /// Whether it was ended because its time was up.
  package let timedOut: Bool
  package let seconds: Double
  /// Where all its output is.
  package let log: String
  /// The last lines of its output: at most 20 lines and 4 KiB.
  ///
  /// Hostile text.
  package let tail: String

  package var succeeded: Bool { end == .exited(code: 0) && !timedOut }
}
