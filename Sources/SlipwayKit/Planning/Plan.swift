package import Pipelines
package import Releases

/// What a run would do, target by target, and everything already known to stop it.
package struct Plan: Sendable {
  package let pipeline: Pipeline
  package let targets: [PlannedTarget]
  /// What stops a target or the whole, in the order of the pipeline file.
  package var problems: [Problem]
  /// The keys that nobody has yet, each once.
  package var missingKeys: [MissingKey] = []
  /// Judgements over the whole.
  package var findings: [Finding] = []

  /// The status a run would end with before its first step; ``ExitStatus/done`` when nothing stands in the way.
  package var status: ExitStatus {
    let hasErrors = targets.contains { $0.findings.contains { $0.severity == .error } }
    return .combined(problems.map(\.failure.status) + (hasErrors ? [.didNotPass] : []))
  }

  /// The problems of one target, and with nil those of the whole.
  package func problems(of target: String?) -> [Problem] {
    problems.filter { $0.target == target }
  }
}

/// One target with everything looked up that it needs.
package struct PlannedTarget: Sendable {
  package let target: Target
  /// Nil when it was not found, which is a problem.
  package var payload: PlannedPayload?
  /// One for each signer, in order.
  ///
  /// A key that could not be had is missing here and a problem.
  package var signers: [PlannedSigner] = []
  /// Where the artifact will be; nil while its format is unknown.
  package var output: String?
  package var destinations: [PlannedDestination] = []
  package var steps: [PlannedStep] = []
  /// Judgements over the payload as it is and the certificates, before anything is signed.
  package var findings: [Finding] = []

  package var name: String { target.name }

  /// The format of the artifact; nil while it cannot be known.
  var format: PackageFormat? {
    if case .found(let payload) = payload { return payload.format }
    if target.platform == .ios { return .ipa }
    return target.package.format?.value
      ?? PackageFormat.allCases.first { target.payload.value.hasSuffix("." + $0.rawValue) }
  }

  /// Whether there is a step for debug symbols: they are there, or a build may make them.
  func packsSymbols(skipping skip: Set<SkippableStep>) -> Bool {
    guard target.packsSymbols, !skip.contains(.archives) else { return false }
    return switch payload {
    case .found(let payload): payload.symbols != nil
    case .madeByBuild(let pattern): ![".ipa", ".app"].contains { pattern.lowercased().hasSuffix($0) }
    case nil: false
    }
  }

  /// What the artifact is called where it is delivered.
  var artifactName: String { target.artifactName(format) }

  /// What the payload says it is, else what the pipeline file says it must be.
  package var application: Application {
    if case .found(let payload) = payload { return payload.facts.application }
    return Application(
      id: target.application?.value, version: target.expect.version?.value, build: target.expect.build?.value)
  }

  /// Whether Google Play is among the destinations, whose rules then bind.
  package var isForGooglePlay: Bool {
    target.deliver.contains { if case .googlePlay = $0.kind { true } else { false } }
  }
}

/// What a target starts from.
package enum PlannedPayload: Sendable {
  case found(Payload)
  /// The build makes it; the glob says where it will be.
  case madeByBuild(pattern: String)
}

/// A step by the name it has in events, journals and `--skip`.
package struct PlannedStep: Equatable, Sendable {
  package let name: String
  /// What it will do, for people.
  package let summary: String

  package init(_ name: String, _ summary: String) {
    self.name = name
    self.summary = summary
  }
}

/// The steps that a run may leave out.
///
/// Signing and verifying are not among them.
package enum SkippableStep: String, CaseIterable, Sendable {
  case build, archives, deliver
}

/// Which part of a pipeline is meant.
package struct PlanSelection: Sendable {
  /// Globs of target names; empty for all.
  package var only: [String]
  /// Key names by target, in place of what the pipeline file says.
  package var keys: [String: String]
  package var skip: Set<SkippableStep>

  package init(only: [String] = [], keys: [String: String] = [:], skip: Set<SkippableStep> = []) {
    self.only = only
    self.keys = keys
    self.skip = skip
  }
}
