/// Pipeline files for the decoder and the schema, which are both to take the good ones and refuse the bad ones.
enum SampleFiles {
  static let good =
    [designExample, minimal, anchors]
    + targetLines(goodTargetLines) + keyLines(goodKeyLines) + credentialLines(goodCredentials)
    + tops(goodTops)

  static let bad =
    ["just text\n", "- a list\n", "slipway: 1\n", "{}\n"]
    + targetLines(badTargetLines) + keyLines(badKeyLines) + credentialLines(badCredentials) + tops(badTops)

  static let minimal = "slipway: 1\nname: a\ntargets: { app: { platform: android } }\n"

  static let anchors = """
    slipway: 1
    name: a
    x-base: &base { platform: android, anything: [goes, here] }
    x-list: [1, 2]
    x-real: &real
      distribution: store
    targets:
      x-not-a-target: 5
      one: { <<: *real, platform: ios, x-note: hm }
      two:
        <<: [*real]
        payload: x

    """

  static let designExample = #"""
    # yaml-language-server: $schema=slipway.schema.json
    slipway: 1
    name: acme
    trust: []
    release: together

    inputs:
      version: { pattern: '\d+(\.\d+){1,2}' }
      build: { env: CI_BUILD_NUMBER, pattern: '\d+' }

    keys:
      acme-upload:
        platform: android
        purpose: distribution
        applications: [com.acme.app]
        default: true
        keystore: secrets/acme.p12
        alias: acme
        password: { env: ACME_STORE_PASSWORD }
        key-password: { env: ACME_KEY_PASSWORD }
      acme-apple:
        platform: ios
        purpose: distribution
        keystore: { env: ACME_P12_BASE64 }
        password: { env: ACME_P12_PASSWORD }
        profiles: [ios/app.mobileprovision, ios/share.mobileprovision]

    credentials:
      play: { google-service-account: { env: PLAY_JSON } }
      asc: { app-store-connect: { key: { file: AuthKey.p8 }, id: ABC1234567, issuer: 57246542-96fe-1a63-e053-0824d011072a } }
      artifacts: { bearer: { env: ARTIFACTS_TOKEN }, hosts: [artifacts.acme.example] }

    defaults:
      all: { output: out }
      android: { package: { alignment: 16384 } }

    targets:
      acme-android:
        platform: android
        distribution: store
        application: com.acme.app
        expect: { version: "${{ inputs.version }}", build: "${{ inputs.build }}" }
        build:
          run: [./gradlew, bundleRelease]
          inputs: [app/**, "*.gradle"]
          env: { JAVA_HOME: inherit, VERSION: "${{ inputs.version }}" }
          timeout: 30m
        payload: app/build/outputs/bundle/release/*.aab
        package:
          format: aab
        sign: { key: default }
        verify:
          accept: { target-api-level-low: "kiosk devices, not on Play" }
        archives:
          symbols: { from: app/build/intermediates/symbols, format: tar.zst }
        attach: { mapping: app/build/outputs/mapping/release/mapping.txt }
        deliver:
          - directory: { path: dist }
          - google-play: { track: internal, credential: play }

      acme-ios:
        platform: ios
        distribution: store
        application: com.acme.app
        payload: build/Acme.xcarchive
        sign:
          key: acme-apple
          entitlements:
            com.acme.app: ios/App.entitlements
        deliver:
          - app-store-connect: { credential: asc, groups: [beta] }

      brand:
        each: { from: brands.csv, name: id }
        platform: android
        distribution: store
        application: "${{ each.application }}"
        payload: "brands/${{ each.id }}.apk"
        sign: { key: "${{ each.key }}" }
        deliver:
          - directory: { path: "dist/${{ each.id }}" }

    """#

  private static func targetLines(_ lines: [String]) -> [String] {
    lines.map { "slipway: 1\nname: a\ntargets:\n  app:\n    platform: android\n    \($0)\n" }
  }

  private static func keyLines(_ lines: [String]) -> [String] {
    lines.map { "\(minimal)keys:\n  k:\n    \($0)\n" }
  }

  private static func credentialLines(_ lines: [String]) -> [String] {
    lines.map { "\(minimal)credentials:\n  c: \($0)\n" }
  }

  private static func tops(_ lines: [String]) -> [String] { lines.map { "\(minimal)\($0)\n" } }

  private static let goodTargetLines = [
    "distribution: ad-hoc", "distribution: \"${{ inputs.where }}\"", "application: com.acme.app",
    "expect: { version: 1.10, build: 007 }", "expect: { version: no }", "expect: { build: 0x10 }",
    "expect: { certificate: \(String(repeating: "aB", count: 32)) }",
    "expect: { certificate: \"\(Array(repeating: "0f", count: 32).joined(separator: ":"))\" }",
    "build: { run: [make] }", "build: { run: [echo, 1, true] }", "build: { timeout: 90s }",
    "build: { env: { A: inherit, B: 1 } }", "build: { run: [sh, -c, \"a\\nb\"] }",
    "package: { alignment: 4096 }", "package: { alignment: preserve }", "package: { alignment: \"16384\" }",
    "package: { compression: 0 }", "package: { compression: 0xC }", "package: { symbols: false }",
    "package: { compression: \"${{ inputs.c }}\" }",
    "sign: { key: [a, b] }", "sign: { key: 2024 }", "sign: { schemes: [v1, v3], min-sdk: 24 }",
    "sign: { hardened-runtime: true }", "sign: { hardened-runtime: false }",
    "sign: { entitlements: { com.acme.app: profile } }",
    "verify: { accept: { some-finding: \"two\\nlines\" } }",
    "archives: { s: { from: x } }", "attach: { m: '*.txt' }", "output: ../out", "deliver: []",
    "deliver: [ { directory: { path: d, replace: true, name: app.apk } } ]",
    "deliver: [ { directory: { path: d, replace: \"false\" } } ]",
    "deliver: [ { directory: { path: d, replace: TRUE } } ]",
    "deliver: [ { directory: { path: d, install-page: { url: https://h.example/apps/ } } } ]",
    "deliver: [ { directory: { path: d, install-page: { url: \"${{ inputs.url }}\", x-a: 1 } } } ]",
    "deliver: [ { http: { url: https://h/x, headers: { X-A: 1, x-b: b }, allow-http: true, ca: ca.pem } } ]",
    "deliver: [ { http: { url: \"${{ inputs.url }}\" } } ]",
    "deliver: [ { google-play: { credential: c, track: t, rollout: 5.5%, notes: { en-US: hi } } } ]",
    "push: [a]", "each: { rows: [ { id: 1 } ], name: id }", "x-anything: { foo: [] }", "payload: true",
  ]

  private static let badTargetLines = [
    "distribution: shop", "distribution:", "distribution: ~", "distribution: [store]", "distribution: 1",
    "platforms: ios", "Distribution: store", "application: com acme", "application: 17", "application: \"\"",
    "application: [com.acme.app]", "expect: {}\n    expects: {}", "expect: { version: { a: b } }",
    "expect: { certificate: abc }", "expect: { version: \"a\\nb\" }", "expect: { version: \"a\\x1bb\" }",
    "build: make", "build: { run: make }", "build: { run: [] }", "build: { run: [\"${{ inputs.x }}\"] }",
    "build: { env: { \"A B\": x } }", "build: { env: { \"${{ inputs.x }}\": x } }", "build: { timeout: 30 }",
    "build: { timeout: 1w }", "build: { timeout: 0m }", "build: { env: [A] }", "build: { env: { A: } }",
    "package: { symbols: none }", "package: { alignment: 8192 }", "package: { alignment: none }",
    "package: { compression: 13 }",
    "package: { compression: -1 }", "package: { compression: \"6\" }", "package: { compression: 6.5 }",
    "package: { format: zip }", "package: { format: true }", "sign: { key: [] }",
    "sign: { key: { name: x } }",
    "sign: { key: [[a]] }", "sign: { schemes: [v4] }", "sign: { schemes: v2 }", "sign: { min-sdk: 0 }",
    "sign: { hardened-runtime: maybe }",
    "sign: { min-sdk: many }", "verify: { accept: [a] }", "verify: { accept: { Some_Finding: x } }",
    "verify: { accept: { a: \"\" } }", "archives: { s: x }", "archives: { s: { format: zip } }",
    "archives: { s: { from: x, format: rar } }", "archives: { 'a b': { from: x } }", "attach: [a]",
    "deliver: { directory: { path: d } }", "deliver: [ directory ]", "deliver: [ {} ]",
    "deliver: [ { directory: {} } ]", "deliver: [ { directory: { path: d }, http: { url: https://h/ } } ]",
    "deliver: [ { ftp: { path: d } } ]", "deliver: [ { directory: { path: d, replace: yes } } ]",
    "deliver: [ { directory: { path: d, name: a/b } } ]", "deliver: [ { directory: { path: d, name: .. } } ]",
    "deliver: [ { directory: { path: d, install-page: https://h.example/ } } ]",
    "deliver: [ { directory: { path: d, install-page: {} } } ]",
    "deliver: [ { directory: { path: d, install-page: { url: h.example } } } ]",
    "deliver: [ { directory: { path: d, install-page: { url: https://h.example/, title: A } } } ]",
    "deliver: [ { http: { url: ftp://h/ } } ]", "deliver: [ { http: { url: h } } ]",
    "deliver: [ { http: { url: https://h/x, headers: { \"a:b\": 1 } } } ]",
    "deliver: [ { google-play: { track: t } } ]",
    "deliver: [ { google-play: { credential: c, track: t, rollout: 0% } } ]",
    "deliver: [ { google-play: { credential: c, track: t, rollout: 0.1 } } ]",
    "deliver: [ { google-play: { credential: c, track: t, notes: { english: hi } } } ]", "push: a",
    "push: []",
    "each: { from: a.csv }", "each: { name: id }", "each: { from: a.csv, rows: [ { id: a } ], name: id }",
    "each: { rows: [], name: id }", "each: { rows: [ a ], name: id }",
    "each: { rows: [ { id: [a] } ], name: id }",
    "each: { from: a.csv, name: \"${{ inputs.x }}\" }", "payload: \"\"", "payload: { glob: x }",
  ]

  private static let goodKeyLines = [
    "platform: android\n    purpose: distribution\n    keystore: a.p12",
    "platform: android\n    purpose: debug\n    keystore: { env: A }\n    default: true",
    "platform: android\n    purpose: distribution\n    private-key: k.pk8\n    certificate: c.pem",
    "platform: ios\n    purpose: development\n    keystore: a.p12\n    profiles: { app: p, ext: { env: B } }",
    "platform: ios\n    purpose: distribution\n    keystore: a.p12\n    team: ABCDE12345\n    alias: 1",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    password: { file: \"${{ inputs.f }}\" }",
  ]

  private static let badKeyLines = [
    "platform: android\n    purpose: distribution", "platform: android\n    keystore: a.p12",
    "platform: android\n    purpose: distribution\n    private-key: k.pk8",
    "platform: android\n    purpose: distribution\n    private-key: k.pk8\n    certificate: c\n    keystore: a",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    password: hunter2",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    password: { env: A, file: b }",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    password: {}",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    password: { env: 'A B' }",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    password: { env: 1 }",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    password: { value: x }",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    applications: com.acme.app",
    "platform: android\n    purpose: distribution\n    keystore: a.p12\n    default: sometimes",
    "platform: android\n    purpose: release\n    keystore: a.p12",
    "platform: windows\n    purpose: debug\n    keystore: a",
    "platform: ios\n    purpose: distribution\n    keystore: { file: a.p12 }",
    "platform: ios\n    purpose: distribution\n    keystore: a.p12\n    team: abc",
    "platform: ios\n    purpose: distribution\n    keystore: a.p12\n    profiles: one",
  ]

  private static let goodCredentials = [
    "{ google-service-account: { file: play.json } }",
    "{ bearer: { env: T }, hosts: [h.example, 127.0.0.1] }",
    "{ basic: { user: u, password: { env: P } }, hosts: ['[::1]'] }",
    "{ app-store-connect: { key: { file: k.p8 }, id: ABC } }",
    "{ apns: { key: { file: k.p8 }, id: ABC, team: DEF } }", "{ fcm: { env: F } }",
  ]

  private static let badCredentials = [
    "{ bearer: { env: T } }", "{ bearer: token, hosts: [h] }", "{ hosts: [h] }", "{}", "token",
    "{ bearer: { env: T }, hosts: [] }", "{ bearer: { env: T }, hosts: ['https://h'] }",
    "{ bearer: { env: T }, basic: { user: u, password: { env: P } }, hosts: [h] }",
    "{ basic: { user: u, password: p }, hosts: [h] }", "{ basic: { user: u }, hosts: [h] }",
    "{ google-service-account: { env: T }, hosts: [h] }", "{ app-store-connect: { id: ABC } }",
    "{ google: { env: T } }",
  ]

  private static let goodTops = [
    "release: independent", "trust: [ca.pem]", "key-store: { path: keys, trust: abc }", "inputs: { a: {} }",
    "inputs: { a: { env: A, default: 1 } }", "defaults: { all: {}, ios: { output: x } }", "x-top: 1",
    "keys: {}", "credentials: { x-c: 1 }",
  ]

  private static let badTops = [
    "release: later", "trust: ca.pem", "key-store: keys", "key-store: {}", "inputs: [a]", "inputs: { a: }",
    "inputs: { a: { value: 1 } }", "inputs: { 'a b': {} }", "inputs: { a: { default: \"${{ inputs.b }}\" } }",
    "defaults: { windows: {} }", "defaults: { all: { each: { from: a, name: b } } }", "keys: [a]",
    "keys: { default: { platform: android, purpose: debug, keystore: a } }",
    "keys: { 'a/b': { platform: android, purpose: debug, keystore: a } }", "unknown: 1", "stages: []",
  ]
}
