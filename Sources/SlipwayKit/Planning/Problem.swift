package import Pipelines

/// Something that the plan shows will not work: where the pipeline file says it, and why.
package struct Problem: Equatable, Sendable {
  /// The target that it stops; nil when it stops all.
  package let target: String?
  /// The place in the pipeline file; nil when it is not about one.
  package let position: Position?
  package let failure: Failure

  package init(target: String? = nil, at position: Position? = nil, _ failure: Failure) {
    self.target = target
    self.position = position
    self.failure = failure
  }
}
