/// How a run ended.
package struct RunOutcome: Sendable {
  /// The run's name in the journal.
  package let run: String
  /// How each step ended, in the order of the schedule.
  package let steps: [(id: StepID, outcome: StepOutcome)]
  /// Whether it was interrupted.
  package let isCancelled: Bool
  /// What the statuses of all failures add up to.
  package let status: Int32

  /// How one step ended; nil when it was not in the schedule.
  package subscript(_ id: StepID) -> StepOutcome? {
    steps.first { $0.id == id }?.outcome
  }
}
