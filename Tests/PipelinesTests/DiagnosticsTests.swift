import Testing

@testable import Pipelines

/// Every mistake has its place and says what is known of it.
struct DiagnosticsTests {
  struct Mistake: CustomTestStringConvertible {
    var testDescription: String { text }
    var text: String
    var expected: Diagnostic

    /// A line of a target, which begins in column 5 of line 10.
    init(_ line: String, _ column: Int, _ reason: DiagnosticReason) {
      text = pipeline(target: line)
      expected = Diagnostic(reason, at: at(10, column))
    }
  }

  @Test(arguments: [
    Mistake(
      "outptu: x", 5,
      .unknownWord("outptu", nearest: "output", allowed: Language.target.fields.map(\.name))),
    Mistake(
      "package: { format: appk }", 24,
      .unknownChoice("appk", nearest: "apk", allowed: ["apk", "aab", "ipa", "bar"])),
    Mistake("package: { format: ipa }", 24, .formatOfOtherPlatform(format: "ipa", platform: "android")),
    Mistake(
      "package: [apk]", 14, .wrongKind(expected: "a mapping: How the artifact is put together.", found: .list)
    ),
    Mistake("output:", 12, .wrongKind(expected: "a path", found: .nothing)),
    Mistake("package: { compression: fast }", 29, .notANumber("fast", lowest: 0, highest: 12)),
    Mistake("deliver: [{ directory: { path: d, replace: yes } }]", 48, .notABoolean("yes")),
    Mistake(
      "deliver: [{}]", 15,
      .missingAlternative(
        [["directory"], ["http"], ["google-play"], ["app-store-connect"]], in: "destination")),
    Mistake(
      "deliver: [{ google-play: { credential: asc, track: beta } }]", 44,
      .unknownCredential("asc", nearest: nil, allowed: [])),
    Mistake("output: \"${{ inputs.x }\"", 13, .unclosedSubstitution),
    Mistake(
      "output: ${{ target.nam }}", 13,
      .unknownReference("target.nam", nearest: "target.name", allowed: ["target.name"])),
    Mistake(
      "output: ${{ env.HOME }}", 13, .unknownReference("env.HOME", nearest: nil, allowed: ["target.name"])),
    Mistake("build: { run: [echo, \"${{ target.name }}\"] }", 26, .substitutionInCommand),
    Mistake("attach: { \"${{ target.name }}\": x }", 15, .substitutionInKey),
    Mistake("sign: { key: [a, a] }", 22, .duplicateItem("a")),
    Mistake("payload: 'a[b'", 14, .badGlob("a[b")),
    Mistake("deliver: [{ http: { url: 'https://u:p@h.example/' } }]", 30, .literalSecret),
    Mistake("deliver: [{ http: { url: http://h.example/ } }]", 30, .addressNotSecure(host: "h.example")),
    Mistake("deliver: [{ http: { url: https:///x } }]", 30, .badAddress("https:///x")),
    Mistake(
      "deliver: [{ http: { url: https://h/, headers: { Authorization: x } } }]", 30,
      .secretHeader("Authorization")),
    Mistake(
      "verify: { accept: { android-debug-certificate: x } }", 25,
      .findingNeverAccepted("android-debug-certificate")),
    Mistake(
      "verify: { accept: { target-api-level-lwo: x } }", 25,
      .unknownFinding("target-api-level-lwo", nearest: "target-api-level-low")),
    Mistake("build: { env: { A: b } }", 12, .missingWord("run", in: "build")),
  ]) func `points at`(_ mistake: Mistake) {
    // The line that repeats `payload` replaces the one above it.
    let text =
      mistake.text.contains("payload: 'a")
      ? mistake.text.replacing("    payload: app.apk\n", with: "    # here\n") : mistake.text
    #expect(diagnostics(of: text) == [mistake.expected])
  }

  @Test func `collects everything that is wrong, in the order of the file`() {
    let found = diagnostics(
      of: """
        slipway: 2
        nmae: acme
        keys:
          one: { platform: android, purpose: distribution, keystore: a.p12, password: hunter2 }
        targets:
          app:
            platform: android
            distribution: shop
          other:
            platform: android
            distribution: store
            payload: x.apk
            output: "${{ inputs.nothing }}"
        """)
    #expect(
      found == [
        .init(.missingWord("name", in: "pipeline"), at: at(1, 1)),
        .init(.notANumber("2", lowest: 1, highest: 1), at: at(1, 10)),
        .init(
          .unknownWord("nmae", nearest: "name", allowed: Language.pipeline.fields.map(\.name)), at: at(2, 1)),
        .init(.literalSecret, at: at(4, 79)),
        .init(
          .unknownChoice("shop", nearest: nil, allowed: ["store", "ad-hoc", "enterprise", "debug"]),
          at: at(8, 19)),
        .init(.unknownReference("inputs.nothing", nearest: nil, allowed: ["target.name"]), at: at(13, 13)),
      ])
  }

  @Test func `stops at twenty`() {
    let lines = (1...40).map { "word\($0): x\n" }.joined()
    #expect(diagnostics(of: SampleFiles.minimal + lines).count == PipelineError.diagnosticLimit)
  }

  @Test func `never repeats a secret that stands in the file`() {
    let found = diagnostics(
      of: pipeline(
        before: """
          keys:
            one: { platform: android, purpose: distribution, keystore: a.p12, key-password: hunter2 }
          credentials:
            two: { bearer: hunter2, hosts: [h.example] }
            three: { basic: { user: me, password: hunter2 }, hosts: [h.example] }
          """))
    #expect(found.map(\.reason) == [.literalSecret, .literalSecret, .literalSecret])
    #expect(!"\(found)".contains("hunter2"))
  }

  @Test func `says what a target lacks once the defaults are under it`() {
    let found = diagnostics(
      of:
        "slipway: 1\nname: a\ndefaults: { all: { distribution: store } }\ntargets:\n  app: { platform: android }\n"
    )
    #expect(
      found == [.init(.missingInTarget("payload", target: "app"), at: at(5, 3))])
  }

  @Test func `asks for the application of everything but debug`() throws {
    let text = "slipway: 1\nname: a\ntargets:\n  app: { platform: android, payload: a, distribution: "
    #expect(
      diagnostics(of: text + "ad-hoc }") == [
        .init(.applicationNeeded(target: "app", distribution: "ad-hoc"), at: at(4, 3))
      ])
    #expect(diagnostics(of: text + "debug }") == [])
  }

  @Test func `refuses words of the other platform`() {
    let keys = """
      keys:
        one: { platform: android, purpose: development, keystore: a, team: ABCDE12345, profiles: [p] }
        two: { platform: ios, purpose: debug, keystore: a }
      """
    let found = diagnostics(
      of: pipeline(
        target: "package: { symbols: true }\n    deliver: [{ app-store-connect: { credential: c } }]",
        before: keys))
    #expect(
      found.map(\.reason) == [
        .wordOfOtherPlatform("development", platform: "android"),
        .wordOfOtherPlatform("team", platform: "android"),
        .wordOfOtherPlatform("profiles", platform: "android"), .wordOfOtherPlatform("debug", platform: "ios"),
        .wordOfOtherPlatform("symbols", platform: "android"),
        .wordOfOtherPlatform("app-store-connect", platform: "android"),
        .unknownCredential("c", nearest: nil, allowed: []),
      ])
    #expect(
      diagnostics(of: pipeline(target: "sign: { hardened-runtime: true }")).map(\.reason)
        == [.wordOfOtherPlatform("hardened-runtime", platform: "android")])
    #expect(diagnostics(of: pipeline(target: "sign: { hardened-runtime: false }")) == [])
  }

  @Test func `binds credentials to kinds and hosts`() {
    let credentials = """
      credentials:
        token: { bearer: { env: T }, hosts: [Artifacts.example] }
        play: { google-service-account: { env: P } }
      """
    func reasons(_ deliver: String) -> [DiagnosticReason] {
      diagnostics(of: pipeline(target: "deliver: [{ \(deliver) }]", before: credentials)).map(\.reason)
    }
    #expect(reasons("http: { url: https://artifacts.EXAMPLE:8443/x, credential: token }") == [])
    #expect(
      reasons("http: { url: https://evil.example/x, credential: token }") == [
        .hostNotInCredential(host: "evil.example", credential: "token", hosts: ["artifacts.example"])
      ])
    #expect(
      reasons("http: { url: https://artifacts.example/x, credential: play }") == [
        .credentialOfOtherKind("play", kind: "google-service-account", destination: "http")
      ])
    #expect(
      reasons("http: { url: https://artifacts.example/x, credential: tokne }") == [
        .unknownCredential("tokne", nearest: "token", allowed: ["token", "play"])
      ])
    #expect(reasons("google-play: { credential: play, track: beta }") == [])
  }

  @Test(arguments: [
    "http://127.0.0.1:8080/", "http://localhost/", "http://[::1]:99/x", "http://127.1.2.3/",
  ]) func `allows plain HTTP on this machine`(_ url: String) {
    #expect(diagnostics(of: pipeline(target: "deliver: [{ http: { url: '\(url)' } }]")) == [])
  }

  @Test(arguments: [
    "http://127.0.0.1.evil.example/", "http://localhost.evil.example/", "http://127.0.0/", "http://[::2]/",
  ]) func `refuses plain HTTP beyond it unless the file says so`(_ url: String) {
    let plain = diagnostics(of: pipeline(target: "deliver: [{ http: { url: '\(url)' } }]"))
    #expect(plain.count == 1)
    let allowed = diagnostics(
      of: pipeline(target: "deliver: [{ http: { url: '\(url)', allow-http: true } }]"))
    #expect(allowed == [])
  }
}
