import Pipelines
import Releases
import SlipwayKit

extension Console {
  /// Shows a judgement in one line: `error: slipway.yaml:7:5: …  [id]`.
  ///
  /// On GitHub Actions errors and warnings become annotations instead, at their place in the file when there is one.
  func show(
    _ severity: Severity, _ message: String, id: String? = nil, at position: Position? = nil,
    indent: String = "",
    to stream: Stream = .output
  ) {
    let text = shortened(message)
    if kind == .githubActions, severity != .note {
      let place = position.map {
        [("file", shortened($0.file)), ("line", "\($0.line)"), ("col", "\($0.column)")]
      }
      let command = WorkflowCommand(
        name: severity.rawValue, properties: place ?? [], text: text + (id.map { "  [\($0)]" } ?? ""))
      return raw(command.line, to: stream)
    }
    let place = position.map { "\($0): " } ?? ""
    line(
      [
        Piece(indent), Piece("\(severity.rawValue): ", severity.style), Piece(shortened(place) + text),
        Piece(id.map { "  [\($0)]" } ?? "", .dim),
      ], to: stream)
  }

  /// Shows what to do.
  func show(remedy: String?, indent: String = "", to stream: Stream = .output) {
    guard let remedy, !remedy.isEmpty else { return }
    line([Piece("\(indent)  → \(shortened(remedy))")], to: stream)
  }

  /// Shows why something could not be done: on standard error, since it is not what was asked for.
  func complain(_ failure: Failure, at position: Position? = nil) {
    show(.error, failure.message, at: position, to: .complaints)
    show(remedy: failure.remedy, to: .complaints)
  }
}
