import AndroidApps
import Archives
import Bytes
import Cryptography
import Credentials
import FoundationEssentials
import Orchestration
import Pipelines
import Releases

/// Aligns and signs the package in one pass, and has libarchive read the result back before it gets its name.
struct SignStep: ProcessingStep {
  let target: Target
  let signers: [PlannedSigner]
  let output: String
  let keys: KeyOpener
  let workers: Workers
  let digests: FileDigests

  func describeInputs(to digest: inout InputDigest, in context: StepContext) throws {
    digest.add("package", context.records[packageStep]?.outputs.first?.sha256)
    digest.add("output", output)
    // A debug keystore that is missing is made here, so that the next run finds the same certificate.
    digest.add("certificates", try signers.map { try keys.identity(of: $0).certificate.sha256.hex })
    digest.add("schemes", target.sign.schemes?.map(\.rawValue) ?? ["by SDK"])
    digest.add("minimum SDK", target.sign.minSDK.map(String.init))
    digest.add("alignment", "\(target.signingOptions.alignment)")
  }

  func process(in context: StepContext) throws -> StepRecord {
    guard let package = try context.value(PackageRecord.self, of: packageStep) else {
      throw Failure(.ourFault, "\(target.name): there is no package to sign.")
    }
    try checkApplication(package.application)
    try FileManager.default.createFolder(above: output)
    let file = try AtomicFile(path: output)
    let signed = try AndroidSigner.sign(
      FileSource(path: package.path), name: package.path, output: file,
      identities: signers.map { try keys.identity(of: $0) }, options: target.signingOptions, workers: workers)
    try context.checkCancellation()
    try ReadBack.check(file, name: output, placed: signed.entries, workers: workers)
    try checkUnchanged(package)
    try file.commit()
    let artifact = Artifact(
      path: output, format: package.format, sha256: signed.sha256, size: signed.size,
      application: package.application)
    return try StepRecord(
      outputs: [StepRecord.Output(path: output, sha256: signed.sha256, size: signed.size)],
      SignRecord(artifact: artifact, schemes: signed.schemes.map(\.rawValue).sorted()))
  }

  /// What was looked at is what was signed: another target's build may make a file of the same name.
  private func checkUnchanged(_ package: PackageRecord) throws {
    guard try digests.sha256(of: package.path) != package.sha256 else { return }
    throw Failure(
      .didNotPass, "\(target.name): \(package.path) was changed while it was being signed.",
      remedy: "Let each build make a file of its own, and run again.")
  }

  /// A key signs only the applications it names, whatever the pipeline file says that the payload is.
  private func checkApplication(_ application: Application) throws {
    if let wanted = target.application?.value, wanted != application.id {
      throw Failure(
        .didNotPass,
        "\(target.name) is for \(wanted), but its payload is \(application.id ?? "an app without an id").",
        remedy: "Check payload: and application:; nothing was signed.")
    }
    for signer in signers { try signer.check(application) }
  }

  private var packageStep: StepID { StepID(target: target.name, name: StepName.package) }
}
