/// Collects diagnostics up to the limit; the same one twice counts once.
struct DiagnosticList {
  private(set) var all: [Diagnostic] = []

  var isEmpty: Bool { all.isEmpty }

  mutating func add(_ reason: DiagnosticReason, at position: Position) {
    add(Diagnostic(reason, at: position))
  }

  mutating func add(_ diagnostic: Diagnostic) {
    guard all.count < PipelineError.diagnosticLimit, !all.contains(diagnostic) else { return }
    all.append(diagnostic)
  }
}
