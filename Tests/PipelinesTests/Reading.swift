@testable import Pipelines

/// Reads a text as a pipeline file, with files, settings and variables of the test's own.
func read(
  _ text: String, files: [String: String] = [:], settings: [String: String] = [:],
  environment: [String: String] = [:], needsInputs: Bool = true
) throws(PipelineError) -> Pipeline {
  try Pipeline(
    Array(text.utf8), file: "slipway.yaml",
    in: Surroundings(
      settings: settings, needsInputs: needsInputs, environment: { environment[$0] },
      readFile: { path in
        guard let text = files[path] else { throw MissingFile() }
        return Array(text.utf8)
      },
      findings: ["target-api-level-low", "android-debug-certificate"],
      mayAccept: { $0 != "android-debug-certificate" }))
}

struct MissingFile: Error, CustomStringConvertible {
  var description: String { "no such file" }
}

/// What is wrong with a text, as `line:column reason`; empty when nothing is.
func diagnostics(
  of text: String, files: [String: String] = [:], settings: [String: String] = [:],
  environment: [String: String] = [:]
) -> [Diagnostic] {
  do {
    _ = try read(text, files: files, settings: settings, environment: environment)
    return []
  } catch {
    return error.diagnostics
  }
}

/// A pipeline with one target, into which lines of that target are put.
func pipeline(target lines: String..., before: String = "") -> String {
  """
  slipway: 1
  name: acme
  \(before)
  targets:
    app:
      platform: android
      distribution: store
      application: com.acme.app
      payload: app.apk
  """ + lines.map { "\n    " + $0 }.joined() + "\n"
}

func at(_ line: Int, _ column: Int, file: String = "slipway.yaml") -> Position {
  Position(file: file, line: line, column: column)
}
