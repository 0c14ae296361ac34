import Foundation
import Testing

/// That what is promised to other programs is JSON of the promised shape, whatever else is said beside it.
@Suite("Documents for other programs")
struct DocumentTests {
  @Test func `a verdict has every promised name, with null for what was not asked`() throws {
    let stage = try stageWithSignedPackages()
    let plain = try object(stage.run("slipway verify signed.apk --format json"))
    #expect(Set(plain.keys) == Self.verdictNames)
    #expect(plain["distribution"] is NSNull && plain["fit"] is NSNull)
    #expect(plain["verified"] as? Bool == true)

    let result = try stage.run("slipway verify debug.apk --for store --format json")
    #expect(result.status == 1 && result.complaints.isEmpty)
    let judged = try object(result)
    #expect(Set(judged.keys) == Self.verdictNames)
    #expect(judged["distribution"] as? String == "store" && judged["fit"] as? Bool == false)
    let signature = try #require((judged["signatures"] as? [[String: Any]])?.first)
    #expect(Set(signature.keys) == ["scheme", "certificateSha256", "subject", "notAfter", "purpose"])
    let findings = try #require(judged["findings"] as? [[String: Any]])
    let debug = try #require(findings.first { $0["id"] as? String == "android-debug-certificate" })
    #expect(
      Set(debug.keys).isSuperset(of: ["id", "severity", "where", "message", "store", "remedy", "help"]))
    #expect(Set((debug["store"] as? [String: Any] ?? [:]).keys) == ["name", "says"])
  }

  @Test func `nothing but the document is on standard output, in CI too`() throws {
    let stage = try stageWithSignedPackages()
    stage.environment["GITHUB_ACTIONS"] = "true"
    for command in [
      "verify debug.apk --for store", "inspect signed.apk", "sign app.apk --output a.apk \(Self.upload)",
      "plan",
      "deliver signed.apk --for ad-hoc --to directory:dist",
      "deliver debug.apk --for store --to directory:dist",
      "package app.apk --output app.zip", "run --set nothing=here", "runs",
    ] {
      let result = try stage.run("slipway \(command) --format json")
      if !result.output.isEmpty { _ = try object(result) }
    }
    let missing = try stage.run("slipway verify missing.apk --format json")
    #expect(missing.output.isEmpty && !missing.complaints.isEmpty && missing.status == 65)
  }

  @Test func `each line of a run is an event of a known name, the first and last of the run`() throws {
    let stage = try stageWithSignedPackages()
    for (command, status) in [("run", 0), ("run --key app=debug", 1)] {
      let result = try stage.run("slipway \(command) --format json")
      #expect(result.status == Int32(status) && result.complaints.isEmpty)
      let events = try result.output.split(separator: "\n").map { line in
        try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
      let names = events.compactMap { $0["event"] as? String }
      #expect(names.count == events.count && Set(names).isSubset(of: Self.eventNames))
      if status == 0 { #expect(names.first == "run-started" && names.last == "run-finished") }
      if status == 1 { #expect(names == ["plan-stopped"]) }
    }
  }

  @Test func `output that cannot be written is an error`() throws {
    let result = try stageWithSignedPackages().run("slipway verify signed.apk --format json > /dev/full")
    #expect(result.status == 74)
    #expect(result.complaints == "error: The output could not be written: No space left on device.\n")
  }

  @Test func `a reader who has enough is no error`() throws {
    let result = try Stage().run("{ slipway schema; echo $? >&2; } | head -n 1")
    #expect(result.complaints == "0\n")
  }

  private static let verdictNames: Set = [
    "file", "format", "sha256", "application", "verified", "distribution", "fit", "signatures", "findings",
  ]

  private static let eventNames: Set = [
    "run-started", "warning", "step-started", "step-progress", "step-finished", "step-failed", "gate-opened",
    "target-finished", "run-finished", "plan-stopped",
  ]

  private static let upload = "--keystore $KEYS/upload.p12 --password-file $KEYS/password"

  private func stageWithSignedPackages() throws -> Stage {
    let stage = try Stage()
    let setUp = try stage.run(
      """
      set -e
      cp $FIXTURES/demo.apk app.apk
      cp $KEYS/*.p12 $KEYS/password .
      slipway sign app.apk --output signed.apk \(Self.upload)
      slipway sign app.apk --output debug.apk --keystore $KEYS/debug.p12 --password-file $KEYS/password
      cat > slipway.yaml
      """,
      input: """
        slipway: 1
        name: acme
        keys:
          upload: { platform: android, purpose: distribution, keystore: upload.p12, password: { file: password } }
          debug: { platform: android, purpose: debug, keystore: debug.p12, password: { file: password } }
        targets:
          app:
            platform: android
            distribution: ad-hoc
            application: com.example.demo
            payload: app.apk
            sign: { key: upload }
            deliver: [ { directory: { path: dist } } ]
        """)
    try #require(setUp.status == 0, "\(setUp.complaints)")
    return stage
  }

  private func object(_ result: CommandResult) throws -> [String: Any] {
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    return json as? [String: Any] ?? ["list": json]
  }
}
