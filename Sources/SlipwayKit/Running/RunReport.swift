package import AndroidApps
package import KeyStores
package import Orchestration
package import Releases

/// What a run leaves for people and programs: `report.json`.
///
/// The shape is promised to other programs.
package struct RunReport: Codable, Equatable, Sendable {
  /// A key that signed, and its certificate where it could be opened.
  package struct Key: Codable, Equatable, Sendable {
    package var name: String
    package var certificate: CertificateFact?
  }

  /// How a step ended.
  package struct Step: Codable, Equatable, Sendable {
    package var name: String
    /// `done`, `unchanged`, `failed`, `blocked` or `cancelled`.
    package var outcome: String
    package var troubles: [Trouble]
  }

  /// What became of one target.
  package struct Target: Codable, Equatable, Sendable {
    package var name: String
    package var distribution: Distribution
    package var keys: [Key]
    package var artifact: Artifact?
    package var verification: VerificationReport?
    package var receipts: [Receipt]
    package var steps: [Step]

    /// Whether every step of the target is done.
    package var isDone: Bool { steps.allSatisfy { $0.outcome == "done" || $0.outcome == "unchanged" } }
  }

  package var run: String
  package var pipeline: String
  package var file: String
  package var version: String
  package var rehearsal: Bool
  package var status: ExitStatus
  package var targets: [Target]
  /// What was signed with keys of the key store, told and signed by who ran this: for `keys audit --import`.
  package var uses: [SignedDocument<KeyUse>]
}

extension RunReport.Target {
  init(_ planned: PlannedTarget, outcome: RunOutcome, verification: VerificationReport?) {
    let own = outcome.steps.filter { $0.id.target == planned.name }
    let records = own.compactMap { step in step.outcome.record.map { (step.id.name, $0) } }
    let sign = records.first { $0.0 == StepName.sign }?.1
    let verify = records.first { $0.0 == StepName.verify }?.1
    self.init(
      name: planned.name, distribution: planned.target.distribution.value,
      keys: planned.signers.map { RunReport.Key(name: $0.name, certificate: $0.certificate) },
      artifact: try? sign?.value(as: SignRecord.self).artifact,
      verification: verification ?? (try? verify?.value(as: VerificationReport.self)),
      receipts: records.flatMap { (try? $0.1.value(as: DeliverRecord.self).receipts) ?? [] },
      steps: own.map { step in
        var troubles: [Trouble] = []
        if case .failed(let all) = step.outcome { troubles = all }
        return RunReport.Step(name: step.id.name, outcome: step.outcome.word, troubles: troubles)
      })
  }
}
