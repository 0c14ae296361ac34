import Testing

/// Pipeline files that are not in order.
@Suite struct PipelineFileTests {
  static let inputs = [
    BadInput(
      "malformed YAML", 65, ["p.yaml:13:13: This is not YAML: ", "brackets, quotes and indentation"],
      command: ["run", "p.yaml"]
    ) { try $0.write("p.yaml", PipelineText().text.replacing("targets:", with: "targets: [")) },
    BadInput("a tab", 65, ["p.yaml:6:1: A tab stands", "Indent with spaces."], command: ["run", "p.yaml"]) {
      try $0.write(
        "p.yaml", PipelineText().text.replacing("    platform", with: "\tplatform", maxReplacements: 1))
    },
    BadInput(
      "bytes that are no text", 65, ["p.yaml:20:1: This is not UTF-8 text."], command: ["run", "p.yaml"]
    ) {
      try $0.write("p.yaml", Array(PipelineText().text.utf8) + [0xff, 0xfe])
    },
    BadInput("an empty file", 65, ["p.yaml", "is empty", "slipway init"], command: ["run", "p.yaml"]) {
      try $0.write("p.yaml", "")
    },
    BadInput("no file", 65, ["There is no file p.yaml."], command: ["run", "p.yaml"]) { _ in },
    BadInput("a folder", 65, ["p.yaml"], command: ["run", "p.yaml"]) { try $0.write("p.yaml/x", "") },
    BadInput(
      "an unknown word", 65, ["p.yaml:17:5: `distibution` is not a word", "Did you mean `distribution`?"]
    ) {
      $0.target = "distibution: store"
    },
    BadInput(
      "an unquoted ${{ in flow style", 65,
      ["p.yaml:17:24: `${{` stands without quotes", "Put the value in double quotes"]
    ) {
      $0.target = "expect: { version: ${{ inputs.version }} }"
    },
    BadInput(
      "an undefined input", 65,
      ["p.yaml:17:24: `inputs.version` is not defined.", "Declare it under `inputs:`."]
    ) {
      $0.target = #"expect: { version: "${{ inputs.version }}" }"#
    },
    BadInput("a misspelt input", 65, ["`inputs.vresion` is not defined.", "Did you mean `inputs.version`?"]) {
      $0.top = "inputs: { version: { default: 1.4.0 } }"
      $0.target = #"expect: { version: "${{ inputs.vresion }}" }"#
    },
    BadInput(
      "an input without a value", 65,
      ["The input `version` has no value.", "--set version=VALUE", "CI_VERSION"]
    ) {
      $0.top = "inputs: { version: { env: CI_VERSION } }"
      $0.target = #"expect: { version: "${{ inputs.version }}" }"#
    },
    BadInput("each without rows", 65, ["`each.id` is not defined."]) {
      $0.target = #"expect: { version: "${{ each.id }}" }"#
    },
    BadInput(
      "a password's variable that is not set", 65,
      ["key main: the environment variable NOT_SET is not set", "as a secret of the job"]
    ) {
      $0.key = "keystore: good.p12\n    password: { env: NOT_SET }"
    },
    BadInput(
      "a password in the file", 65, ["p.yaml:10:15: A secret stands in the file itself", "{ env: NAME }"]
    ) {
      $0.key = "keystore: good.p12\n    password: \(Keys.password)"
    },
    BadInput("a glob without a match", 65, ["p.yaml:16:14: Nothing matches build/*.apk."]) {
      $0.payload = "build/*.apk"
    },
    BadInput("a path without a file", 65, ["Nothing matches dmeo.apk.", "Nearest: "]) {
      $0.payload = "dmeo.apk"
    },
    BadInput(
      "a glob with several matches", 65,
      ["target-sdk-30.a* matches 2 files: target-sdk-30.aab, target-sdk-30.apk.", "Narrow the pattern"]
    ) {
      $0.payload = "target-sdk-30.a*"
    },
    BadInput(
      "accepting a finding about a certificate", 65,
      ["`android-debug-certificate` is about a certificate", "can never be accepted"]
    ) {
      $0.target = #"verify: { accept: { android-debug-certificate: "it is only us" } }"#
    },
    BadInput("a password handed to a build", 65, ["The build would get STORE_PASSWORD", "Leave it out"]) {
      $0.target = "build: { run: [env], env: { STORE_PASSWORD: inherit } }"
    },
    BadInput("a variable of Slipway's handed to a build", 65, ["The build would get SLIPWAY_TRUST"]) {
      $0.target = "build: { run: [env], env: { SLIPWAY_TRUST: inherit } }"
    },
    BadInput(
      "a password as an input", 65, ["The input `word` reads STORE_PASSWORD", "Read another variable"]
    ) {
      $0.top = "inputs: { word: { env: STORE_PASSWORD } }"
      $0.target = #"build: { run: [env], env: { WORD: "${{ inputs.word }}" } }"#
    },
    BadInput(
      "a row that escapes its folder", 65, ["brands.csv:2:1: `../x` cannot name a target."],
      prepare: { try $0.write("brands.csv", "id,key\n../x,main\n") },
      change: {
        $0.target = "each: { from: brands.csv, name: id }\n    sign: { key: \"${{ each.key }}\" }"
      }),
  ]

  @Test(arguments: inputs) func `is refused with one sentence`(_ input: BadInput) async throws {
    try await input.check(in: Place())
  }
}
