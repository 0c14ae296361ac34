/// What knows how steps are done.
///
/// The engine knows when and whether.
///
/// Nothing here is called twice at once for one step; several steps are.
package protocol StepRunner: Sendable {
  /// A digest over everything that decides what the step makes: its settings, its input files, the outputs it
  /// builds on. Equal digests mean equal results. Blocks on a thread of the workers, holding a permit.
  ///
  /// - Throws: when an input cannot be read; the step has failed then.
  func inputDigest(of step: Step, in context: StepContext) throws -> String

  /// Whether what the step left behind in an earlier run is still there, with the same digests. Blocks as above.
  func isIntact(_ record: StepRecord, of step: Step) throws -> Bool

  /// Does a step of kind `processing`. Blocks as above.
  func process(_ step: Step, in context: StepContext) throws -> StepRecord

  /// Does a step of kind `waiting` or `delivery`. Ends soon after its task is cancelled.
  func run(_ step: Step, in context: StepContext) async throws -> StepRecord

  /// Asks the destination whether a delivery that was begun, and of whose end nothing is known, has arrived.
  ///
  /// - Returns: the record as ``run(_:in:)`` would have given it; nil when it has not arrived and must be done again.
  func lookUp(_ step: Step, in context: StepContext) async throws -> StepRecord?
}
