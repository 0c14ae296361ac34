import Foundation
import Testing

/// Build commands that are not there, fail, take too long, or want to know more than they should.
@Suite struct BuildTests {
  private static func build(
    _ name: String, _ status: Int32, _ says: [String], run: String, more: String = "",
    environment: String = "PATH: /usr/bin:/bin"
  ) -> BadInput {
    BadInput(name, status, says) {
      $0.payload = "built.apk"
      $0.target = "build: { run: \(run), env: { \(environment) }\(more) }"
    }
  }

  static let inputs = [
    build(
      "no such command", 65, ["There is no command gradlew in /usr/bin:/bin.", "Install it, give its path"],
      run: "[gradlew]"),
    build(
      "no such script", 65, ["There is no command ./gradlew.", "relative to the pipeline file"],
      run: "[./gradlew]"),
    build(
      "a script that is not executable", 65,
      ["The command ./good.pem cannot be started", "Make it executable"], run: "[./good.pem]"),
    build(
      "a failing command", 1, ["ended with status 3.", "Its last line: “no disk in drive A”", "logs/"],
      run: "[sh, -c, 'echo no disk in drive A; exit 3']"),
    build("a command that kills itself", 1, ["was ended by signal 9"], run: "[sh, -c, 'kill -9 $$']"),
    build(
      "a command that takes too long", 1, ["took longer than 1 s and was ended"],
      run: "[sh, -c, 'sleep 30 & sleep 30']", more: ", timeout: 1s"),
    build("a command that makes nothing", 65, ["Nothing matches built.apk."], run: "['true']"),
    build(
      "a variable to inherit that is not set", 65,
      ["JAVA_HOME, which is not set", "Set it, or give it a value"], run: "[env]",
      environment: "JAVA_HOME: inherit"),
    build(
      "output that would repaint a terminal or command a CI runner", 1, [#"\u{1b}[2J::error::owned"#],
      run: #"[sh, -c, 'printf "\033[2J::error::owned\n"; exit 1']"#),
  ]

  @Test(arguments: inputs) func `ends the run with one sentence`(_ input: BadInput) async throws {
    let place = try Place()
    try await input.check(in: place)
    #expect(place.processes.isEmpty)
  }

  @Test func `a payload older than its build is refused`() async throws {
    let place = try Place()
    try place.write("built.apk", place.bytes("demo.apk"))
    let hourAgo = Date(timeIntervalSinceNow: -3600)
    try FileManager.default.setAttributes([.modificationDate: hourAgo], ofItemAtPath: place.path("built.apk"))
    try await Self.build(
      "old", 1, ["built.apk is older than the build", "Check that build: makes"], run: "['true']"
    ).check(in: place)
  }

  @Test func `a build sees only what is listed`() async throws {
    let place = try Place()
    var pipeline = PipelineText()
    pipeline.payload = "built.apk"
    pipeline.target = """
      build: { run: [sh, -c, 'env > seen; ls /proc/self/fd > open; cp demo.apk built.apk'], env: { PATH: inherit, NAME: value, GIVEN: inherit } }
      """
    try place.write("p.yaml", pipeline.text)
    let ending = try await place.run(
      ["run", "p.yaml"], ["GIVEN": "given", "SLIPWAY_TRUST": "root", "AWS_SECRET": "aws"])
    #expect(ending.status == 0, "\(ending.text)")
    let seen = Set(String(decoding: try place.bytes("seen"), as: UTF8.self).split(separator: "\n"))
    // The shell adds PWD, SHLVL and _ itself.
    let own = seen.filter {
      !$0.hasPrefix("PWD=") && !$0.hasPrefix("SHLVL=") && !$0.hasPrefix("_=") && !$0.hasPrefix("OLDPWD=")
    }
    #expect(own == ["PATH=/usr/bin:/bin", "NAME=value", "GIVEN=given"])
    let open = String(decoding: try place.bytes("open"), as: UTF8.self).split(separator: "\n")
    #expect(Set(open) == ["0", "1", "2", "3"], "3 is the listing's own")
    try Traces(of: place).checkNoSecret(ending)
  }

  @Test func `a build whose payload is gone or changed runs again`() async throws {
    let place = try Place()
    var pipeline = PipelineText()
    pipeline.payload = "built.apk"
    pipeline.target =
      "build: { run: [cp, demo.apk, built.apk], inputs: [demo.apk], env: { PATH: /usr/bin:/bin } }"
    try place.write("p.yaml", pipeline.text)
    #expect(try await place.run(["run", "p.yaml"]).status == 0)
    let unchanged = try await place.run(["run", "p.yaml"])
    #expect(unchanged.output.contains("build  unchanged"), "\(unchanged.text)")
    try place.write("built.apk", "torn")
    #expect(try await place.run(["run", "p.yaml"]).status == 0)
    try place.remove("built.apk")
    let again = try await place.run(["run", "p.yaml"])
    #expect(again.status == 0 && !again.output.contains("build  unchanged"), "\(again.text)")
  }
}
