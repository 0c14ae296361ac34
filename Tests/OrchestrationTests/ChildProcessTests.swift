import FieldTools
import FoundationEssentials
import Glibc
import Testing

@testable import Orchestration

@Suite struct ChildProcessTests {
  static let shell = ["/bin/sh", "-c"]

  func run(
    _ script: String, in folder: String, environment: [String: String] = [:], timeout: Duration? = nil,
    grace: Duration = .seconds(5)
  ) async throws -> CommandResult {
    try await ChildProcess.run(
      Command(Self.shell + [script], environment: environment, in: folder, timeout: timeout, grace: grace),
      log: folder + "/logs/run/step.log")
  }

  /// Whether a process whose id stands in a file lives, which a zombie does not.
  static func isAlive(_ path: String) throws -> Bool {
    let id = try String(contentsOfFile: path, encoding: .utf8).filter(\.isNumber)
    guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
    return !status.contains(") Z ")
  }

  @Test func `both outputs go to the log, and its end into the result`() async throws {
    let scratch = try TemporaryFolder()
    let result = try await run("echo out; echo err >&2; exit 3", in: scratch.path)
    #expect(result.end == .exited(code: 3))
    #expect(!result.succeeded && !result.timedOut)
    #expect(result.tail == "out\nerr")
    #expect(try String(contentsOfFile: result.log, encoding: .utf8) == "out\nerr\n")
  }

  @Test func `the tail is bounded`() async throws {
    let scratch = try TemporaryFolder()
    let result = try await run(
      "i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done", in: scratch.path)
    #expect(result.tail.split(separator: "\n").map(String.init) == (1980..<2000).map { "line \($0)" })
  }

  @Test func `gets the listed environment and its folder, nothing else`() async throws {
    let scratch = try TemporaryFolder()
    let result = try await ChildProcess.run(
      Command(["env"], environment: ["PATH": "/usr/bin:/bin", "VERSION": "1.2"], in: scratch.path),
      log: scratch.path + "/log")
    #expect(Set(result.tail.split(separator: "\n")) == ["PATH=/usr/bin:/bin", "VERSION=1.2"])
    #expect(try await run("pwd", in: scratch.path).tail == scratch.path)
  }

  @Test func `inherits no descriptor and an empty input`() async throws {
    let scratch = try TemporaryFolder()
    let open = open("/dev/zero", O_RDONLY)
    defer { close(open) }
    let result = try await run(
      "cat; ls /proc/$$/fd", in: scratch.path, environment: ["PATH": "/usr/bin:/bin"])
    #expect(result.tail == "0\n1\n2")
  }

  @Test func `a signal is told apart from an exit code`() async throws {
    let scratch = try TemporaryFolder()
    #expect(try await run("kill -9 $$", in: scratch.path).end == .signalled(SIGKILL))
  }

  /// Enough for a shell to read its first command, on a machine that has more to do.
  private static let timeToBegin = Duration.seconds(5)

  @Test func `when its time is up the whole group ends`() async throws {
    let scratch = try TemporaryFolder()
    let result = try await run(
      "sleep 1000 & echo $! > child; sleep 1000", in: scratch.path, environment: ["PATH": "/usr/bin:/bin"],
      timeout: Self.timeToBegin)
    #expect(result.timedOut && result.seconds < 60)
    #expect(result.end == .signalled(SIGTERM))
    #expect(try !Self.isAlive(scratch.path + "/child"))
  }

  @Test func `one that ignores the asking is killed`() async throws {
    let scratch = try TemporaryFolder()
    let result = try await run(
      "trap '' TERM; while true; do sleep 0.05; done", in: scratch.path,
      environment: ["PATH": "/usr/bin:/bin"],
      timeout: Self.timeToBegin, grace: .milliseconds(300))
    #expect(result.timedOut && result.end == .signalled(SIGKILL))
    #expect(result.seconds > 5.2 && result.seconds < 60)
  }

  @Test func `nothing it left in the background outlives it, a daemon neither`() async throws {
    let scratch = try TemporaryFolder()
    let result = try await run(
      "setsid sh -c 'echo $$ > daemon; sleep 1000' & while [ ! -s daemon ]; do sleep 0.01; done",
      in: scratch.path, environment: ["PATH": "/usr/bin:/bin"])
    #expect(result.succeeded)
    #expect(try !Self.isAlive(scratch.path + "/daemon"))
  }

  @Test func `a cancelled task ends its command`() async throws {
    let scratch = try TemporaryFolder()
    let path = scratch.path
    let task = Task {
      try await run("echo $$ > self; exec sleep 1000", in: path, environment: ["PATH": "/usr/bin:/bin"])
    }
    while !FileManager.default.fileExists(atPath: path + "/self") {
      try await Task.sleep(for: .milliseconds(5))
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try !Self.isAlive(path + "/self"))
  }

  @Test func `says what cannot be started`() async throws {
    let scratch = try TemporaryFolder()
    let folder = scratch.path
    try "exit 0\n".write(toFile: folder + "/script", atomically: true, encoding: .utf8)
    chmod(folder + "/script", 0o644)
    try "exit 0\n".write(toFile: folder + "/bare", atomically: true, encoding: .utf8)
    chmod(folder + "/bare", 0o755)
    let cases: [(Command, OrchestrationError)] = [
      (
        Command(["gradlew"], environment: ["PATH": "/usr/bin"], in: folder),
        .commandNotFound(name: "gradlew", searched: "/usr/bin")
      ),
      (
        Command(["./gradlew"], environment: [:], in: folder),
        .commandNotFound(name: "./gradlew", searched: nil)
      ),
      (
        Command(["/bin/true"], environment: [:], in: folder + "/none"),
        .workingDirectoryNotUsable(path: folder + "/none", reason: "No such file or directory")
      ),
      (
        Command(["./bare"], environment: [:], in: folder),
        .commandNotStarted(name: "./bare", reason: "Exec format error")
      ),
      (Command(["."], environment: [:], in: folder), .commandNotStarted(name: ".", reason: "Is a directory")),
      (Command([], environment: [:], in: folder), .commandMalformed(name: "")),
      (Command(["/bin/true", "a\0b"], environment: [:], in: folder), .commandMalformed(name: "/bin/true")),
      (Command(["/bin/true"], environment: ["": "x"], in: folder), .commandMalformed(name: "/bin/true")),
    ]
    for (command, error) in cases {
      await #expect(throws: error) { try await ChildProcess.run(command, log: folder + "/log") }
    }
  }

  @Test(arguments: [("brand/red", "brand%2Fred"), ("..", "%.."), ("a b\u{1B}", "a%20b%1B"), ("", "%")])
  func `no name leaves the log folder`(target: String, component: String) {
    #expect(
      StepLog.path(in: "/state", run: "r", step: StepID(target: target, name: "build"))
        == "/state/logs/r/\(component)/build.log")
  }
}
