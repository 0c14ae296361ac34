/// Why a pipeline file gives no ``Pipeline``, or a payload cannot be found.
package enum PipelineError: Error, Equatable, Sendable {
  /// What is wrong, in the order of the file; never empty, at most ``diagnosticLimit``.
  case refused([Diagnostic])

  /// How many diagnostics are collected before reading stops.
  package static let diagnosticLimit = 20

  package var diagnostics: [Diagnostic] {
    switch self {
    case .refused(let diagnostics): diagnostics
    }
  }
}
