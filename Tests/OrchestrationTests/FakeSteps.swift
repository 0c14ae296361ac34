import Bytes
import FoundationEssentials
import Glibc
import Synchronization

@testable import Orchestration

struct Broken: Error, Equatable {
  let step: StepID
}

/// Steps that do what a test tells them, and remember what was asked of them.
final class FakeSteps: StepRunner {
  struct Memory {
    var ran: [StepID] = []
    var lookedUp: [StepID] = []
    var arrived: Set<StepID> = []
    var now = 0
    var most = 0
  }

  let memory = Mutex(Memory())
  let digests: [StepID: String]
  let failing: Set<StepID>
  let lost: Set<StepID>
  let body: @Sendable (Step, StepContext) async throws -> Void
  let pause: UInt32

  /// - Parameters:
  ///   - lost: steps whose outputs are gone.
  ///   - pause: microseconds that a processing step takes.
  init(
    digests: [StepID: String] = [:], failing: Set<StepID> = [], lost: Set<StepID> = [], pause: UInt32 = 0,
    body: @escaping @Sendable (Step, StepContext) async throws -> Void = { _, _ in }
  ) {
    self.digests = digests
    self.failing = failing
    self.lost = lost
    self.pause = pause
    self.body = body
  }

  var ran: [StepID] { memory.withLock { $0.ran } }
  var lookedUp: [StepID] { memory.withLock { $0.lookedUp } }
  var most: Int { memory.withLock { $0.most } }

  func inputDigest(of step: Step, in context: StepContext) -> String {
    digests[step.id] ?? "same"
  }

  func isIntact(_ record: StepRecord, of step: Step) -> Bool {
    !lost.contains(step.id)
  }

  func process(_ step: Step, in context: StepContext) throws -> StepRecord {
    enter(step)
    defer { leave() }
    if pause > 0 { usleep(pause) }
    return try end(step)
  }

  func run(_ step: Step, in context: StepContext) async throws -> StepRecord {
    enter(step)
    defer { leave() }
    try await body(step, context)
    return try end(step)
  }

  func lookUp(_ step: Step, in context: StepContext) -> StepRecord? {
    memory.withLock { memory in
      memory.lookedUp.append(step.id)
      return memory.arrived.contains(step.id) ? FakeSteps.record(of: step) : nil
    }
  }

  static func record(of step: Step) -> StepRecord {
    StepRecord(payload: Array("\"\(step.id)\"".utf8))
  }

  private func end(_ step: Step) throws -> StepRecord {
    if failing.contains(step.id) { throw Broken(step: step.id) }
    memory.withLock { if step.kind == .delivery { $0.arrived.insert(step.id) } }
    return Self.record(of: step)
  }

  private func enter(_ step: Step) {
    memory.withLock { memory in
      memory.ran.append(step.id)
      memory.now += 1
      memory.most = max(memory.most, memory.now)
    }
  }

  private func leave() {
    memory.withLock { $0.now -= 1 }
  }
}

extension StepID: ExpressibleByStringLiteral {
  /// `target step`.
  public init(stringLiteral text: String) {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    self.init(target: parts[0], name: parts[1])
  }
}

/// Targets that package, sign, verify and deliver.
func targets(_ names: [String], release: ReleasePolicy = .together) throws -> Schedule {
  try Schedule(
    names.flatMap { target -> [Step] in
      func id(_ name: String) -> StepID { StepID(target: target, name: name) }
      return [
        Step(id("build"), kind: .waiting),
        Step(id("package"), needs: [id("build")], kind: .processing),
        Step(id("sign"), needs: [id("package")], kind: .processing),
        Step(id("verify"), needs: [id("sign")], kind: .processing),
        Step(id("deliver:1"), needs: [id("verify")], kind: .delivery),
      ]
    }, release: release)
}

/// The events of a run.
final class Record: Sendable {
  private let all = Mutex<[Event.Kind]>([])

  var kinds: [Event.Kind] { all.withLock { $0 } }
  var sink: EventSink { { event in self.all.withLock { $0.append(event.kind) } } }
}

/// Runs the steps and waits until the state folder is free again.
func run(
  _ schedule: Schedule, _ steps: any StepRunner, in folder: String, jobs: Int = 2, workers: Workers? = nil,
  keepGoing: Bool = false, events: @escaping EventSink = { _ in }
) async throws -> RunOutcome {
  weak var held: Journal?
  let result: Result<RunOutcome, any Error>
  do {
    let journal = try Journal(folder: folder)
    held = journal
    let run = Run(
      schedule, of: "pipeline", options: .init(jobs: jobs, keepGoing: keepGoing, text: "--jobs \(jobs)"),
      journal: journal, runner: steps, workers: workers ?? Workers(limit: jobs), events: events,
      describe: { error in
        [Trouble(message: "\(error)", remedy: nil, status: error is CancellationError ? 75 : 1)]
      }, combine: { $0.min() ?? 0 })
    result = .success(try await run.execute())
  } catch {
    result = .failure(error)
  }
  // The journal's writer lets go of it a moment after the last commit.
  for _ in 0..<1000 where held != nil { _ = try? await Workers.onThread { usleep(2000) } }
  return try result.get()
}
