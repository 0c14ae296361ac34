import FoundationEssentials

/// What the journal knows about one step with one set of inputs.
struct JournalEntry: Equatable, Sendable {
  /// How far it came.
  ///
  /// A run that dies leaves `started`.
  enum State: String, Sendable {
    case started
    case done
    case failed
  }

  struct Key: Hashable, Sendable {
    let pipeline: String
    let step: StepID
    let digest: String
  }

  let key: Key
  let state: State
  /// The run that wrote this.
  let run: String
  let time: Date
  /// Present when done.
  let record: StepRecord?
}
