package import Releases
package import struct FoundationEssentials.Date

/// What `plan --format json` prints.
///
/// The shape is promised to other programs. What is not known before a build is null.
package struct PlanDocument: Codable, Equatable, Sendable {
  /// What will become of one target.
  package struct Target: Codable, Equatable, Sendable {
    package var name: String
    package var platform: Platform
    package var distribution: Distribution
    package var application: Application
    package var payload: Payload
    package var keys: [Key]
    package var output: String?
    package var steps: [Step]
    package var destinations: [Destination]
    /// The names of the push credentials that the app needs.
    package var push: [String]
    package var findings: [ExplainedFinding]
    package var problems: [Problem]
  }

  /// What a target is made from.
  package struct Payload: Codable, Equatable, Sendable {
    package var path: String?
    /// The package's path inside the payload, when that is an archive or a folder holding one.
    package var member: String?
    package var format: PackageFormat?
    package var madeByBuild: Bool
  }

  /// A key that signs, and its certificate where it could be opened.
  package struct Key: Codable, Equatable, Sendable {
    package var name: String
    package var certificateSha256: String?
    /// The generation of the key store's entry; null for a key from elsewhere.
    package var generation: Int?
    package var subject: String?
    package var notAfter: Date?
    package var purpose: Purpose?
  }

  /// A step, in the order of the run.
  package struct Step: Codable, Equatable, Sendable {
    package var name: String
    package var summary: String
  }

  /// Where a target goes.
  package struct Destination: Codable, Equatable, Sendable {
    package var kind: String
    package var description: String
  }

  /// What would stop the run, with its place in the pipeline file.
  package struct Problem: Codable, Equatable, Sendable {
    package var message: String
    package var remedy: String?
    package var status: Int32
    package var file: String?
    package var line: Int?
    package var column: Int?
  }

  package var pipeline: String
  package var file: String
  package var release: String
  /// The exit status a run would end with as things stand.
  package var status: Int32
  package var targets: [Target]
  /// What stops all targets.
  package var problems: [Problem]
  /// Judgements over the whole.
  package var findings: [ExplainedFinding]
}

extension PlanDocument {
  package init(_ plan: Plan) {
    self.init(
      pipeline: plan.pipeline.name, file: plan.pipeline.file, release: plan.pipeline.release.rawValue,
      status: plan.status.rawValue,
      targets: plan.targets.map { Target($0, problems: plan.problems(of: $0.name)) },
      problems: plan.problems(of: nil).map(Problem.init), findings: plan.findings.map(\.explained))
  }
}

extension PlanDocument.Target {
  init(_ planned: PlannedTarget, problems: [SlipwayKit.Problem]) {
    self.init(
      name: planned.name, platform: planned.target.platform,
      distribution: planned.target.distribution.value,
      application: planned.application, payload: PlanDocument.Payload(planned),
      keys: planned.signers.map(PlanDocument.Key.init), output: planned.output,
      steps: planned.steps.map { PlanDocument.Step(name: $0.name, summary: $0.summary) },
      destinations: planned.destinations.map {
        PlanDocument.Destination(kind: $0.word, description: $0.summary)
      }, push: planned.target.push.map(\.value),
      findings: planned.findings.map(\.explained), problems: problems.map(PlanDocument.Problem.init))
  }
}

extension PlanDocument.Payload {
  init(_ planned: PlannedTarget) {
    switch planned.payload {
    case .found(let payload):
      self.init(path: payload.path, member: payload.member, format: payload.format, madeByBuild: false)
    case .madeByBuild:
      self.init(path: nil, member: nil, format: planned.target.package.format?.value, madeByBuild: true)
    case nil:
      self.init(path: nil, member: nil, format: nil, madeByBuild: false)
    }
  }
}

extension PlanDocument.Key {
  init(_ signer: PlannedSigner) {
    let certificate = signer.certificate
    self.init(
      name: signer.name, certificateSha256: certificate?.sha256, generation: signer.entry?.generation,
      subject: certificate?.subject,
      notAfter: certificate?.notAfter, purpose: certificate?.purpose)
  }
}

extension PlanDocument.Problem {
  init(_ problem: SlipwayKit.Problem) {
    self.init(
      message: problem.failure.message, remedy: problem.failure.remedy,
      status: problem.failure.status.rawValue, file: problem.position?.file,
      line: problem.position?.line, column: problem.position?.column)
  }
}
