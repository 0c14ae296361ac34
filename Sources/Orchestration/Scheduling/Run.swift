package import Bytes

/// One execution of a schedule.
package struct Run: Sendable {
  /// What the caller decides about a run.
  package struct Options: Sendable {
    /// The most steps under way at once; at least one.
    package var jobs: Int
    /// Whether other targets go on after a failure.
    ///
    /// With ``ReleasePolicy/together`` no delivery starts even so.
    package var keepGoing: Bool
    /// The caller's own options as text, kept in the journal for `show` and `resume`.
    package var text: String

    package init(jobs: Int, keepGoing: Bool = false, text: String = "") {
      self.jobs = max(1, jobs)
      self.keepGoing = keepGoing
      self.text = text
    }
  }

  let schedule: Schedule
  let pipeline: String
  let options: Options
  let journal: Journal
  let runner: any StepRunner
  let workers: Workers
  let sink: EventSink
  let describe: @Sendable (any Error) -> [Trouble]
  let combine: @Sendable ([Int32]) -> Int32

  /// Prepares a run; nothing happens before ``execute()``.
  ///
  /// `pipeline` is the identity under which finished steps are found again. `describe` puts an error in words, as at
  /// least one trouble; it is also asked about `CancellationError`. `combine` gives the exit status that several add
  /// up to, 0 for none.
  package init(
    _ schedule: Schedule, of pipeline: String, options: Options, journal: Journal, runner: any StepRunner,
    workers: Workers, events sink: @escaping EventSink,
    describe: @escaping @Sendable (any Error) -> [Trouble],
    combine: @escaping @Sendable ([Int32]) -> Int32
  ) {
    self.schedule = schedule
    self.pipeline = pipeline
    self.options = options
    self.journal = journal
    self.runner = runner
    self.workers = workers
    self.sink = sink
    self.describe = describe
    self.combine = combine
  }
}
