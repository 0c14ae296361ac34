import Synchronization

/// What a step is given when it runs: what came before it, where to report, and whether it should stop.
package struct StepContext: Sendable {
  /// The run's name, under which logs are kept.
  package let run: String
  /// What the steps it needs left behind, those that they need included.
  package let records: [StepID: StepRecord]
  private let cancellation: CancellationFlag
  private let sink: @Sendable (StepProgress) -> Void

  init(
    run: String, records: [StepID: StepRecord], cancellation: CancellationFlag,
    sink: @escaping @Sendable (StepProgress) -> Void
  ) {
    self.run = run
    self.records = records
    self.cancellation = cancellation
    self.sink = sink
  }

  /// Tells how far the step is.
  ///
  /// Cheap enough for every buffer: events come out at most ten times a second.
  package func report(_ progress: StepProgress) {
    sink(progress)
  }

  /// Whether the run is being interrupted; blocking work asks between two buffers or files.
  package var isCancelled: Bool { cancellation.isSet }

  /// Stops the step when the run is being interrupted.
  ///
  /// - Throws: `CancellationError`.
  package func checkCancellation() throws {
    if isCancelled { throw CancellationError() }
  }
}

/// Task cancellation for threads that belong to no task.
final class CancellationFlag: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .relaxed) }

  func set() {
    flag.store(true, ordering: .relaxed)
  }
}
