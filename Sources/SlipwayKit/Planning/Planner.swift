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
  /// Asks for passphrases; nil where nobody can be asked.
  let ask: PasswordPrompt?
  /// Whether the plan is held against the lock file; not where that is written.
  let usesLock: Bool

  package init(
    _ pipeline: Pipeline, selection: PlanSelection = PlanSelection(), rehearsal: Rehearsal? = nil,
    workers: Workers, invocation: Invocation, ask: PasswordPrompt? = nil,
    usesLock: Bool = true
  ) {
    self.pipeline = pipeline
    self.selection = selection
    self.rehearsal = rehearsal
    self.workers = workers
    self.invocation = invocation
    self.ask = ask
    self.usesLock = usesLock
  }

  /// - Throws: ``Failure`` when the selection names no target. Everything else that is wrong stands in the plan.
  package func plan() throws -> Plan {
    try planWithKeys().plan
  }

  /// The plan and the keys that were opened for it, for a run to sign with.
  func planWithKeys() throws -> (plan: Plan, keys: KeyOpener) {
    let chosen = try selectedTargets()
    var problems: [Problem] = []
    let lock = readLock(problems: &problems)
    let stored = storedKeys(lock: lock, problems: &problems)
    let keys = KeyOpener(
      pipeline: pipeline, invocation: invocation, stored: stored,
      isStoreShut: stored == nil && !problems.isEmpty)
    var planned: [PlannedTarget] = []
    var missing: [MissingKey] = []
    for target in chosen {
      var one = TargetPlanner(planner: self, keys: keys, target: target)
      planned.append(one.plan())
      problems += one.problems
      if let key = one.missingKey, !missing.contains(key) { missing.append(key) }
    }
    problems += collisions(among: planned)
    var plan = Plan(pipeline: pipeline, targets: planned, problems: saidOnce(problems))
    plan.missingKeys = missing
    if usesLock, rehearsal == nil, plan.problems(of: nil).isEmpty {
      let verdict = LockCheck(pipeline: pipeline, invocation: invocation).verdict(
        on: plan, lock: lock, store: keys.stored?.store)
      plan.problems += verdict.problems
      plan.findings += verdict.findings
    }
    return (plan, keys)
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

  /// The keys of the key store; nil when there is none, or when it cannot be trusted, which stops everything.
  private func storedKeys(lock: LockFile?, problems: inout [Problem]) -> StoredKeys? {
    var access = StoreAccess(invocation, pipeline: pipeline, ask: ask)
    access.lockWitness = lock?.store
    guard access.isThere else { return nil }
    do {
      return StoredKeys(try access.open(), access: access)
    } catch {
      for failure in Failure.all(of: error) {
        problems.append(Problem(at: pipeline.keyStore?.path.position, failure))
      }
      return nil
    }
  }

  /// The lock file; nil when there is none, when it is not looked at, or when it is a problem.
  private func readLock(problems: inout [Problem]) -> LockFile? {
    guard usesLock else { return nil }
    do {
      return try LockFile.read(of: pipeline)
    } catch {
      problems += Failure.all(of: error).map { Problem($0) }
      return nil
    }
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
