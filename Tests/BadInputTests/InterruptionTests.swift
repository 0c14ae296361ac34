import Foundation
import Glibc
import RehearsalStores
import Testing

/// Runs that are killed, interrupted, or started twice, and the same command after that.
@Suite struct InterruptionTests {
  /// A build with children and a grandchild in a session of its own, and a server that takes its time.
  private func prepare(_ place: Place, _ address: String) throws {
    try place.write("stay", "#!/bin/sh\nsleep 100\n")
    try place.write(
      "build",
      """
      #!/bin/sh
      sh "$PWD/stay" & setsid sh "$PWD/stay" &
      sleep 0.1
      cp demo.apk built.apk.new; mv built.apk.new built.apk

      """)
    for name in ["stay", "build"] { chmod(place.path(name), 0o755) }
    var pipeline = PipelineText()
    pipeline.payload = "built.apk"
    pipeline.target = "build: { run: [./build], env: { PATH: /usr/bin:/bin } }"
    pipeline.deliver = "- directory: { path: dist }\n      - http: { url: \(address)/demo/ }"
    try place.write("p.yaml", pipeline.text)
  }

  /// Both destinations have the artifact, once and whole, and nothing else is left.
  private func checkDelivered(_ place: Place, _ store: String, _ ending: Ending) async throws {
    #expect(ending.status == 0, "\(ending.text)")
    let artifact = try place.bytes("out/app.apk")
    #expect(place.files(in: "dist") == ["app.apk", "app.apk.sha256"])
    #expect(try place.bytes("dist/app.apk") == artifact)
    let kept = try FileManager.default.subpathsOfDirectory(atPath: store).filter { !$0.hasSuffix("demo") }
    #expect(kept.filter { !$0.hasPrefix(".") } == ["demo/app.apk"], "\(kept)")
    #expect(FileManager.default.contents(atPath: store + "/demo/app.apk") == Data(artifact))
    #expect(place.files(in: "out") == ["app.apk"])
    try Traces(of: place).checkNothingTemporary()
    #expect(place.files(in: ".slipway/work").isEmpty)
  }

  private func hasNoProcesses(_ place: Place) async throws -> Bool {
    for _ in 0..<300 {
      if place.processes.isEmpty { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  /// Forty kills, from the first milliseconds to the last: before the plan, in the build, while a file gets its name,
  /// in the upload, in the report.
  @Test(arguments: 0..<4) func `kill -9 at any moment, and the same command goes on`(_ lane: Int) async throws
  {
    var duration = 700.0
    for turn in 0..<10 {
      let place = try Place()
      let store = place.base + "/store"
      var options = RehearsalServer.Options()
      options.faults = [Fault(.dawdle(milliseconds: 60), times: 1000)]
      let server = try await RehearsalServer.start(folder: store, options: options)
      try prepare(place, server.address)
      let moment = duration * Double(turn * 4 + lane + 1) / 40
      let running = try place.start(["run", "p.yaml"])
      try await Task.sleep(for: .milliseconds(moment))
      running.signal(SIGKILL)
      let killed = try await running.end()
      #expect(try await hasNoProcesses(place), "after \(moment) ms: \(killed.text)")
      let began = ContinuousClock.now
      let ending = try await place.run(["run", "p.yaml"])
      duration = 0.5 * duration + 0.5 * ((ContinuousClock.now - began) / .milliseconds(1))
      await server.stop()
      #expect(try await hasNoProcesses(place))
      try await checkDelivered(place, store, ending)
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func `an interrupted run says so, and the next goes on`(
    _ signal: Int32
  ) async throws {
    let place = try Place()
    let store = place.base + "/store"
    let server = try await RehearsalServer.start(folder: store)
    try prepare(place, server.address)
    try place.write(
      "build", "#!/bin/sh\nsh \"$PWD/stay\" & [ -f second ] || sleep 100\ncp demo.apk built.apk\n")
    chmod(place.path("build"), 0o755)
    let running = try place.start(["run", "p.yaml"])
    for _ in 0..<500 where !place.processes.contains(where: { $0 != running.process }) {
      try await Task.sleep(for: .milliseconds(10))
    }
    running.signal(signal)
    let ending = try await running.end()
    #expect(ending.status == 75, "\(ending.text)")
    #expect(try await hasNoProcesses(place))
    #expect(place.files(in: "dist").isEmpty)
    try place.write("second", "")
    let next = try await place.run(["run", "p.yaml"])
    await server.stop()
    try await checkDelivered(place, store, next)
  }

  @Test func `a second run on the same state is told to wait`() async throws {
    let place = try Place()
    let store = place.base + "/store"
    var options = RehearsalServer.Options()
    options.faults = [Fault(.dawdle(milliseconds: 1500), times: 10)]
    let server = try await RehearsalServer.start(folder: store, options: options)
    try prepare(place, server.address)
    let first = try place.start(["run", "p.yaml"])
    for _ in 0..<500 where place.files(in: "out").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    let second = try await place.run(["run", "p.yaml"])
    #expect(second.status == 75, "\(second.text)")
    #expect(
      second.text.contains("Another run, process ") && second.text.contains(".slipway"), "\(second.text)")
    #expect(second.problems.count == 1 && second.hasRemedies)
    let rehearsal = try await place.run(["run", "p.yaml", "--rehearse"])
    #expect(rehearsal.status == 75, "\(rehearsal.text)")
    let ending = try await first.end()
    await server.stop()
    try await checkDelivered(place, store, ending)
  }
}
