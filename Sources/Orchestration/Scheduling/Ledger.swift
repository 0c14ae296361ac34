import FoundationEssentials

/// What has become of the steps of a run so far; tells the journal and the events.
struct Ledger {
  private let run: Run
  private let name: String
  private let order: EventOrder
  private var frontier: Frontier
  private var outcomes: [StepOutcome?]
  private var statuses: [Int32] = []
  private var finishedTargets: Set<Int> = []

  init(run name: String, _ run: Run) {
    self.run = run
    self.name = name
    order = EventOrder(run.sink)
    frontier = Frontier(run.schedule)
    outcomes = [StepOutcome?](repeating: nil, count: run.schedule.steps.count)
  }

  func emit(_ kind: Event.Kind) {
    order.emit(kind)
  }

  /// The place of the step to start now.
  mutating func takeNext() -> Int? {
    frontier.takeNext()
  }

  /// What is needed to carry out a step, all that it needs being finished.
  func execution(of place: Int) -> StepExecution {
    let step = run.schedule.steps[place]
    var records: [StepID: StepRecord] = [:]
    for ancestor in run.schedule.ancestors[place] {
      records[run.schedule.steps[ancestor].id] = outcomes[ancestor]?.record
    }
    emit(.stepStarted(step.id))
    return StepExecution(
      step: step, run: name, pipeline: run.pipeline, records: records, journal: run.journal,
      runner: run.runner,
      workers: run.workers, describe: run.describe, order: order)
  }

  /// A step that was under way has ended.
  mutating func settle(_ place: Int, _ outcome: StepOutcome, seconds: Double) {
    let step = run.schedule.steps[place].id
    switch outcome {
    case .done(let record), .unchanged(let record):
      let isUnchanged = if case .unchanged = outcome { true } else { false }
      emit(.stepFinished(step, record, unchanged: isUnchanged, seconds: seconds))
      note(place, outcome, seconds: seconds)
      if frontier.finish(place) {
        emit(.gateOpened(target: run.schedule.release == .together ? nil : step.target))
      }
    case .failed(let troubles):
      emit(.stepFailed(step, troubles, seconds: seconds))
      statuses += troubles.map(\.status)
      note(place, outcome, seconds: seconds)
      frontier.abandon(place)
      block(after: place)
    case .blocked, .cancelled:
      note(place, outcome, seconds: seconds)
      frontier.abandon(place)
    }
    finishTargetIfSettled(run.schedule.targetOfStep[place])
  }

  /// What has not started when nothing is under way any more never will.
  mutating func closeOpenSteps() {
    for place in frontier.giveUp(where: { _ in true }) { close(place, .cancelled) }
  }

  var isCancelled: Bool { outcomes.contains(.cancelled) }

  /// What the failures and the interruption add up to.
  var status: Int32 {
    run.combine(statuses + (isCancelled ? run.describe(CancellationError()).map(\.status) : []))
  }

  var outcome: RunOutcome {
    RunOutcome(
      run: name,
      steps: zip(run.schedule.steps, outcomes).map { ($0.id, $1 ?? .cancelled) },
      isCancelled: isCancelled, status: status)
  }

  /// Gives up what a failure stands before: what needs the step; all deliveries when they go together; everything
  /// that has not started, unless other targets go on.
  private mutating func block(after place: Int) {
    let schedule = run.schedule
    let failed = schedule.steps[place]
    let endsRun = !run.options.keepGoing
    let closesGate = failed.kind != .delivery
    let given = frontier.giveUp { other in
      if endsRun || schedule.ancestors[other].contains(place) { return true }
      guard closesGate, schedule.steps[other].kind == .delivery else { return false }
      return schedule.release == .together || schedule.targetOfStep[other] == schedule.targetOfStep[place]
    }
    for other in given { close(other, .blocked(by: failed.id)) }
  }

  private mutating func close(_ place: Int, _ outcome: StepOutcome) {
    note(place, outcome, seconds: 0)
    finishTargetIfSettled(run.schedule.targetOfStep[place])
  }

  /// An error of the journal is met again by the run itself, which looks before every step and at its end.
  private mutating func note(_ place: Int, _ outcome: StepOutcome, seconds: Double) {
    outcomes[place] = outcome
    let troubles = if case .failed(let troubles) = outcome { troubles } else { [Trouble]() }
    try? run.journal.append(
      .outcome(
        run: name, place: place,
        StepSummary(
          step: run.schedule.steps[place].id, outcome: outcome.word, seconds: seconds, troubles: troubles,
          record: outcome.record)))
  }

  private mutating func finishTargetIfSettled(_ target: Int) {
    let places = run.schedule.stepsOfTarget[target]
    guard frontier.isSettled(target: target), places.allSatisfy({ outcomes[$0] != nil }),
      finishedTargets.insert(target).inserted
    else { return }
    emit(.targetFinished(target: run.schedule.targets[target], result: result(of: places)))
  }

  private func result(of places: [Int]) -> Event.TargetResult {
    let words = Set(places.compactMap { outcomes[$0]?.word })
    return if words.contains("failed") {
      .failed
    } else if words.contains("cancelled") {
      .cancelled
    } else {
      words.contains("blocked") ? .blocked : .done
    }
  }
}
