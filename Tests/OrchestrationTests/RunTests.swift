import Bytes
import FieldTools
import FoundationEssentials
import Synchronization
import Testing

@testable import Orchestration

@Suite struct RunTests {
  @Test func `does every step once, after what it needs`() async throws {
    let scratch = try TemporaryFolder()
    let steps = FakeSteps()
    let outcome = try await run(try targets(["a", "b"]), steps, in: scratch.path)
    #expect(outcome.status == 0)
    #expect(outcome.steps.allSatisfy { $0.outcome.word == "done" })
    for target in ["a", "b"] {
      #expect(
        steps.ran.filter { $0.target == target }.map(\.name) == [
          "build", "package", "sign", "verify", "deliver:1",
        ])
    }
  }

  @Test func `a step sees the records of all it builds on`() async throws {
    let scratch = try TemporaryFolder()
    let seen = Mutex<[StepID: Set<StepID>]>([:])
    let steps = FakeSteps { step, context in seen.withLock { $0[step.id] = Set(context.records.keys) } }
    _ = try await run(try targets(["a"]), steps, in: scratch.path)
    #expect(seen.withLock { $0["a deliver:1"] } == ["a build", "a package", "a sign", "a verify"])
  }

  @Test(arguments: [ReleasePolicy.together, .independent])
  func `no delivery starts before its gate is open`(release: ReleasePolicy) async throws {
    let scratch = try TemporaryFolder()
    let steps = FakeSteps(pause: 2000)
    let record = Record()
    _ = try await run(
      try targets(["a", "b", "c"], release: release), steps, in: scratch.path, events: record.sink)
    let ran = steps.ran
    for (place, step) in ran.enumerated() where step.name == "deliver:1" {
      let before = Set(ran[..<place].filter { $0.name == "verify" }.map(\.target))
      #expect(release == .together ? before == ["a", "b", "c"] : before.contains(step.target))
    }
    let gates = record.kinds.compactMap {
      if case .gateOpened(let target) = $0 { target ?? "all" } else { nil }
    }
    #expect(gates.sorted() == (release == .together ? ["all"] : ["a", "b", "c"]))
  }

  @Test(arguments: [1, 2, 3, 8]) func `never more steps at once than jobs`(jobs: Int) async throws {
    let scratch = try TemporaryFolder()
    let steps = FakeSteps(pause: 500) { _, _ in try await Task.sleep(for: .microseconds(500)) }
    let names = (1...12).map { "t\($0)" }
    _ = try await run(try targets(names), steps, in: scratch.path, jobs: jobs, workers: Workers(limit: 3))
    #expect(steps.most <= jobs)
    #expect(jobs == 1 || steps.most > 1)
  }

  @Test func `targets that have begun go on before new ones begin`() async throws {
    let scratch = try TemporaryFolder()
    let steps = FakeSteps()
    _ = try await run(try targets(["a", "b", "c"], release: .independent), steps, in: scratch.path, jobs: 1)
    #expect(steps.ran.map(\.target) == ["a", "b", "c"].flatMap { [String](repeating: $0, count: 5) })
  }

  @Test(arguments: [
    (false, ReleasePolicy.together, ["blocked", "blocked", "blocked"], 0),
    (true, .together, ["done", "done", "blocked"], 0),
    (false, .independent, ["blocked", "blocked", "blocked"], 0),
    (true, .independent, ["done", "done", "done"], 1),
  ])
  func `after a failure`(
    keepGoing: Bool, release: ReleasePolicy, others: [String], deliveries: Int
  ) async throws {
    let scratch = try TemporaryFolder()
    let steps = FakeSteps(failing: ["a sign"])
    let record = Record()
    let outcome = try await run(
      try targets(["a", "b"], release: release), steps, in: scratch.path, jobs: 1, keepGoing: keepGoing,
      events: record.sink)
    #expect(
      outcome["a sign"] == .failed([Trouble(message: "\(Broken(step: "a sign"))", remedy: nil, status: 1)]))
    #expect(outcome["a verify"] == .blocked(by: "a sign"))
    #expect(outcome["a deliver:1"] == .blocked(by: "a sign"))
    #expect(["b sign", "b verify", "b deliver:1"].map { outcome[$0]?.word } == others)
    #expect(steps.ran.count { $0.name == "deliver:1" } == deliveries)
    #expect(outcome.status == 1)
    let results = record.kinds.compactMap {
      if case .targetFinished(let target, let result) = $0 { "\(target) \(result)" } else { nil }
    }
    #expect(results.sorted() == ["a failed", others.contains("blocked") ? "b blocked" : "b done"])
  }

  @Test func `a second run does nothing again`() async throws {
    let scratch = try TemporaryFolder()
    _ = try await run(try targets(["a", "b"]), FakeSteps(), in: scratch.path)
    let again = FakeSteps()
    let outcome = try await run(try targets(["a", "b"]), again, in: scratch.path)
    #expect(again.ran.isEmpty)
    #expect(outcome.steps.allSatisfy { $0.outcome.word == "unchanged" })
    #expect(outcome["a sign"]?.record == FakeSteps.record(of: Step("a sign", kind: .processing)))
  }

  @Test func `a step with other inputs or a lost output is done again`() async throws {
    let scratch = try TemporaryFolder()
    _ = try await run(try targets(["a"]), FakeSteps(), in: scratch.path)
    let again = FakeSteps(digests: ["a sign": "other"], lost: ["a package"])
    _ = try await run(try targets(["a"]), again, in: scratch.path)
    #expect(again.ran == ["a package", "a sign"])
  }

  @Test func `a failed delivery is looked up before it is tried again`() async throws {
    let scratch = try TemporaryFolder()
    _ = try await run(try targets(["a"]), FakeSteps(failing: ["a deliver:1"]), in: scratch.path)
    let again = FakeSteps()
    _ = try await run(try targets(["a"]), again, in: scratch.path)
    #expect(again.lookedUp == ["a deliver:1"])
    #expect(again.ran == ["a deliver:1"])
    let third = FakeSteps()
    _ = try await run(try targets(["a"]), third, in: scratch.path)
    #expect(third.lookedUp.isEmpty && third.ran.isEmpty)
  }

  @Test func `an interrupted run stops, and the next goes on`() async throws {
    let scratch = try TemporaryFolder()
    let path = scratch.path
    let started = AsyncStream.makeStream(of: Void.self)
    let steps = FakeSteps { step, _ in
      if step.id == "b deliver:1" {
        started.continuation.yield()
        try await Task.sleep(for: .seconds(60))
      }
    }
    // One at a time, so that the delivery of a is over when that of b begins.
    let task = Task { try await run(try targets(["a", "b", "c"]), steps, in: path, jobs: 1) }
    for await _ in started.stream { break }
    task.cancel()
    let outcome = try await task.value
    #expect(outcome.isCancelled)
    #expect(outcome.status == 75)
    #expect(outcome["b deliver:1"] == .cancelled)
    let again = FakeSteps()
    let finished = try await run(try targets(["a", "b", "c"]), again, in: scratch.path)
    #expect(finished.status == 0)
    #expect(again.lookedUp.contains("b deliver:1"))
    #expect(again.ran.contains("b deliver:1") && !again.ran.contains("a deliver:1"))
    #expect(again.ran.allSatisfy { $0.name == "deliver:1" })
  }

  @Test func `progress reaches the events`() async throws {
    let scratch = try TemporaryFolder()
    let record = Record()
    let steps = FakeSteps { _, context in
      for completed in 0...1000 { context.report(StepProgress(completed: completed, total: 1000)) }
    }
    let only = try Schedule([Step("a build", kind: .waiting)], release: .together)
    _ = try await run(only, steps, in: scratch.path, events: record.sink)
    let progress = record.kinds.compactMap {
      if case .stepProgress(_, let progress) = $0 { progress.completed } else { nil }
    }
    #expect(progress.first == 0 && progress.last == 1000)
    #expect(progress.count < 20)
  }

  @Test func `a thousand small targets cost little`() async throws {
    let scratch = try TemporaryFolder()
    let schedule = try targets((1...1000).map { "t\($0)" })
    let began = ContinuousClock.now
    let outcome = try await run(schedule, FakeSteps(), in: scratch.path)
    let perTarget = began.secondsSince
    #expect(outcome.status == 0)
    // Wide: a debug build beside all other tests, on a disk that every delivery waits for once.
    #expect(perTarget < 500, "milliseconds per target")
  }
}
