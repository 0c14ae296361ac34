import KeyStores
import Pipelines
import Releases

/// Holds a plan against the lock file.
struct LockCheck {
  let pipeline: Pipeline
  let invocation: Invocation

  /// What stops the plan, and what is only to be said.
  struct Verdict {
    var problems: [Problem] = []
    var findings: [Finding] = []
  }

  func verdict(on plan: Plan, lock: LockFile?, store: KeyStore?) -> Verdict {
    var verdict = Verdict()
    let path = LockFile.path(of: pipeline)
    let guarded = plan.targets.filter { $0.target.distribution.value.needsDistributionKey }
    guard let lock else {
      guard !guarded.isEmpty else { return verdict }
      if pipeline.lock == .required {
        verdict.problems.append(
          Problem(
            Failure(
              .didNotPass, "There is no \(path), and the pipeline file requires it.",
              remedy: "Write it with slipway lock, review it and commit it.")))
      } else if guarded.contains(where: { $0.signers.contains { $0.entry != nil } }) {
        verdict.findings.append(Finding("lock-missing", .warning, at: path, ["lock": path]))
      }
      return verdict
    }
    for difference in lock.differences(to: LockFile(of: plan, outline: outline, store: store)) {
      guard let target = guarded.first(where: { $0.name == difference.target }) else { continue }
      verdict.problems.append(
        Problem(target: target.name, at: target.target.sign.position, difference.failure(lock: path)))
    }
    return verdict
  }

  /// The pipeline without the values of this run.
  private var outline: Pipeline { PipelineFile.outline(of: pipeline, environment: invocation.environment) }
}

extension LockDifference {
  func failure(lock path: String) -> Failure {
    let remedy = "If that is meant, write the lock anew with slipway lock, review the change and commit it."
    guard let locked else {
      return Failure(
        .didNotPass, "\(target) is not in \(path); it would be signed with \(planned ?? "nothing").",
        remedy: remedy)
    }
    return Failure(
      .didNotPass,
      "\(target): \(what) differs from \(path): \(planned.flatMap { $0.isEmpty ? nil : $0 } ?? "none") "
        + "instead of \(locked.isEmpty ? "none" : locked).", remedy: remedy)
  }
}
