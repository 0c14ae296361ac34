import Foundation
import Testing

/// What only real processes show of the key store: two at once, and one that is killed.
@Suite struct KeyStoreProcessTests {
  @Test func `two processes that add keys at once lose nothing`() throws {
    let stage = try Stage()
    #expect(try stage.run("slipway keys init alice").status == 0)
    for round in 0..<10 {
      let writers = try ["a", "b"].map { name in
        try stage.start(
          "exec slipway keys generate k\(round)\(name) --platform android --purpose distribution --ec --yes",
          output: "output-\(name)", complaints: "complaints-\(name)")
      }
      for writer in writers { writer.waitUntilExit() }
      #expect(writers.map(\.terminationStatus) == [0, 0])
    }
    let list = try stage.run("slipway keys list --format json | grep -c '\"name\" : \"k'")
    #expect(list.output == "20\n")
  }

  @Test func `a process that is killed leaves the old or the new state`() throws {
    let stage = try Stage()
    #expect(try stage.run("slipway keys init alice").status == 0)
    for round in 0..<20 {
      let wait = Double.random(in: 0.005...0.12)
      _ = try stage.run(
        "slipway keys generate k\(round) --platform android --purpose distribution --ec --yes & "
          + "sleep \(wait); kill -9 $! 2>/dev/null")
      let list = try stage.run("slipway keys list")
      #expect(list.status == 0, "round \(round), killed after \(wait) s: \(list.complaints)")
    }
    #expect(
      try stage.run("slipway keys generate last --platform android --purpose distribution --ec --yes").status
        == 0)
    #expect(try stage.run("ls -A slipway-keys | grep -E 'staged|pending'").output == "")
  }

  @Test func `a build command gets nothing of the identity`() throws {
    let stage = try Stage()
    try Data(
      """
      slipway: 1
      name: acme
      targets:
        app:
          platform: android
          distribution: ad-hoc
          application: com.example.demo
          build:
            run: [sh, -c, "env; cp $FIXTURES/demo.apk app.apk"]
            env: { PATH: inherit, FIXTURES: inherit }
          payload: app.apk
      """.utf8
    ).write(to: URL(filePath: "\(stage.work)/slipway.yaml"))
    _ = try stage.run(
      "slipway keys init alice && slipway keys generate u --platform android --purpose distribution --ec --default --yes"
    )
    let identity = try stage.run("grep AGE- \"$HOME/.config/slipway/identity.txt\"").output
      .trimmingCharacters(in: .newlines)
    stage.environment["SLIPWAY_IDENTITY"] = identity
    #expect(identity.hasPrefix("AGE-SECRET-KEY-1"))
    let run = try stage.run("slipway run --format json; grep -rl AGE-SECRET .slipway dist out")
    #expect(!run.output.contains(identity) && !run.complaints.contains(identity))
    #expect(!run.output.contains(".slipway/"), "a log holds the identity: \(run.output.suffix(300))")
  }
}
