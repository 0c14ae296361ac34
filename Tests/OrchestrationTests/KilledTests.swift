import FieldTools
import FoundationEssentials
import Glibc
import Testing

@testable import Orchestration

/// What is left when Slipway itself is killed: a small program takes its place and starts a command as it does.
@Suite struct KilledTests {
  static let program = """
    #include "CProcess.h"
    #include <fcntl.h>
    #include <stddef.h>
    #include <unistd.h>
    int main(int count, char **arguments) {
      char *command[] = {"/bin/sh", "-c", arguments[1], NULL};
      char *environment[] = {"PATH=/usr/bin:/bin", NULL};
      int output = open("/dev/null", O_WRONLY | O_CLOEXEC);
      struct slipway_command request = {command[0], command, environment, arguments[2], output, 5000};
      struct slipway_supervisor supervisor;
      struct slipway_result result;
      if (count != 3 || slipway_start(&request, &supervisor) != 0) return 1;
      slipway_wait(&supervisor, -1, &result);
      return 0;
    }
    """

  static var compiler: String? {
    ["/usr/bin/clang", "/usr/bin/cc", "/usr/bin/gcc"].first { access($0, X_OK) == 0 }
  }

  static func waitFor(_ seconds: Double, _ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<Int(seconds * 100) {
      if try condition() { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return try condition()
  }

  @Test(
    .enabled(if: KilledTests.compiler != nil, "there is no C compiler in /usr/bin"),
    arguments: ["slipway", "supervisor"])
  func `kill -9 leaves nothing running`(victim: String) async throws {
    let scratch = try TemporaryFolder()
    let folder = scratch.path
    let sources = Repository.folder + "/Sources/CProcess"
    try Self.program.write(toFile: folder + "/main.c", atomically: true, encoding: .utf8)
    let built = try await ChildProcess.run(
      Command(
        [
          Self.compiler ?? "", "-I", sources + "/include", "-o", "program", "main.c",
          sources + "/supervisor.c",
        ], environment: ["PATH": "/usr/bin:/bin"], in: folder), log: folder + "/compile.log")
    try #require(built.succeeded, "\(built.tail)")

    let script = """
      echo $PPID > supervisor; echo $$ > command
      sleep 1000 & echo $! > child
      setsid sh -c 'echo $$ > daemon; sleep 1000' &
      while [ ! -s daemon ]; do sleep 0.01; done
      touch ready; sleep 1000
      """
    // It goes on after its program is killed, so that it is not this end that kills what is left.
    let runner = Task {
      try await ChildProcess.run(
        Command(
          [
            "/bin/sh", "-c", "./program \"$1\" \"$2\" & echo $! > slipway; wait; exec sleep 1000", "sh",
            script, folder,
          ],
          environment: ["PATH": "/usr/bin:/bin"], in: folder), log: folder + "/run.log")
    }
    #expect(try await Self.waitFor(10) { access(folder + "/ready", F_OK) == 0 })
    let processes = ["command", "child", "daemon", "supervisor", "slipway"]
    for process in processes { #expect(try ChildProcessTests.isAlive("\(folder)/\(process)"), "\(process)") }

    let id = try String(contentsOfFile: "\(folder)/\(victim)", encoding: .utf8).filter(\.isNumber)
    kill(try #require(pid_t(id)), SIGKILL)
    // Killed itself, the supervisor takes the command along; what that had started goes with the run.
    let gone = victim == "slipway" ? processes : ["command", "supervisor", "slipway"]
    let isOver = try await Self.waitFor(5) {
      try gone.allSatisfy { try !ChildProcessTests.isAlive("\(folder)/\($0)") }
    }
    #expect(isOver)
    runner.cancel()
    await #expect(throws: CancellationError.self) { try await runner.value }
  }
}
