import Testing

/// Keys that do not open, do not fit, or are somebody else's.
@Suite struct KeyTests {
  private static let password = "\n    password: { env: STORE_PASSWORD }"

  static let inputs = [
    BadInput("a wrong password", 65, ["The password does not open good.p12.", "Give the right password"]) {
      $0.key = "keystore: good.p12\n    password: { env: WRONG_PASSWORD }"
    },
    BadInput(
      "no such alias", 65,
      ["good.p12 has no private key with the alias nobody; it has good.", "Use one of these"]
    ) {
      $0.key = "keystore: good.p12\n    alias: nobody\(password)"
    },
    BadInput("a keystore that is not there", 65, ["There is no file", "missing.p12"]) {
      $0.key = "keystore: missing.p12\(password)"
    },
    BadInput("a keystore that is none", 65, ["demo.apk is not a keystore.", "Give a PKCS#12"]) {
      $0.key = "keystore: demo.apk\(password)"
    },
    BadInput(
      "a truncated keystore", 65, ["cut.p12"],
      prepare: {
        try $0.write("cut.p12", Array($0.bytes("good.p12").prefix(700)))
      }, change: { $0.key = "keystore: cut.p12\(password)" }),
    BadInput(
      "a key without a certificate", 65,
      ["good.key holds no certificate for the private key", "with private-key: and certificate:"]
    ) {
      $0.key = "keystore: good.key"
    },
    BadInput(
      "a certificate of another key", 65,
      [
        "red.pem: the certificate of", "is not for the private key",
        "Give the certificate that was made for this key.",
      ]
    ) {
      $0.key = "private-key: good.key\n    certificate: red.pem"
    },
    BadInput("a keystore in the environment that is not base64", 65, ["TOKEN is not base64"]) {
      $0.key = "keystore: { env: TOKEN }\(password)"
    },
    BadInput(
      "an expired certificate", 1,
      ["CN=Acme expired on 2020-01-01.", "Sign with a key whose certificate is valid"]
    ) { $0.key = "keystore: expired.p12\(password)" },
    BadInput(
      "a certificate that is not valid yet", 1, ["CN=Acme is valid only from 2039-12-31.", "Check the clock"]
    ) { $0.key = "keystore: future.p12\(password)" },
    BadInput(
      "a certificate that ends before 22 October 2033", 1,
      ["CN=Acme ends on 2029-12-31", "valid after 2033-10-22", "valid for 25 years or more"]
    ) {
      $0.distribution = "store"
      $0.payload = "demo.aab"
      $0.key = "keystore: ends-2030.p12\(password)"
    },
    BadInput(
      "a debug key declared for distribution", 1,
      [
        "declared for distribution, but its certificate, C=US,O=Android,CN=Android Debug, is for debug",
        "Market does not accept apks signed with the debug certificate", "Google Play says",
        "Correct the purpose",
      ]
    ) {
      $0.distribution = "store"
      $0.payload = "demo.aab"
      $0.key = "keystore: debug.p12\(password)"
    },
    BadInput("a debug key for a store", 1, ["main"]) {
      $0.distribution = "store"
      $0.payload = "demo.aab"
      $0.purpose = "debug"
      $0.key = "keystore: debug.p12\(password)"
      $0.target = "sign: { key: main }"
    },
    BadInput("a distribution key declared for debug", 1, ["declared for debug", "is for distribution"]) {
      $0.distribution = "debug"
      $0.purpose = "debug"
      $0.target = "sign: { key: main }"
    },
    BadInput("no key for the application", 1, ["com.example.demo", "com.other"]) {
      $0.key = "applications: [com.other]\n    keystore: good.p12\(password)"
      $0.target = "sign: { key: main }"
    },
    BadInput("a key that is not there", 65, ["nobody", "main"]) { $0.target = "sign: { key: nobody }" },
  ]

  @Test(arguments: inputs) func `is refused with one sentence`(_ input: BadInput) async throws {
    try await input.check(in: Place())
  }

  @Test func `keys of two brands that are swapped in a table are refused, both`() async throws {
    let input = BadInput(
      "swapped", 1, ["red", "blue", "com.example.demo", "com.example.partner"], problems: 2,
      command: ["run", "p.yaml"]
    ) {
      try $0.write(
        "brands.csv", "id,application,key\ndemo,com.example.demo,blue\npartner,com.example.partner,red\n")
      try $0.write(
        "p.yaml",
        """
        slipway: 1
        name: brands
        keys:
          red:
            platform: android
            purpose: distribution
            applications: [com.example.demo]
            keystore: red.p12
            password: { env: STORE_PASSWORD }
          blue:
            platform: android
            purpose: distribution
            applications: [com.example.partner]
            keystore: blue.p12
            password: { env: STORE_PASSWORD }
        targets:
          brand:
            each: { from: brands.csv, name: id }
            platform: android
            distribution: ad-hoc
            application: "${{ each.application }}"
            payload: "${{ each.id }}.apk"
            sign: { key: "${{ each.key }}" }
            deliver:
              - directory: { path: "dist/${{ each.id }}" }

        """)
    }
    try await input.check(in: Place())
  }

  @Test func `a wrong password of a key that signs many rows is said once`() async throws {
    let input = BadInput(
      "many rows", 65, ["The password does not open good.p12."], command: ["run", "p.yaml"]
    ) {
      try $0.write("rows.csv", "id\n" + (0..<50).map { "row-\($0)\n" }.joined())
      var pipeline = PipelineText()
      pipeline.key = "keystore: good.p12\n    password: { env: WRONG_PASSWORD }"
      pipeline.target = """
        each: { from: rows.csv, name: id }
            sign: { key: main }
            output: "out/${{ each.id }}"
        """
      pipeline.deliver = "- directory: { path: \"dist/${{ each.id }}\" }"
      try $0.write("p.yaml", pipeline.text)
    }
    try await input.check(in: Place())
  }
}
