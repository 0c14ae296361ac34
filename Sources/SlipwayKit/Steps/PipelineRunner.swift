import Orchestration

/// Does the steps of a run.
///
/// The engine decides when and whether; here is what.
struct PipelineRunner: StepRunner {
  let steps: [StepID: any TargetStep]
  let digests: FileDigests

  func inputDigest(of step: Step, in context: StepContext) throws -> String {
    var digest = InputDigest()
    // Another version may do the step otherwise, and write another record.
    digest.add("slipway", SlipwayVersion.current)
    try wanted(step).describeInputs(to: &digest, in: context)
    return digest.finish()
  }

  func isIntact(_ record: StepRecord, of step: Step) throws -> Bool {
    record.outputs.allSatisfy { output in
      (try? digests.sha256(of: output.path)) == output.sha256
    }
  }

  func process(_ step: Step, in context: StepContext) throws -> StepRecord {
    guard let processing = try wanted(step) as? any ProcessingStep else { throw unknown(step) }
    return try processing.process(in: context)
  }

  func run(_ step: Step, in context: StepContext) async throws -> StepRecord {
    guard let waiting = try wanted(step) as? any WaitingStep else { throw unknown(step) }
    return try await waiting.run(in: context)
  }

  /// Destinations look before they send, so that a delivery that was cut off is just begun again.
  func lookUp(_ step: Step, in context: StepContext) async throws -> StepRecord? {
    nil
  }

  private func wanted(_ step: Step) throws -> any TargetStep {
    guard let known = steps[step.id] else { throw unknown(step) }
    return known
  }

  private func unknown(_ step: Step) -> Failure {
    Failure(.ourFault, "Nothing knows how to do \(step.id).")
  }
}
