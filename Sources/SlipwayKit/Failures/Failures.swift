import Pipelines

/// Several things that went wrong together, such as all that a plan found.
package struct Failures: Error, Equatable, Sendable {
  package let all: [Failure]

  package init(_ all: [Failure]) {
    self.all = all
  }
}

extension Failure {
  /// The words for an error, one failure for each thing that is wrong.
  package static func all(of error: any Error) -> [Failure] {
    switch error {
    case let several as Failures: several.all
    case let refused as PipelineError: refused.diagnostics.map(\.failure)
    default: [Failure(error)]
    }
  }
}
