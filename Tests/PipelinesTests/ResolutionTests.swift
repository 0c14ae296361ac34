import Releases
import Testing

@testable import Pipelines

/// Defaults, inputs, substitution.
struct ResolutionTests {
  @Test func `lays a target over its platform's defaults and those over the defaults for all`() throws {
    let pipeline = try read(
      """
      slipway: 1
      name: a
      defaults:
        all:
          output: all
          distribution: debug
          package: { compression: 1, alignment: preserve }
          deliver: [ { directory: { path: all } } ]
        android:
          package: { alignment: 4096 }
        ios:
          output: ios
          package: { symbols: false }
      targets:
        one: { platform: android, payload: a.apk, package: { compression: 9 } }
        two: { platform: ios, payload: a.ipa, deliver: [ { directory: { path: own } } ] }
      """)
    let one = pipeline.targets[0]
    #expect(one.package == PackageDeclaration(alignment: .pages(4096), compression: 9))
    #expect(one.output == Located("all", at: at(5, 13)))
    let two = pipeline.targets[1]
    #expect(two.output.value == "ios")
    #expect(two.package == PackageDeclaration(alignment: .preserve, compression: 1, symbols: false))
    #expect(
      two.deliver.map(\.kind) == [.directory(DirectoryDeclaration(path: Located("own", at: at(16, 73))))])
    #expect(two.distribution.value == .debug)
  }

  private static let inputs = """
    inputs:
      version: { pattern: '\\d+(\\.\\d+){1,2}' }
      build: { env: BUILD_NUMBER, pattern: '\\d+', default: 1 }
    """

  private static let expecting = pipeline(
    target: "expect: { version: \"v${{ inputs.version }}\", build: \"${{inputs.build}}\" }", before: inputs)

  @Test func `takes inputs from --set, the environment and the default, in this order`() throws {
    func expectation(_ settings: [String: String], _ environment: [String: String]) throws -> [String?] {
      let target = try read(ResolutionTests.expecting, settings: settings, environment: environment).targets[
        0]
      return [target.expect.version?.value, target.expect.build?.value]
    }
    #expect(try expectation(["version": "1.2"], [:]) == ["v1.2", "1"])
    #expect(try expectation(["version": "1.2"], ["BUILD_NUMBER": "7"]) == ["v1.2", "7"])
    #expect(try expectation(["version": "1.2"], ["BUILD_NUMBER": ""]) == ["v1.2", "1"])
    #expect(try expectation(["version": "1.2", "build": "8"], ["BUILD_NUMBER": "7"]) == ["v1.2", "8"])
  }

  @Test(arguments: ["1", "1.2.3.4", "v1.2", "1.2\n", " 1.2", "", "1.2;rm", "\u{0661}.\u{0662}"])
  func `refuses a value that the pattern does not match as a whole`(_ value: String) {
    #expect(
      diagnostics(of: ResolutionTests.expecting, settings: ["version": value]) == [
        .init(
          .valueDoesNotMatch(input: "version", value: value, pattern: "\\d+(\\.\\d+){1,2}"), at: at(4, 23))
      ])
  }

  @Test func `refuses an input without a value, an unknown one and a pattern that is none`() {
    #expect(
      diagnostics(of: ResolutionTests.expecting) == [
        .init(.inputWithoutValue(name: "version", environment: nil), at: at(12, 24))
      ])
    #expect(
      diagnostics(of: ResolutionTests.expecting, settings: ["version": "1.2", "biuld": "3"]).map(\.reason)
        == [
          .unknownInput("biuld", nearest: "build", allowed: ["build", "version"])
        ])
    let found = diagnostics(of: pipeline(before: "inputs: { a: { pattern: 'a(' } }"))
    #expect(found.map(\.position) == [at(3, 25)])
  }

  @Test func `checks a file without the values of its inputs`() throws {
    let text = pipeline(
      target: "output: \"${{ inputs.version }}\"", "package: { compression: \"${{ inputs.version }}\" }",
      "build: { run: [make], timeout: \"${{ inputs.version }}\" }", before: ResolutionTests.inputs)
    let target = try read(text, needsInputs: false).targets[0]
    #expect(target.output.value == "version")
    #expect(target.package.compression == nil)
  }

  @Test func `substitutes once`() throws {
    let text = pipeline(
      target: "expect: { version: \"${{ inputs.version }}\" }", before: "inputs: { version: {} }")
    let target = try read(text, settings: ["version": "${{ target.name }}"]).targets[0]
    #expect(target.expect.version?.value == "${{ target.name }}")
  }

  @Test func `substitutes numbers and choices, and checks what comes of it`() throws {
    let text = pipeline(
      target: "package: { format: \"${{ inputs.f }}\", compression: \"${{ inputs.c }}\" }",
      before: "inputs: { f: {}, c: {} }")
    let package = try read(text, settings: ["f": "apk", "c": "9"]).targets[0].package
    #expect(package.format?.value == .apk)
    #expect(package.compression == 9)
    #expect(
      diagnostics(of: text, settings: ["f": "zip", "c": "13"]).map(\.reason) == [
        .unknownChoice("zip", nearest: nil, allowed: ["apk", "aab", "ipa", "bar"]),
        .notANumber("13", lowest: 0, highest: 12),
      ])
  }

  @Test(arguments: [
    ("a/b", ComponentFlaw.separator), ("a\\b", .separator), ("..", .dots), (".", .dots), ("", .empty),
    ("a\u{0}b", .controlCharacter), ("a\nb", .controlCharacter),
  ]) func `refuses a value that is not one component of a path`(_ value: String, _ flaw: ComponentFlaw) {
    let reason = DiagnosticReason.unsafeInPath(reference: "inputs.x", value: value, flaw: flaw)
    for line in [
      "output: \"out/${{ inputs.x }}\"", "attach: { m: \"${{ inputs.x }}\" }",
      "archives: { s: { from: \"a-${{ inputs.x }}\" } }",
      "deliver: [{ directory: { path: d, name: \"${{ inputs.x }}\" } }]",
    ] {
      let found = diagnostics(of: pipeline(target: line, before: "inputs: { x: {} }"), settings: ["x": value])
      #expect(found.map(\.reason) == [reason])
    }
  }

  @Test(arguments: ["a/b", "a?b", "u@h", "a b", "%2e", "a:1"])
  func `refuses a value that is not one component of an address`(_ value: String) {
    let text = pipeline(
      target: "deliver: [{ http: { url: \"https://h.example/${{ inputs.x }}/\" } }]",
      before: "inputs: { x: {} }")
    #expect(
      diagnostics(of: text, settings: ["x": value]).map(\.reason) == [
        .unsafeInPath(reference: "inputs.x", value: value, flaw: .addressCharacter)
      ])
  }

  @Test func `takes a whole address from an input`() throws {
    let text = pipeline(
      target: "deliver: [{ http: { url: \"${{ inputs.x }}\" } }]", before: "inputs: { x: {} }")
    let target = try read(text, settings: ["x": "https://h.example/a/"]).targets[0]
    #expect(target.deliver.map(\.word) == ["http"])
    #expect(diagnostics(of: text, settings: ["x": "file:///etc/passwd"]).count == 1)
  }

  @Test func `takes wildcards in a substituted value for themselves`() throws {
    let text = pipeline(target: "attach: { m: \"maps/${{ inputs.x }}.txt\" }", before: "inputs: { x: {} }")
    let path = try #require(try read(text, settings: ["x": "a*[1]"]).targets[0].attach.first?.path.value)
    let glob = try #require(Glob(path))
    #expect(glob.literalPath == "maps/a*[1].txt")
  }

  @Test func `keeps the places that the plan speaks about`() throws {
    let text = pipeline(
      target: "sign: { key: acme }", "deliver:", "  - directory: { path: dist }",
      before: "keys:\n  acme: { platform: android, purpose: distribution, keystore: a.p12 }")
    let pipeline = try read(text)
    let target = pipeline.targets[0]
    #expect(pipeline.keys[0].position == at(4, 3))
    #expect(target.position == at(6, 3))
    #expect(target.payload.position == at(10, 14))
    #expect(target.sign.keys == [KeyReference(.named("acme"), at: at(11, 18))])
    #expect(target.deliver[0].position == at(13, 9))
  }

  @Test(arguments: [
    ("slipway.yaml", "a/b", "a/b"), ("dir/slipway.yaml", "a", "dir/a"), ("/slipway.yaml", "a", "/a"),
    ("/x/slipway.yaml", "../a", "/x/../a"), ("dir/slipway.yaml", "/a", "/a"),
  ]) func `takes paths from the file's folder`(_ file: String, _ written: String, _ path: String) {
    #expect(Pipeline(file: file, name: "a", targets: []).path(written) == path)
  }

  @Test func `reads every way to declare keys and credentials`() throws {
    let pipeline = try read(
      SampleFiles.designExample, files: ["brands.csv": "id,application,key\n"], needsInputs: false)
    #expect(pipeline.keys.map(\.name) == ["acme-upload", "acme-apple"])
    #expect(pipeline.keys[0].password?.value == .environment("ACME_STORE_PASSWORD"))
    #expect(pipeline.keys[0].applications == ["com.acme.app"])
    #expect(pipeline.keys[1].source == .keystore(Located(.environment("ACME_P12_BASE64"), at: at(24, 15))))
    #expect(
      pipeline.keys[1].profiles.map(\.source.value) == [
        .file("ios/app.mobileprovision"), .file("ios/share.mobileprovision"),
      ])
    #expect(pipeline.credentials[2].hosts == ["artifacts.acme.example"])
    #expect(pipeline.targets.map(\.name) == ["acme-android", "acme-ios"])
    #expect(pipeline.targets[0].build?.timeout == 1800)
    #expect(
      pipeline.targets[0].build?.environment.first
        == .init(name: "JAVA_HOME", value: .inherit, position: at(46, 14)))
  }
}
