package import AndroidApps
import Archives
package import Bytes
import FoundationEssentials
package import Releases

/// Signs one package, without a pipeline file.
package struct SigningRequest: Sendable {
  package var input: String
  /// May be the input: it is then replaced whole.
  package var output: String
  package var signers: [SignerSource]
  /// Where it is going: the keys are checked before and the artifact after.
  ///
  /// Nil to check neither.
  package var distribution: Distribution?
  package var options: SigningOptions
  /// Whether the artifact is on the disk, not only on its way, when this is done.
  package var isDurable: Bool

  package init(
    input: String, output: String, signers: [SignerSource], distribution: Distribution? = nil,
    options: SigningOptions = SigningOptions(), isDurable: Bool = false
  ) {
    self.input = input
    self.output = output
    self.signers = signers
    self.distribution = distribution
    self.options = options
    self.isDurable = isDurable
  }

  /// What was made, and what there was to say about it.
  package struct Result: Codable, Equatable, Sendable {
    package var artifact: Artifact
    package var schemes: [String]
    package var certificates: [CertificateFact]
    package var findings: [ExplainedFinding]
  }

  /// Signs.
  ///
  /// The output appears whole, or not at all.
  ///
  /// - Parameter ask: asks for a password that was not given; nil when nobody is there.
  /// - Throws: ``Failures`` with every finding of severity error, or the error that kept it from being signed.
  package func perform(invocation: Invocation, workers: Workers, ask: PasswordPrompt? = nil) throws -> Result
  {
    let opener = SignerOpener(invocation: invocation, ask: ask)
    let (opened, (directory, application)) = try workers.both(
      { try signers.map { try opener.signer($0) } },
      {
        let directory = try ZipDirectory(reading: FileSource(path: self.input))
        return (directory, try AndroidFacts.application(of: directory))
      })
    let findings = opened.flatMap { keyFindings($0, now: invocation.now) }
    try stop(on: findings.map(\.explained))
    try check(application, against: opened)

    let file = try AtomicFile(path: output)
    file.keepPermissions()
    let signed = try AndroidSigner.sign(
      directory, output: file, identities: opened.compactMap(\.identity), options: options, workers: workers)
    try ReadBack.check(file, name: output, placed: signed.entries, workers: workers)
    var explained = findings.map(\.explained)
    if let distribution {
      let report = try Verification(
        distribution: distribution, minSDK: options.minSDK, maxSDK: options.maxSDK, now: invocation.now
      ).report(on: file, name: output, workers: workers)
      try stop(on: report.findings)
      explained = opened.flatMap(\.warnings).map(\.explained) + report.findings
    }
    try file.commit(durable: isDurable, remakableFrom: input)
    return Result(
      artifact: Artifact(
        path: output.fromRoot, format: signed.format, sha256: signed.sha256, size: signed.size,
        application: application),
      schemes: signed.schemes.map(\.rawValue), certificates: opened.compactMap(\.certificate),
      findings: explained)
  }

  private func keyFindings(_ signer: PlannedSigner, now: Date) -> [Finding] {
    guard let distribution, let certificate = signer.certificate else { return signer.warnings }
    return signer.warnings
      + AndroidPolicy.findings(certificate: certificate, for: distribution, today: now)
  }

  private func check(_ application: Application, against signers: [PlannedSigner]) throws {
    for signer in signers { try signer.check(application) }
  }

  private func stop(on findings: [ExplainedFinding]) throws {
    let errors = findings.filter { $0.severity == .error }
    guard errors.isEmpty else { throw Failures(errors.map { Failure($0, of: nil) }) }
  }
}
