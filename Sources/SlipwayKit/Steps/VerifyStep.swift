import AndroidApps
import Bytes
import Cryptography
import FoundationEssentials
import Orchestration
import Pipelines
import Releases

/// Reads the artifact as a store would, and judges whether it may go where it is going.
struct VerifyStep: ProcessingStep {
  let planned: PlannedTarget
  let keys: KeyOpener
  let now: Date
  let workers: Workers
  /// Takes the report also of an artifact that does not pass.
  let keep: @Sendable (VerificationReport) -> Void

  private var target: Target { planned.target }

  func describeInputs(to digest: inout InputDigest, in context: StepContext) throws {
    digest.add("artifact", context.records[signStep]?.outputs.first?.sha256)
    digest.add("symbols", context.records[symbolsStep]?.outputs.first?.sha256)
    digest.add("distribution", target.distribution.value.rawValue)
    digest.add("google play", String(planned.isForGooglePlay))
    digest.add("application", target.application?.value)
    digest.add(
      "expect",
      [target.expect.version, target.expect.build, target.expect.certificate].map { $0?.value ?? "" })
    digest.add("anchors", try anchors.map { $0.sha256.hex })
    digest.add("minimum SDK", target.sign.minSDK.map(String.init))
    digest.add("accept", target.accept.flatMap { [$0.id, $0.reason] })
    // Expiry and the stores' deadlines are judged by the day.
    digest.add("day", now.day)
  }

  func process(in context: StepContext) throws -> StepRecord {
    guard let artifact = try context.value(SignRecord.self, of: signStep)?.artifact else {
      throw Failure(.ourFault, "\(target.name): there is no artifact to verify.")
    }
    var verification = try Verification(
      distribution: target.distribution.value, onGooglePlay: planned.isForGooglePlay,
      expectation: target.expectation, acceptance: target.acceptance, minSDK: target.sign.minSDK,
      anchors: anchors, now: now)
    verification.symbols = try context.value(SymbolsRecord.self, of: symbolsStep)?.facts
    let report = try verification.report(on: artifact.path, workers: workers)
    keep(report)
    guard report.sha256 == artifact.sha256 else {
      throw Failure(
        .didNotPass, "\(artifact.path) was changed after it was signed.",
        remedy: "Find out what writes to the output folder, and run again.")
    }
    guard report.passes else { throw Failures(report.failures(of: target.name)) }
    return try StepRecord(report)
  }

  /// Android's chains end at no root.
  private var anchors: [Certificate] {
    get throws { target.platform.isApple ? try keys.anchors() : [] }
  }

  private var signStep: StepID { StepID(target: target.name, name: StepName.sign) }
  private var symbolsStep: StepID {
    StepID(target: target.name, name: StepName.archive(DebugSymbols.name))
  }
}
