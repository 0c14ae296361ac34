package import Bytes
package import Pipelines

/// Writes the lock file of a pipeline, or tells how it differs.
package struct LockRequest: Sendable {
  let pipeline: Pipeline
  let invocation: Invocation
  let ask: PasswordPrompt?

  package init(_ pipeline: Pipeline, invocation: Invocation, ask: PasswordPrompt?) {
    self.pipeline = pipeline
    self.invocation = invocation
    self.ask = ask
  }

  /// What was found.
  package struct Result: Sendable {
    package let path: String
    package let lock: LockFile
    /// Nil when there was no lock.
    package let differences: [LockDifference]?
  }

  /// - Parameter writes: whether the file is written; else it is only looked at.
  /// - Throws: ``Failures`` with what stands in the way of the plan: a key that cannot be opened cannot be fixed.
  package func perform(writes: Bool, workers: Workers) throws -> Result {
    let planner = Planner(pipeline, workers: workers, invocation: invocation, ask: ask, usesLock: false)
    let (plan, keys) = try planner.planWithKeys()
    let outline = PipelineFile.outline(of: pipeline, environment: invocation.environment)
    let lock = LockFile(of: plan, outline: outline, store: keys.stored?.store)
    let unlocked = plan.targets.filter {
      lock.targets[$0.name] == nil && $0.target.distribution.value.needsDistributionKey
    }
    let failures = plan.problems.filter { problem in
      problem.target.map { name in unlocked.contains { $0.name == name } } ?? true
    }.map(\.failure)
    guard failures.isEmpty else { throw Failures(failures) }
    let before = try LockFile.read(of: pipeline)
    if writes, before != lock { try lock.write(for: pipeline) }
    return Result(
      path: LockFile.path(of: pipeline), lock: lock, differences: before.map { $0.differences(to: lock) })
  }
}
