package import FoundationEssentials

/// A run as the journal knows it.
package struct RunSummary: Codable, Equatable, Sendable {
  package let run: String
  package let pipeline: String
  package let started: Date
  /// Nil while it runs, and of a run that was killed.
  package let finished: Date?
  /// Nil as long as `finished` is.
  package let status: Int32?
  /// The caller's own options, as they were given.
  package let options: String
}

/// How a step ended in a run, as the journal knows it.
package struct StepSummary: Codable, Equatable, Sendable {
  package let step: StepID
  /// `done`, `unchanged`, `failed`, `blocked` or `cancelled`.
  package let outcome: String
  package let seconds: Double
  /// What went wrong; empty unless it failed.
  package let troubles: [Trouble]
  package let record: StepRecord?
}
