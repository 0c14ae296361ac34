import AndroidApps
import Credentials
package import Bytes
package import Pipelines
import Releases

/// Makes a ``Plan``: opens keys, looks at payloads and destinations, and judges what can be judged before a run.
///
/// It writes nothing and sends nothing, but that it may fetch the issuer of a signing certificate that is nowhere at hand
/// (``AppleIssuers``). What is wrong with one target does not hide what is wrong with the next: all of
/// it ends up in the plan.
package struct Planner: Sendable {
  let pipeline: Pipeline
  let selection: PlanSelection
  let invocation: Invocation
  let workers: Workers
  /// Where deliveries go instead, in a rehearsal.
  let rehearsal: Rehearsal?

  package init(
    _ pipeline: Pipeline, selection: PlanSelection = PlanSelection(), rehearsal: Rehearsal? = nil,
    workers: Workers, invocation: Invocation
  ) {
    self.pipeline = pipeline
    self.selection = selection
    self.rehearsal = rehearsal
    self.workers = workers
    self.invocation = invocation
  }

  /// - Throws: ``Failure`` when the selection names no target. Everything else that is wrong stands in the plan.
  package func plan() throws -> Plan {
    try planWithKeys().plan
  }

  /// The plan and the keys that were opened for it, for a run to sign with.
  func planWithKeys() throws -> (plan: Plan, keys: KeyOpener) {
    let chosen = try selectedTargets()
    let keys = KeyOpener(pipeline: pipeline, invocation: invocation)
    var problems = keyStoreProblems
    var planned: [PlannedTarget] = []
    for target in chosen {
      var one = TargetPlanner(planner: self, keys: keys, target: target)
      planned.append(one.plan())
      problems += one.problems
    }
    problems += collisions(among: planned)
    return (Plan(pipeline: pipeline, targets: planned, problems: saidOnce(problems)), keys)
  }

  /// What stops several targets at one place for one reason, such as a password of a key that signs a thousand rows, is
  /// one problem of the whole.
  private func saidOnce(_ problems: [Problem]) -> [Problem] {
    struct Reason: Hashable {
      let position: Position?
      let message: String
    }
    func reason(_ problem: Problem) -> Reason {
      Reason(position: problem.position, message: problem.failure.message)
    }
    let counts = problems.reduce(into: [:]) { $0[reason($1), default: 0] += 1 }
    var said: Set<Reason> = []
    return problems.compactMap { problem in
      let reason = reason(problem)
      guard counts[reason, default: 0] > 1 else { return problem }
      return said.insert(reason).inserted ? Problem(at: problem.position, problem.failure) : nil
    }
  }

  /// A key store is a root of trust: to pass over one that a file names would be to trust without it.
  private var keyStoreProblems: [Problem] {
    guard pipeline.keyStore != nil else { return [] }
    return [
      Problem(
        Failure(
          .didNotPass, "\(pipeline.file) names a key store, which this version cannot open yet.",
          remedy: "Declare the keys under keys: for now, and leave key-store: out."))
    ]
  }

  private func selectedTargets() throws -> [Target] {
    let unknown = selection.keys.keys.filter { name in !pipeline.targets.contains { $0.name == name } }
    if let name = unknown.sorted().first { throw unknownTarget(name, option: "--key") }
    guard !selection.only.isEmpty else { return pipeline.targets }
    var chosen: Set<String> = []
    for pattern in selection.only {
      let glob = Glob(pattern)
      let matches = pipeline.targets.filter { $0.name == pattern || glob?.matches($0.name) == true }
      guard !matches.isEmpty else { throw unknownTarget(pattern, option: "--only") }
      chosen.formUnion(matches.map(\.name))
    }
    return pipeline.targets.filter { chosen.contains($0.name) }
  }

  private func unknownTarget(_ name: String, option: String) -> Failure {
    let known = pipeline.targets.map(\.name)
    return Failure(
      .usage, "\(option) \(name) names no target of \(pipeline.file).",
      remedy: "Its targets are \(known.prefix(10).joined(separator: ", "))\(known.count > 10 ? ", …" : "").")
  }
}
