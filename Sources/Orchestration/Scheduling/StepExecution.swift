import Bytes
import FoundationEssentials
import Glibc

/// One step under way: looked up in the journal, done unless it was, and journaled.
struct StepExecution: Sendable {
  let step: Step
  let run: String
  let pipeline: String
  let records: [StepID: StepRecord]
  let journal: Journal
  let runner: any StepRunner
  let workers: Workers
  let describe: @Sendable (any Error) -> [Trouble]
  let order: EventOrder

  /// What the journal and the files say before a step is done.
  private enum Preparation {
    case unchanged(StepRecord)
    /// `isUncertain`: it was tried with these inputs before, and may have had its effect.
    case needed(JournalEntry.Key, isUncertain: Bool)
  }

  func carryOut() async -> StepOutcome {
    let cancellation = CancellationFlag()
    let context = StepContext(
      run: run, records: records, cancellation: cancellation, sink: order.progress(of: step.id))
    return await withTaskCancellationHandler {
      do {
        return switch step.kind {
        case .processing: try await workers.run { try process(context) }
        case .waiting: try await wait(context)
        case .delivery: try await deliver(context)
        }
      } catch {
        return Task.isCancelled ? .cancelled : .failed(describe(error))
      }
    } onCancel: {
      cancellation.set()
    }
  }

  /// All on one thread in one go: a trivial step must cost next to nothing.
  private func process(_ context: StepContext) throws -> StepOutcome {
    switch try prepare(context) {
    case .unchanged(let record):
      return .unchanged(record)
    case .needed(let key, _):
      try note(key, .started)
      do {
        let record = try runner.process(step, in: context)
        try note(key, .done, record)
        return .done(record)
      } catch {
        if !context.isCancelled { try note(key, .failed) }
        throw error
      }
    }
  }

  private func wait(_ context: StepContext) async throws -> StepOutcome {
    switch try await workers.run({ try prepare(context) }) {
    case .unchanged(let record):
      return .unchanged(record)
    case .needed(let key, _):
      try note(key, .started)
      return .done(try await perform(key, context))
    }
  }

  /// The start is journaled on the disk before the first byte moves.
  ///
  /// The end need not be: when it is lost, the start is there, and the next run looks the delivery up.
  private func deliver(_ context: StepContext) async throws -> StepOutcome {
    switch try await workers.run({ try prepare(context) }) {
    case .unchanged(let record):
      return .unchanged(record)
    case .needed(let key, let isUncertain):
      try await Workers.onThread { try synchronizeOutputs() }
      if isUncertain, let record = try await runner.lookUp(step, in: context) {
        try note(key, .done, record)
        return .done(record)
      }
      try note(key, .started)
      try await journal.flush()
      try Task.checkCancellation()
      return .done(try await perform(key, context))
    }
  }

  private func perform(_ key: JournalEntry.Key, _ context: StepContext) async throws -> StepRecord {
    do {
      let record = try await runner.run(step, in: context)
      try note(key, .done, record)
      return record
    } catch {
      if !Task.isCancelled { try note(key, .failed) }
      throw error
    }
  }

  private func prepare(_ context: StepContext) throws -> Preparation {
    try context.checkCancellation()
    let key = JournalEntry.Key(
      pipeline: pipeline, step: step.id, digest: try runner.inputDigest(of: step, in: context))
    let entry = try journal.entry(key)
    if let record = entry?.record, try runner.isIntact(record, of: step) { return .unchanged(record) }
    return .needed(key, isUncertain: entry != nil || journal.mayHaveForgotten)
  }

  private func note(
    _ key: JournalEntry.Key, _ state: JournalEntry.State, _ record: StepRecord? = nil
  ) throws(OrchestrationError) {
    try journal.append(.entry(JournalEntry(key: key, state: state, run: run, time: Date(), record: record)))
  }

  /// Brings what is about to be delivered to the disk, so that a receipt never outlives its artifact.
  private func synchronizeOutputs() throws(OrchestrationError) {
    for output in records.values.flatMap(\.outputs) {
      let descriptor = open(output.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else {
        throw .outputNotSynchronized(path: output.path, reason: systemReason(errno))
      }
      defer { close(descriptor) }
      guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
        throw .outputNotSynchronized(path: output.path, reason: systemReason(errno))
      }
    }
  }
}
