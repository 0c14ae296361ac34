/// One thing that is wrong with a pipeline file, or with a file that it names, and where.
package struct Diagnostic: Error, Equatable, Sendable {
  package var position: Position
  package var reason: DiagnosticReason

  package init(_ reason: DiagnosticReason, at position: Position) {
    self.reason = reason
    self.position = position
  }
}
