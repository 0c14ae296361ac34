import Testing

@testable import Pipelines

/// What is not YAML, or YAML that no pipeline is made of.
struct YAMLTests {
  struct Flaw: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var expected: Diagnostic
  }

  @Test(arguments: [
    Flaw(testDescription: "empty", text: "", expected: .init(.empty, at: at(1, 1))),
    Flaw(testDescription: "only a comment", text: "# nothing\n", expected: .init(.empty, at: at(1, 1))),
    Flaw(testDescription: "null", text: "~\n", expected: .init(.empty, at: at(1, 1))),
    Flaw(
      testDescription: "two documents", text: "slipway: 1\n---\nslipway: 1\n",
      expected: .init(.severalDocuments, at: at(2, 1))),
    Flaw(
      testDescription: "tab", text: "slipway: 1\ntargets:\n\tapp: x\n",
      expected: .init(.tabIndentation, at: at(3, 1))),
    Flaw(
      testDescription: "tab after spaces", text: "targets:\n  a: 1\n  \tb: 2\n",
      expected: .init(.tabIndentation, at: at(3, 3))),
    Flaw(
      testDescription: "unquoted substitution in a flow mapping",
      text: "name: a\nexpect: { version: ${{ inputs.version }} }\n",
      expected: .init(.unquotedSubstitution, at: at(2, 20))),
    Flaw(
      testDescription: "unquoted substitution in a flow list",
      text: "a: [\"${{ inputs.x }}\", ${{ inputs.y }}]\n",
      expected: .init(.unquotedSubstitution, at: at(1, 24))),
    Flaw(
      testDescription: "duplicate key",
      text: "slipway: 1\nname: a\ntargets:\n  app: 1\n  other: 2\n  app: 3\n",
      expected: .init(.duplicateKey("app", first: at(4, 3)), at: at(6, 3))),
    Flaw(
      testDescription: "unclosed flow mapping", text: "a: { b: 1\nc: 2\n",
      expected: .init(.malformed(problem: "did not find expected ',' or '}'"), at: at(2, 2))),
    Flaw(
      testDescription: "undefined alias", text: "a: *b\n",
      expected: .init(.malformed(problem: "found undefined alias"), at: at(1, 4))),
    Flaw(
      testDescription: "collection as key", text: "a: {{ b: 1 }: 2}\n",
      expected: .init(.keyNotText, at: at(1, 5))),
    Flaw(
      testDescription: "merging a text", text: "a: &a text\nb: { <<: *a }\n",
      expected: .init(.mergeNotMapping, at: at(1, 4))),
    Flaw(
      testDescription: "explicit type", text: "a: !!binary aGk=\n",
      expected: .init(.tag("tag:yaml.org,2002:binary"), at: at(1, 4))),
  ]) func `refuses`(_ flaw: Flaw) {
    #expect(diagnostics(of: flaw.text) == [flaw.expected])
  }

  @Test func `refuses what is not UTF-8 where it stops being so`() {
    let bytes = Array("name: a\nb: ".utf8) + [0xFF, 0x0A]
    let error = #expect(throws: PipelineError.self) { try YAMLDocument.read(bytes, file: "slipway.yaml") }
    #expect(error == .refused([.init(.notUTF8, at: at(2, 4))]))
  }

  @Test func `refuses a file that no person wrote`() {
    let bytes = [UInt8](repeating: 0x23, count: YAMLDocument.sizeLimit + 1)
    let error = #expect(throws: PipelineError.self) { try YAMLDocument.read(bytes, file: "slipway.yaml") }
    #expect(error?.diagnostics.first?.reason == .tooLarge(limit: YAMLDocument.sizeLimit))
  }

  @Test func `refuses a billion laughs`() {
    var text = "l0: &l0 lol\n"
    for level in 1...30 {
      text +=
        "l\(level): &l\(level) [\(Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", "))]\n"
    }
    #expect(diagnostics(of: text).map(\.reason) == [.tooManyValues(limit: YAMLDocument.valueLimit)])
  }

  @Test(arguments: [
    "? *l30\n: x\n", "*l30 : x\n", "[*l30]: x\n", "{ *l30 : x }\n", "? [*l30]\n", "a: { ?*l30 : 1 }\n",
  ])
  func `refuses a billion laughs as a key, before it is hashed`(_ key: String) {
    var text = "l0: &l0 lol\n"
    for level in 1...30 {
      text +=
        "l\(level): &l\(level) [\(Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", "))]\n"
    }
    #expect(diagnostics(of: text + key).map(\.reason) == [.keyNotText])
  }

  @Test(arguments: [
    String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
    String(repeating: "{a: ", count: 100_000), String(repeating: "? ", count: 100_000),
    "a: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
  ]) func `refuses bottomless nesting`(_ text: String) {
    #expect(diagnostics(of: text).count == 1)
  }

  @Test func `takes scalars as they are written`() throws {
    let rows = try read(
      """
      slipway: 1
      name: 007
      targets:
        app:
          platform: android
          distribution: debug
          payload: no
          expect: { version: 1.10, build: 0x10 }
          build: { run: [echo, 1e3, "yes", ~x], env: { A: on, B: 012 } }
      """)
    #expect(rows.name == "007")
    let target = try #require(rows.targets.first)
    #expect(target.payload.value == "no")
    #expect(target.expect.version?.value == "1.10")
    #expect(target.expect.build?.value == "0x10")
    #expect(target.build?.run == ["echo", "1e3", "yes", "~x"])
    #expect(target.build?.environment.map(\.value) == [.text("on"), .text("012")])
  }

  @Test func `reads line breaks of Windows and a byte order mark`() throws {
    let text = "\u{FEFF}" + pipeline(target: "output: made").split(separator: "\n").joined(separator: "\r\n")
    #expect(try read(text).targets.map(\.output.value) == ["made"])
  }

  @Test func `merges mappings with the own words first`() throws {
    let pipeline = try read(
      """
      slipway: 1
      name: a
      x-one: &one { platform: android, distribution: debug, payload: one }
      x-two: &two { payload: two, output: two }
      targets:
        app: { <<: [*one, *two], distribution: store, application: com.acme.app }
      """)
    let target = try #require(pipeline.targets.first)
    #expect(target.payload.value == "one")
    #expect(target.output == Located("two", at: at(4, 37)))
    #expect(target.distribution.value == .store)
  }
}
