import Orchestration

/// One step of one target, as ``PipelineRunner`` calls it.
protocol TargetStep: Sendable {
  /// Adds everything that decides what the step makes.
  ///
  /// - Throws: when an input cannot be read.
  func describeInputs(to digest: inout InputDigest, in context: StepContext) throws
}

/// A step that computes, on a thread of the workers.
protocol ProcessingStep: TargetStep {
  func process(in context: StepContext) throws -> StepRecord
}

/// A step that waits for something outside.
protocol WaitingStep: TargetStep {
  func run(in context: StepContext) async throws -> StepRecord
}
