import Foundation
import Testing

@Suite("Secrets")
struct SecretTests {
  /// Stands nowhere else, so that it can be looked for.
  private static let token = "token-7b1e0c5d"

  @Test(arguments: ["", "--format json"])
  func `stand in no output, log, journal or report`(_ format: String) throws {
    let stage = try Stage()
    let server = try Server("slipway rehearsal --port 0 --folder uploads", on: stage)
    defer { server.end() }
    stage.environment["ARTIFACTS_TOKEN"] = Self.token
    stage.environment["KEY_PASSWORD"] = TestKeys.guardedPassword
    let setUp = try stage.run(
      "cp $FIXTURES/demo.apk app.apk && cp $KEYS/guarded.p12 . && cat > slipway.yaml",
      input: """
        slipway: 1
        name: acme
        keys:
          guarded: { platform: android, purpose: distribution, default: true, keystore: guarded.p12, password: { env: KEY_PASSWORD } }
        credentials:
          artifacts: { bearer: { env: ARTIFACTS_TOKEN }, hosts: [127.0.0.1] }
        targets:
          app:
            platform: android
            distribution: ad-hoc
            application: com.example.demo
            payload: app.apk
            build: { run: [sh, -c, "env"], env: { PATH: inherit } }
            deliver: [ { http: { url: "\(server.address)/builds/", credential: artifacts } } ]
        """)
    try #require(setUp.status == 0)
    var said = ""
    for command in [
      "check", "plan", "run --skip build", "run", "run --rehearse --skip build", "runs", "show",
    ] {
      let isPlain = command == "check"
      let result = try stage.run("slipway \(command) \(isPlain ? "" : format)")
      said += result.output + result.complaints
    }
    #expect(FileManager.default.fileExists(atPath: stage.work + "/uploads/builds/app.apk"))
    for secret in [Self.token, TestKeys.guardedPassword] {
      #expect(!said.contains(secret))
      let found = try stage.run("grep -rlaF -e \(secret) . \"$HOME\" \"$TMPDIR\"")
      #expect(found.output == "", "\(found.output)")
    }
  }

  @Test func `of a key store stand in no output, log, journal or report`() throws {
    let stage = try Stage()
    stage.environment["SLIPWAY_PASSPHRASE_GUARDED"] = Self.token
    stage.environment["KEY_PASSWORD"] = TestKeys.guardedPassword
    var said = ""
    for (command, input) in [
      ("slipway keys init acme", ""),
      ("slipway keys add $KEYS/guarded.p12 --password-env KEY_PASSWORD --lock --default", ""),
      ("slipway keys recipients", ""), ("slipway keys show guarded --format json", ""),
      ("cp $FIXTURES/demo.apk app.apk && cat > slipway.yaml", Self.storePipeline),
      ("slipway plan --format json", ""), ("slipway lock", ""), ("slipway run", ""), ("slipway show", ""),
      ("slipway doctor", ""),
    ] {
      let result = try stage.run(command, input: input)
      try #require(result.status == 0, "\(command): \(result.complaints)\(result.output)")
      said += result.output + result.complaints
    }
    let identity = try stage.run("sed -n '/^AGE-SECRET-KEY-1/p' \"$HOME/.config/slipway/identity.txt\"")
      .output
    try #require(!identity.isEmpty)
    for secret in [Self.token, TestKeys.guardedPassword, identity.trimmingCharacters(in: .newlines)] {
      #expect(!said.contains(secret))
      let found = try stage.run("grep -rlaF -e \(secret) . \"$HOME/.local\" \"$TMPDIR\"")
      #expect(found.output == "", "\(found.output)")
    }
  }

  /// What other users of the machine see of a run are the arguments of its processes.
  @Test func `of credentials stand in no output, log, journal, report or argument`() throws {
    let stage = try Stage()
    let server = try Server("slipway rehearsal --port 0 --folder uploads", on: stage)
    defer { server.end() }
    stage.environment["TOKEN"] = Self.token
    stage.environment["KEY_PASSWORD"] = TestKeys.guardedPassword
    var said = ""
    for (command, input) in [
      ("slipway keys init acme", ""), ("cp $FIXTURES/demo.apk app.apk && cp $KEYS/* .", ""),
      ("openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out AuthKey_ABCDE12345.p8", ""),
      ("slipway keys add guarded.p12 --password-env KEY_PASSWORD --default", ""),
      ("slipway credentials add --name artifacts --token-env TOKEN --host 127.0.0.1", ""),
      ("slipway credentials add AuthKey_ABCDE12345.p8 --team ACME123456 --name push", ""),
      ("slipway credentials list --format json", ""), ("slipway credentials show push", ""),
      ("cp AuthKey_ABCDE12345.p8 kept && rm AuthKey_ABCDE12345.p8 && mv kept \"$HOME/..\"", ""),
      ("cat > slipway.yaml", Self.credentialPipeline(server.address)),
      ("slipway plan --format json", ""), ("slipway run", ""), ("slipway show --format json", ""),
      ("slipway credentials update push --title Messages", ""), ("slipway keys audit", ""),
    ] {
      let result = try stage.run(command, input: input)
      try #require(result.status == 0, "\(command): \(result.complaints)\(result.output)")
      said += result.output + result.complaints
    }
    #expect(FileManager.default.fileExists(atPath: stage.work + "/uploads/builds/app.apk"))
    let seen = try stage.run("cat arguments")
    #expect(seen.output.contains("slipway run"))
    // The third line of the key holds nothing but the public half, which is no secret.
    let lines = try stage.run(
      "sed -n 2,3p \"$HOME/../kept\"; sed -n '/^AGE-SECRET-KEY-1/p' \"$HOME/.config/slipway/identity.txt\""
    )
    .output.split(separator: "\n").map(String.init)
    try #require(lines.count == 3)
    for secret in [Self.token, TestKeys.guardedPassword] + lines {
      #expect(!said.contains(secret), "\(secret)")
      #expect(!seen.output.contains(secret), "\(secret)")
      let found = try stage.run("grep -rlaF -e '\(secret)' . \"$HOME/.local\" \"$TMPDIR\"")
      #expect(found.output == "", "\(found.output)")
    }
  }

  private static func credentialPipeline(_ address: String) -> String {
    """
    slipway: 1
    name: acme
    targets:
      app:
        platform: android
        distribution: ad-hoc
        application: com.example.demo
        payload: app.apk
        push: [push]
        build: { run: [sh, -c, "cat /proc/[0-9]*/cmdline | tr '\\\\0' ' ' > arguments; touch app.apk"] }
        deliver: [ { http: { url: "\(address)/builds/", credential: artifacts } } ]
    """
  }

  private static let storePipeline = """
    slipway: 1
    name: acme
    key-store: { path: slipway-keys }
    targets:
      app:
        platform: android
        distribution: store
        application: com.example.demo
        payload: app.apk
        sign: { key: default }
        deliver: [ { directory: { path: dist } } ]
    """
}
