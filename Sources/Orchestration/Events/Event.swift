package import FoundationEssentials

/// Something that happened in a run, and when.
///
/// Encodes as one flat JSON object, in the order things happened.
package struct Event: Equatable, Sendable {
  /// What happened.
  package enum Kind: Equatable, Sendable {
    case runStarted(run: String, pipeline: String, targets: [String], steps: Int, jobs: Int)
    /// Something odd that does not stop the run.
    case warning(Warning)
    case stepStarted(StepID)
    case stepProgress(StepID, StepProgress)
    /// `unchanged` when it was finished in an earlier run already. `seconds` is how long it took in this one.
    case stepFinished(StepID, StepRecord, unchanged: Bool, seconds: Double)
    case stepFailed(StepID, [Trouble], seconds: Double)
    /// Deliveries may start: of one target, or of all when `target` is nil.
    case gateOpened(target: String?)
    case targetFinished(target: String, result: TargetResult)
    case runFinished(run: String, status: Int32, seconds: Double)
  }

  /// What a run goes on in spite of.
  package enum Warning: Equatable, Sendable {
    /// The journal was damaged and moved to `path`. Finished steps run again; deliveries are looked up at their
    /// destinations before anything is sent.
    case journalMovedAside(path: String)
  }

  /// How all the steps of a target together ended.
  package enum TargetResult: String, Codable, Sendable {
    case done
    case failed
    /// Nothing of it failed, and something did not start because another target failed.
    case blocked
    case cancelled
  }

  package let time: Date
  package let kind: Kind

  package init(_ kind: Kind, at time: Date = Date()) {
    self.time = time
    self.kind = kind
  }
}

/// Where the events of a run go.
///
/// Called by one caller at a time; what it does delays the run.
package typealias EventSink = @Sendable (Event) -> Void
