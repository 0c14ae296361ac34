import AndroidApps
import Credentials
import FoundationEssentials
import KeyStores
import Pipelines
import Releases

/// Plans one target and collects what stands in its way.
struct TargetPlanner {
  let planner: Planner
  let keys: KeyOpener
  let target: Target
  private(set) var problems: [Problem] = []
  private(set) var missingKey: MissingKey?

  init(planner: Planner, keys: KeyOpener, target: Target) {
    self.planner = planner
    self.keys = keys
    self.target = target
  }

  mutating func plan() -> PlannedTarget {
    var planned = PlannedTarget(target: target)
    guard target.platform != .blackberry else {
      problem(
        at: target.position,
        Failure(
          .didNotPass,
          "\(target.name) is for \(target.platform.rawValue), which this version cannot package yet.",
          remedy: "Leave the target out with --only, or remove it."))
      return planned
    }
    for name in target.push { checkPushKey(name) }
    planned.payload = payload()
    planned.signers = signers()
    planned.output = output(of: planned)
    planned.destinations = destinations(of: planned)
    planned.steps = steps(of: planned)
    planned.findings = findings(over: planned)
    return planned
  }

  mutating func problem(at position: Position?, _ failure: Failure) {
    problems.append(Problem(target: target.name, at: position, failure))
  }

  /// The result of one look-up; what it threw becomes a problem.
  mutating func settle<Value>(_ result: Result<Value, any Error>, at position: Position) -> Value? {
    switch result {
    case .success(let value): return value
    case .failure(let refused as PipelineError):
      for diagnostic in refused.diagnostics { problem(at: diagnostic.position, diagnostic.words) }
    case .failure(let error):
      for failure in Failure.all(of: error) { problem(at: position, failure) }
    }
    return nil
  }

  // MARK: Payload

  private mutating func payload() -> PlannedPayload? {
    if target.build != nil, !planner.selection.skip.contains(.build) {
      return .madeByBuild(pattern: target.payload.value)
    }
    let found = Result {
      try Payload.read(
        PayloadSearch.path(of: target, in: planner.pipeline), download: target.distribution.value == .store,
        edits: target.appEdits, workers: planner.workers)
    }
    return settle(found, at: target.payload.position).map(PlannedPayload.found)
  }

  // MARK: Keys

  private mutating func signers() -> [PlannedSigner] {
    if let name = planner.selection.keys[target.name] {
      return signer(KeyReference(.named(name), at: target.sign.position)).map { [$0] } ?? []
    }
    guard target.sign.keys.isEmpty else {
      return target.sign.keys.compactMap { signer($0) }
    }
    if target.distribution.value == .debug, target.platform == .android {
      return settle(Result { try keys.androidDebugSigner() }, at: target.sign.position).map { [$0] } ?? []
    }
    return signer(KeyReference(.byDefault, at: target.sign.position)).map { [$0] } ?? []
  }

  private mutating func signer(_ reference: KeyReference) -> PlannedSigner? {
    let selected = Result { try keys.signer(reference, for: target) }
    if case .failure(CredentialError.wrongPurpose(let key, _, _)) = selected,
      let signer = try? keys.signer(named: key),
      certificateFindings(of: signer, onGooglePlay: false).contains(where: { $0.severity == .error })
    {
      // The finding over its certificate stops the target, with the stores' words and under its own name.
      return signer
    }
    if keys.isStoreShut, case .failure(let error as CredentialError) = selected {
      switch error {
      // What stands in the way is said already: the key may be in the store.
      case .noDefaultKey, .noSuchKey: return nil
      default: break
      }
    }
    if case .failure(
      CredentialError.noDefaultKey(let platform, let distribution, let application, let candidates)) =
      selected, candidates.isEmpty
    {
      missingKey = MissingKey(platform, distribution, application)
    }
    return settle(selected, at: reference.position)
  }

  private func certificateFindings(of signer: PlannedSigner, onGooglePlay: Bool) -> [Finding] {
    guard let certificate = signer.certificate else { return [] }
    guard target.platform == .android else { return appleCertificateFindings(of: signer) }
    return AndroidPolicy.findings(
      certificate: certificate, for: target.distribution.value, onGooglePlay: onGooglePlay,
      today: planner.invocation.now
    ).map { finding in
      var located = finding
      located.location = "key \(signer.name)"
      return located
    }
  }

  /// A push key of the key store must be one; the file's own were looked at when it was read.
  private mutating func checkPushKey(_ name: Located<String>) {
    guard !planner.pipeline.credentials.contains(where: { $0.name == name.value }) else { return }
    let known =
      keys.stored?.store.credentials.filter { $0.credential?.kind.isForPush == true }.map(\.name) ?? []
    guard !known.contains(name.value) else { return }
    problem(
      at: name.position,
      Failure(
        .inputUnreadable, "\(name.value) is no push credential of the key store.",
        remedy: known.isEmpty
          ? "Apple makes push keys at developer.apple.com, Keys; add the .p8 with slipway credentials add."
          : "Its push credentials are \(known.joined(separator: ", "))."))
  }

  // MARK: Output and destinations

  private func output(of planned: PlannedTarget) -> String? {
    planned.format.map {
      "\(planner.pipeline.absolutePath(target.output.value))/\(target.name).\($0.rawValue)"
    }
  }

  private mutating func destinations(of planned: PlannedTarget) -> [PlannedDestination] {
    guard !planner.selection.skip.contains(.deliver) else { return [] }
    let opener = DestinationOpener(planner: planner, target: target, stored: keys.stored)
    return target.deliver.compactMap { declaration in
      settle(
        Result { try opener.destination(declaration, of: planned) },
        at: declaration.position)
    }
  }

  // MARK: Steps and findings

  private func steps(of planned: PlannedTarget) -> [PlannedStep] {
    var steps: [PlannedStep] = []
    if let build = target.build, !planner.selection.skip.contains(.build) {
      steps.append(PlannedStep(StepName.build, build.run.joined(separator: " ")))
    }
    steps.append(PlannedStep(StepName.package, target.payload.value))
    if planned.packsSymbols(skipping: planner.selection.skip) {
      let condition = if case .found = planned.payload { "" } else { ", if it has any," }
      steps.append(
        PlannedStep(StepName.archive(DebugSymbols.name), "the payload's dSYMs\(condition) as zip"))
    }
    let names = planned.signers.map(\.name).joined(separator: ", ")
    steps.append(PlannedStep(StepName.sign, "with \(names.isEmpty ? "no key" : names)"))
    steps.append(PlannedStep(StepName.verify, "for \(target.distribution.value.rawValue)"))
    if !planner.selection.skip.contains(.archives) {
      steps += target.archives.map {
        PlannedStep(StepName.archive($0.name), "\($0.from.value) as \($0.format.rawValue)")
      }
    }
    steps += planned.destinations.enumerated().map { index, destination in
      PlannedStep(StepName.deliver(index + 1), "to \(destination.summary)")
    }
    return steps
  }

  private mutating func findings(over planned: PlannedTarget) -> [Finding] {
    var findings: [Finding] = []
    for signer in planned.signers {
      findings += signer.warnings
      // Of an app that is there, its plan has them all.
      if case .found(let payload) = planned.payload, case .apple = payload.facts { continue }
      findings += certificateFindings(of: signer, onGooglePlay: planned.isForGooglePlay)
    }
    if case .found(let payload) = planned.payload {
      switch payload.facts {
      case .android(let facts):
        findings += AndroidPolicy.findings(
          payload: facts, for: target.distribution.value, onGooglePlay: planned.isForGooglePlay,
          expecting: target.expectation, today: planner.invocation.now)
      case .apple(var facts):
        if planned.packsSymbols(skipping: planner.selection.skip) {
          let symbols = Result { try payload.symbols?.facts }
          facts.symbols = settle(symbols, at: target.payload.position) ?? nil
        }
        findings += appleFindings(over: facts, signers: planned.signers)
      }
      checkFormat(of: payload)
      checkApplication(of: payload, signers: planned.signers)
    }
    return target.acceptance.applied(to: findings)
  }

  /// A payload that a key may not sign, whatever the pipeline file calls it.
  private mutating func checkApplication(of payload: Payload, signers: [PlannedSigner]) {
    guard payload.facts.application.id != target.application?.value else { return }
    for signer in signers {
      _ = settle(Result { try signer.check(payload.facts.application) }, at: target.sign.position)
    }
  }

  /// A `package: { format: }` that is not what the payload is.
  private mutating func checkFormat(of payload: Payload) {
    guard let wanted = target.package.format, wanted.value != payload.format else { return }
    problem(
      at: wanted.position,
      Failure(
        .inputUnreadable,
        "\(payload.path) is an \(payload.format.rawValue), but \(target.name) asks for \(wanted.value.rawValue).",
        remedy: "Build the \(wanted.value.rawValue), or correct format:."))
  }
}
