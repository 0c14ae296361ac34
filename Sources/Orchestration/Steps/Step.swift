/// One thing to do for one target.
///
/// What it does is known to the ``StepRunner`` alone.
package struct Step: Equatable, Sendable {
  /// What a step spends its time on, and on which side of the gate it stands.
  package enum Kind: String, Codable, Sendable {
    /// Hashes, compresses, signs: holds one permit of the workers, and its body blocks a thread of theirs.
    case processing
    /// Waits for something outside, such as a build command: asynchronous, without a permit.
    case waiting
    /// Brings something to a destination: asynchronous, journaled before and after, only when the gate is open.
    case delivery
  }

  package let id: StepID
  /// The steps that must be finished before this one.
  package let needs: [StepID]
  package let kind: Kind

  package init(_ id: StepID, needs: [StepID] = [], kind: Kind) {
    self.id = id
    self.needs = needs
    self.kind = kind
  }
}
