import FoundationEssentials

extension Run {
  /// Runs the schedule to its end: every step is done, unchanged, failed, blocked or cancelled when this returns.
  ///
  /// Cancelling the task interrupts the run: nothing more starts, what runs is told to stop and waited for, and the
  /// journal is left so that the next run goes on from there. A failed or interrupted run is an outcome.
  ///
  /// - Throws: ``OrchestrationError`` when the journal cannot be written; nothing more was started then.
  package func execute() async throws(OrchestrationError) -> RunOutcome {
    let began = ContinuousClock.now
    let name = Self.makeName()
    try journal.append(
      .begin(
        RunSummary(
          run: name, pipeline: pipeline, started: Date(), finished: nil, status: nil, options: options.text)))
    try await journal.flush()
    var ledger = Ledger(run: name, self)
    ledger.emit(
      .runStarted(
        run: name, pipeline: pipeline, targets: schedule.targets, steps: schedule.steps.count,
        jobs: options.jobs))
    if let path = journal.movedAside { ledger.emit(.warning(.journalMovedAside(path: path))) }
    await work(through: &ledger)
    ledger.closeOpenSteps()
    try await journal.flush()
    let status = ledger.status
    try journal.append(.finish(run: name, time: Date(), status: status))
    try await journal.flush()
    ledger.emit(.runFinished(run: name, status: status, seconds: began.secondsSince))
    return ledger.outcome
  }

  private func work(through ledger: inout Ledger) async {
    await withTaskGroup(of: (place: Int, outcome: StepOutcome, seconds: Double).self) { group in
      var underWay = 0
      repeat {
        while underWay < options.jobs, !Task.isCancelled, journal.failure == nil,
          let place = ledger.takeNext()
        {
          let execution = ledger.execution(of: place)
          underWay += 1
          group.addTask {
            let began = ContinuousClock.now
            let outcome = await execution.carryOut()
            return (place, outcome, began.secondsSince)
          }
        }
        guard let ended = await group.next() else { return }
        underWay -= 1
        ledger.settle(ended.place, ended.outcome, seconds: ended.seconds)
      } while true
    }
  }

  /// A name that sorts by time and is nobody else's.
  private static func makeName() -> String {
    let time = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    let mark = String(UInt32.random(in: .min ... .max), radix: 36)
    return "\(time.filter { $0.isNumber || $0 == "T" })-\(mark)"
  }
}

extension ContinuousClock.Instant {
  /// The time from this instant to now.
  var secondsSince: Double {
    let parts = duration(to: .now).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
