import Bytes
import FieldTools
import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import Orchestration

@Suite struct JournalTests {
  @Test func `every commit is brought to the disk`() throws {
    let scratch = try TemporaryFolder()
    #expect(try Journal(folder: scratch.path).synchronousLevel == 2)
  }

  @Test func `a second run on the same folder is told who has it`() throws {
    let scratch = try TemporaryFolder()
    let path = scratch.path
    let journal = try Journal(folder: path)
    #expect(throws: OrchestrationError.stateInUse(folder: path, process: getpid())) {
      try Journal(folder: path)
    }
    withExtendedLifetime(journal) {}
  }

  @Test func `the folder is free when the journal is gone`() throws {
    let scratch = try TemporaryFolder()
    do { _ = try Journal(folder: scratch.path) }
    #expect(throws: Never.self) { try Journal(folder: scratch.path) }
  }

  @Test func `remembers runs and their steps, while a run goes on too`() async throws {
    let scratch = try TemporaryFolder()
    let outcome = try await run(try targets(["a"]), FakeSteps(failing: ["a sign"]), in: scratch.path)
    let open = try Journal(folder: scratch.path)
    let history = RunHistory(folder: scratch.path)
    let runs = try history.runs()
    #expect(runs.map(\.run) == [outcome.run])
    #expect(
      runs.first?.pipeline == "pipeline" && runs.first?.status == 1 && runs.first?.options == "--jobs 2")
    let steps = try history.steps(of: outcome.run)
    #expect(steps.map(\.step.name) == ["build", "package", "sign", "verify", "deliver:1"])
    #expect(steps.map(\.outcome) == ["done", "done", "failed", "blocked", "blocked"])
    #expect(steps[2].troubles.map(\.status) == [1])
    #expect(try history.run("none") == nil)
    withExtendedLifetime(open) {}
  }

  @Test func `a folder without a journal has no runs`() throws {
    let scratch = try TemporaryFolder()
    #expect(try RunHistory(folder: scratch.path).runs() == [])
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/journal.sqlite"))
  }

  static let damages: [(String, @Sendable (Int) -> [UInt8])] = [
    ("no database", { _ in Array("this is no database, and never was one".utf8) }),
    ("zeros", { [UInt8](repeating: 0xAA, count: $0) }),
  ]

  @Test(arguments: damages)
  func `a damaged journal is moved aside, and deliveries are looked up`(
    name: String, bytes: @Sendable (Int) -> [UInt8]
  ) async throws {
    let scratch = try TemporaryFolder()
    let path = scratch.path + "/journal.sqlite"
    let first = FakeSteps()
    _ = try await run(try targets(["a"]), first, in: scratch.path)
    let size = try #require(FileManager.default.contents(atPath: path)).count
    try Data(bytes(size)).write(to: URL(filePath: path))
    for suffix in ["-wal", "-shm"] { unlink(path + suffix) }

    let record = Record()
    let again = FakeSteps()
    again.memory.withLock { $0.arrived = ["a deliver:1"] }
    _ = try await run(try targets(["a"]), again, in: scratch.path, events: record.sink)
    let moved = record.kinds.compactMap {
      if case .warning(.journalMovedAside(let path)) = $0 { path } else { nil }
    }
    #expect(moved.count == 1)
    #expect(moved.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    #expect(again.lookedUp == ["a deliver:1"])
    #expect(again.ran.map(\.name) == ["build", "package", "sign", "verify"])

    let later = FakeSteps(digests: ["a deliver:1": "other"])
    _ = try await run(try targets(["a"]), later, in: scratch.path)
    #expect(later.lookedUp == ["a deliver:1"], "what it does not know it may have forgotten")
  }

  @Test func `a folder that cannot be made is named`() throws {
    let scratch = try TemporaryFolder()
    try "file".write(toFile: scratch.path + "/file", atomically: true, encoding: .utf8)
    let folder = scratch.path + "/file/state"
    let error = #expect(throws: OrchestrationError.self) { try Journal(folder: folder) }
    guard case .stateNotUsable(folder, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(.needsSmallDisk)
  func `a full disk ends the run, and nothing is delivered`() async throws {
    let scratch = try TemporaryFolder()
    let disk = try SmallDisk(at: scratch.path + "/disk", kilobytes: 400)
    let steps = FakeSteps { step, _ in
      if step.id == "b build" { disk.fill() }
    }
    let error = await #expect(throws: OrchestrationError.self) {
      try await run(try targets(["a", "b"]), steps, in: disk.path, jobs: 1)
    }
    #expect(error == .noSpace(path: disk.path + "/journal.sqlite"))
    #expect(!steps.ran.contains { $0.name == "deliver:1" })
  }

  /// What a kill -9 leaves behind is what is in the files at that moment: copies of them, taken at every event and
  /// at the start and end of every delivery, are the crashes; from each a run must come to its end.
  @Test(arguments: [ReleasePolicy.together, .independent])
  func `from a crash at any moment the next run goes on`(release: ReleasePolicy) async throws {
    let scratch = try TemporaryFolder()
    let state = scratch.path + "/state"
    let crashes = Crashes(of: state, under: scratch.path)
    let steps = FakeSteps { step, _ in
      guard step.kind == .delivery else { return }
      crashes.take()
    }
    crashes.watch(steps)
    let schedule = try targets(["a", "b"], release: release)
    _ = try await run(schedule, steps, in: state, jobs: 2, events: { _ in crashes.take() })
    let taken = crashes.all
    #expect(taken.count > 20)
    for crash in taken {
      let again = FakeSteps()
      again.memory.withLock { $0.arrived = crash.arrived }
      let outcome = try await run(schedule, again, in: crash.folder)
      #expect(outcome.status == 0)
      let twice = again.ran.filter { $0.name == "deliver:1" && crash.arrived.contains($0) }
      #expect(twice.isEmpty, "delivered twice after crash \(crash.folder)")
      let done = Set(outcome.steps.filter { $0.outcome.record != nil }.map(\.id))
      #expect(done == Set(schedule.steps.map(\.id)))
    }
  }
}

/// Copies of a state folder, each with the deliveries that had arrived when it was taken.
private final class Crashes: Sendable {
  struct Crash {
    let folder: String
    let arrived: Set<StepID>
  }

  private let state: String
  private let place: String
  private let taken = Mutex<[Crash]>([])
  private let steps = Mutex<FakeSteps?>(nil)

  init(of state: String, under place: String) {
    self.state = state
    self.place = place
  }

  var all: [Crash] { taken.withLock { $0 } }

  func watch(_ steps: FakeSteps) {
    self.steps.withLock { $0 = steps }
  }

  func take() {
    taken.withLock { taken in
      // Before the files: what arrives while they are copied may or may not be known to the copy.
      let arrived = steps.withLock { $0?.memory.withLock { $0.arrived } } ?? []
      let folder = "\(place)/crash-\(taken.count)"
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      for file in ["journal.sqlite", "journal.sqlite-wal"] {
        try? FileManager.default.copyItem(atPath: "\(state)/\(file)", toPath: "\(folder)/\(file)")
      }
      taken.append(Crash(folder: folder, arrived: arrived))
    }
  }
}
