/// How a step ended.
package enum StepOutcome: Equatable, Sendable {
  case done(StepRecord)
  /// Finished in an earlier run, with the same inputs, and what it made is still there.
  case unchanged(StepRecord)
  /// At least one trouble.
  case failed([Trouble])
  /// Did not start: `by` is the step whose failure stands before it.
  case blocked(by: StepID)
  /// Stopped, or not started, because the run was interrupted.
  case cancelled

  /// What the step left behind, where it did.
  package var record: StepRecord? {
    switch self {
    case .done(let record), .unchanged(let record): record
    case .failed, .blocked, .cancelled: nil
    }
  }

  /// The outcome in one word, as the journal and the events have it.
  package var word: String {
    switch self {
    case .done: "done"
    case .unchanged: "unchanged"
    case .failed: "failed"
    case .blocked: "blocked"
    case .cancelled: "cancelled"
    }
  }
}
