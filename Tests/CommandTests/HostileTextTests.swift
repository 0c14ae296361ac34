import Foundation
import Testing

/// What stands in a package, a certificate or a file's name must not act on a terminal or a CI log.
@Suite("Hostile text")
struct HostileTextTests {
  private static let commands = [
    "sign hostile.apk --output again.apk --keystore $KEYS/hostile.p12 --password-file $KEYS/password",
    "verify signed.apk", "verify signed.apk --for store", "verify hostile.apk --for store",
    "inspect signed.apk",
    "deliver signed.apk --for ad-hoc --to directory:dist", "verify \"$NAME\"",
    "package \"$NAME\" --output \"$NAME.zip\"",
    "check \"$NAME\"", "plan", "run", "run --keep-going --jobs 1", "show", "runs",
    "sign \"$NAME\" --key \"$NAME\"",
  ]

  @Test(arguments: commands)
  func `reaches neither a pipe nor a CI log`(_ command: String) throws {
    let stage = try stage()
    for service in ["", "true"] {
      stage.environment["GITHUB_ACTIONS"] = service
      let result = try stage.run("slipway \(command)")
      for text in [result.output, result.complaints] { expectHarmless(text) }
    }
  }

  @Test(arguments: commands)
  func `reaches no terminal`(_ command: String) throws {
    let (_, text) = try Terminal.run("NO_COLOR=1 slipway \(command)", on: stage())
    expectHarmless(text.replacing("\r\u{1b}[K", with: "").replacing("\r\n", with: "\n"))
  }

  private func expectHarmless(_ text: String) {
    let controls = text.unicodeScalars.filter { scalar in
      scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
    }
    #expect(controls.isEmpty, "\(text.debugDescription)")
    let forged = text.split(separator: "\n").filter { $0.contains(/^ *::error::owned/) }
    #expect(forged.isEmpty, "\(forged)")
  }

  private func stage() throws -> Stage {
    let stage = try Stage()
    stage.environment["NAME"] = TestKeys.hostileName + ".apk"
    stage.environment["TERM"] = "xterm"
    let setUp = try stage.run(
      """
      cp $FIXTURES/hostile-version.apk hostile.apk
      cp hostile.apk "$NAME"
      cp $KEYS/hostile.p12 $KEYS/password .
      cat > slipway.yaml
      slipway sign hostile.apk --output signed.apk --keystore hostile.p12 --password-file password
      """,
      input: """
        slipway: 1
        name: acme
        keys:
          hostile: { platform: android, purpose: distribution, default: true, keystore: hostile.p12, password: { file: password } }
        targets:
          whole: { platform: android, distribution: ad-hoc, application: com.example.demo, payload: hostile.apk }
          wrong:
            platform: android
            distribution: debug
            payload: hostile.apk
            build: { run: [sh, -c, "printf '\\\\033[2J\\\\n::error::owned\\\\033[31m'; exit 3"] }
        """)
    try #require(setUp.status == 0, "\(setUp.complaints)")
    return stage
  }
}
