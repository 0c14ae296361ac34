import AndroidApps
import AppleApps
import Archives
import Bytes
import Cryptography
import Credentials
import FoundationEssentials
import Orchestration
import Pipelines
import Releases

/// Signs the package, and has libarchive read the result back before it gets its name.
struct SignStep: ProcessingStep {
  let target: Target
  let pipeline: Pipeline
  let signers: [PlannedSigner]
  let output: String
  let now: Date
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
    guard target.platform.isApple, let signer = signers.first else { return }
    digest.add("edit", "\(target.package.edit)")
    digest.add("profiles", signer.profiles.map { Digest.hash(.sha256, $0.bytes).hex })
    let signing = try target.appleSigning(with: signer, keys: keys, pipeline: pipeline, now: now)
    digest.add(
      "entitlements", signing.entitlements.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })
    digest.add("hardened runtime", "\(signing.hasHardenedRuntime)")
    digest.add("anchors", signing.anchors.map { $0.sha256.hex })
  }

  func process(in context: StepContext) throws -> StepRecord {
    guard let package = try context.value(PackageRecord.self, of: packageStep) else {
      throw Failure(.ourFault, "\(target.name): there is no package to sign.")
    }
    try checkApplication(package.application)
    try FileManager.default.createFolder(above: output)
    let file = try AtomicFile(path: output)
    let signed =
      package.format == .ipa
      ? try signApple(package, to: file, in: context) : try signAndroid(package, to: file, in: context)
    try checkUnchanged(package)
    try file.commit(remakableFrom: package.path)
    let artifact = Artifact(
      path: output, format: package.format, sha256: signed.sha256, size: file.count,
      application: package.application)
    return try StepRecord(
      outputs: [StepRecord.Output(path: output, sha256: signed.sha256, size: file.count)],
      SignRecord(artifact: artifact, schemes: signed.schemes))
  }

  private func signAndroid(
    _ package: PackageRecord, to file: AtomicFile, in context: StepContext
  ) throws -> (sha256: String, schemes: [String]) {
    let signed = try AndroidSigner.sign(
      FileSource(path: package.path), name: package.path, output: file,
      identities: signers.map { try keys.identity(of: $0) }, options: target.signingOptions, workers: workers)
    try context.checkCancellation()
    try ReadBack.check(file, name: output, placed: signed.entries, workers: workers)
    return (signed.sha256, signed.schemes.map(\.rawValue).sorted())
  }

  private func signApple(
    _ package: PackageRecord, to file: AtomicFile, in context: StepContext
  ) throws -> (sha256: String, schemes: [String]) {
    guard let signer = signers.first else {
      throw Failure(.ourFault, "\(target.name): there is no key to sign with.")
    }
    let source = try FileSource(path: package.path)
    let app = try AppSource(package: source, name: package.path)
    let contents = try AppContents(app.tree, name: package.path)
    let edited = try target.appEdits.applied(to: contents)
    let facts = try target.appEdits.applied(
      to: AppleFacts.read(edited, size: source.count), of: contents)
    let signing = try target.appleSigning(with: signer, keys: keys, pipeline: pipeline, now: now)
    let plan = try signing.plan(for: facts)
    // An app that a build has just made is seen here for the first time.
    let findings = ApplePolicy.findings(
      plan: plan, facts: facts, for: target.distribution.value, expecting: target.expectation, today: now)
    let errors = target.acceptance.applied(to: findings).filter { $0.severity == .error }.map(\.explained)
    guard errors.isEmpty, plan.failures.isEmpty else {
      throw Failures(plan.failures + errors.map { Failure($0, of: target.name) })
    }
    let sha256 = try signing.sign(
      edited, by: plan, to: file, name: output, level: target.package.compression, workers: workers)
    try context.checkCancellation()
    return (sha256, [VerificationReport.codeSignature])
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
