import Pipelines
import Testing

@testable import SlipwayKit

/// What people read about a pipeline file.
struct PipelineFailureTests {
  private func failures(_ text: String) -> [Failure] {
    do {
      _ = try Pipeline(Array(text.utf8), file: "slipway.yaml", in: Surroundings(readFile: { _ in [] }))
      return []
    } catch {
      return Failure.all(of: error)
    }
  }

  @Test func `gives place, offender and remedy, and exit status 65`() {
    let failures = failures("slipway: 1\nname: a\ntargts: {}\n")
    #expect(
      failures == [
        Failure(
          .inputUnreadable, "slipway.yaml:1:1: `targets` is missing in this pipeline.",
          remedy: "Add `targets:`."),
        Failure(
          .inputUnreadable, "slipway.yaml:3:1: `targts` is not a word that may stand here.",
          remedy: "Did you mean `targets`?"),
      ])
  }

  @Test func `explains an unquoted substitution`() {
    let failure = failures("slipway: 1\nname: a\ntargets: { app: { output: ${{ inputs.x }} } }\n").first
    #expect(failure?.message.hasPrefix("slipway.yaml:3:27: `${{` stands without quotes") == true)
    #expect(failure?.remedy == "Put the value in double quotes: \"${{ … }}\".")
  }

  @Test func `never shows a secret that stands in the file`() {
    let text =
      "slipway: 1\nname: a\nkeys: { k: { platform: android, purpose: debug, keystore: a, password: hunter2 } }\n"
      + "targets: { app: { platform: android, distribution: debug, payload: a } }\n"
    let failures = failures(text)
    #expect(failures.count == 1)
    #expect(!"\(failures)".contains("hunter2"))
  }

  @Test func `shows every match up to ten`() {
    let reason = DiagnosticReason.severalMatches(pattern: "*.apk", matches: ["a.apk", "b.apk"], total: 12)
    let failure = Diagnostic(reason, at: Position(file: "f", line: 1, column: 2)).failure
    #expect(failure.message == "f:1:2: *.apk matches 12 files: a.apk, b.apk, ….")
  }
}
