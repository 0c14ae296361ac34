import Foundation
import Glibc
import Testing

@Suite("Ctrl-C")
struct InterruptionTests {
  @Test func `stops a run with status 75, and the next run goes on`() throws {
    let stage = try Stage()
    let setUp = try stage.run(
      "cp $FIXTURES/demo-debug.apk made.apk && cat > slipway.yaml",
      input: """
        slipway: 1
        name: acme
        targets:
          app:
            platform: android
            distribution: debug
            payload: app.apk
            build: { run: [sh, -c, "test -e second || { touch first; sleep 60; }; cp made.apk app.apk"], env: { PATH: inherit } }
            deliver: [ { directory: { path: dist } } ]
        """)
    try #require(setUp.status == 0)
    let process = try stage.start("exec slipway run", output: "run.output", complaints: "run.complaints")
    for _ in 0..<300 where !FileManager.default.fileExists(atPath: stage.work + "/first") { usleep(100_000) }
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 75)
    #expect(try stage.run("ls dist").status != 0)
    let next = try stage.run("touch second && slipway run")
    #expect(next.status == 0, "\(next.output)\(next.complaints)")
    #expect(try stage.run("ls dist").output == "app.apk\napp.apk.sha256\n")
  }
}
