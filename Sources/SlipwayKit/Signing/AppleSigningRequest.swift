package import AppleApps
package import Bytes
import Credentials
import Cryptography
import FoundationEssentials
package import PropertyLists
package import Releases

/// Signs one app or one Mach-O file for Apple's platforms, without a pipeline file.
package struct AppleSigningRequest: Sendable {
  /// An `.ipa`, `.app`, `.xcarchive` or Mach-O file.
  package var input: String
  /// A name in `.ipa`, or in `.app` for a folder; of a Mach-O file, any.
  ///
  /// May be the input, which is then replaced whole.
  package var output: String
  /// Nil for an ad-hoc signature.
  package var signer: SignerSource?
  /// Files of provisioning profiles.
  package var profiles: [String]
  /// Where entitlements come from: `payload`, `profile` or a file, by bundle id; without one, of the app.
  package var entitlements: [(bundleID: String?, source: String)]
  /// Files of roots that are trusted beside Apple's.
  package var trust: [String]
  package var pageSize: PageSize
  /// Whether code, which must be for macOS, gets the hardened runtime.
  package var hasHardenedRuntime: Bool
  /// What of the app is changed before it is signed.
  package var edits: AppEdits
  /// Where it is going; nil to tell only what can be right nowhere.
  package var distribution: Distribution?
  package var isDurable: Bool

  package init(
    input: String, output: String, signer: SignerSource?, profiles: [String] = [],
    entitlements: [(bundleID: String?, source: String)] = [], trust: [String] = [],
    pageSize: PageSize = .automatic, hasHardenedRuntime: Bool = false, edits: AppEdits = AppEdits(),
    distribution: Distribution? = nil,
    isDurable: Bool = false
  ) {
    self.input = input
    self.output = output
    self.signer = signer
    self.profiles = profiles
    self.entitlements = entitlements
    self.trust = trust
    self.pageSize = pageSize
    self.hasHardenedRuntime = hasHardenedRuntime
    self.edits = edits
    self.distribution = distribution
    self.isDurable = isDurable
  }

  /// Whether a file or folder is for this request rather than for ``SigningRequest``.
  ///
  /// - Throws: ``BytesError`` when it is not there, ``AppleError`` for an app that cannot be read.
  package static func takes(_ path: String) throws -> Bool {
    if AppSource.form(ofFolder: path) != nil { return true }
    return try ArtifactContents.isForApple(FileSource(path: path), name: path)
  }

  /// With what a bundle is signed.
  package struct Bundle: Codable, Equatable, Sendable {
    package var path: String
    package var identifier: String
    package var profile: String?
    package var entitlements: [String: PropertyList]
  }

  /// What was made, or would be.
  package struct Result: Codable, Equatable, Sendable {
    package var file: String
    package var isMade = false
    /// Nil for a folder, and when nothing was made.
    package var sha256: String?
    /// Bytes; nil for a folder.
    package var size: Int?
    package var application: Application
    package var certificates: [AppleCertificateFact]
    package var bundles: [Bundle]
    package var findings: [ExplainedFinding]
  }

  /// Signs.
  ///
  /// The output appears whole, or not at all.
  ///
  /// - Parameters:
  ///   - isRehearsal: whether only what would be signed with what is to be worked out.
  ///   - ask: asks for a password that was not given; nil when nobody is there.
  /// - Throws: ``Failures`` with every finding of severity error, or the error that kept it from being signed.
  package func perform(
    isRehearsal: Bool = false, invocation: Invocation, workers: Workers, ask: PasswordPrompt? = nil
  ) throws -> Result {
    let opener = SignerOpener(invocation: invocation, ask: ask)
    let opened = try signer.map { try opener.signer($0) }
    let folder = try AppSource(folder: input)
    let source = folder == nil ? try FileSource(path: input) : nil
    let given = try source.map { try ArtifactContents($0, name: input) }
    if case .code(let code) = given {
      return try sign(code, opened, isRehearsal: isRehearsal, invocation: invocation, workers: workers)
    }
    guard output.hasSuffix(".ipa") || output.hasSuffix(".app") || isRehearsal else {
      throw Failure(
        .usage, "\(output) does not say what to make of the app.",
        remedy: "End the output's name in .ipa, or in .app for a folder.")
    }
    let original =
      if case .app(let app) = given {
        app
      } else {
        try AppContents(
          (folder ?? AppSource(package: FileSource(path: input), name: input)).tree, name: input)
      }
    let contents = try edits.applied(to: original)
    let anchors = try trust.flatMap { try AppleSigning.anchors(at: $0) }
    let facts = try edits.applied(
      to: AppleFacts.read(contents, size: source?.count ?? 0, anchors: anchors), of: original)
    let signing = try signing(opened, appID: facts.application.id, anchors: anchors, invocation)
    if let opened { try opened.check(facts.application) }
    let plan = try signing.plan(for: facts)
    var result = Result(
      file: output, application: facts.application,
      certificates: (plan.chain?.certificates ?? []).map(AppleCertificateFact.init),
      bundles: plan.bundles.map {
        Bundle(
          path: $0.path, identifier: $0.identifier, profile: $0.profile?.name,
          entitlements: $0.entitlements.values)
      }, findings: [])
    let findings = (opened?.warnings ?? []) + findings(plan, facts, now: invocation.now)
    result.findings = findings.map(\.explained)
    if isRehearsal { return result }
    try stop(on: result.findings, plan.failures)

    if output.hasSuffix(".app") {
      try writeFolder(contents, plan, folder: folder, workers: workers)
      result.isMade = true
      return result
    }
    let file = try AtomicFile(path: output)
    file.keepPermissions()
    let sha256 = try signing.sign(contents, by: plan, to: file, name: output, workers: workers)
    if let distribution {
      let report = try Verification(distribution: distribution, anchors: anchors, now: invocation.now)
        .report(on: file, name: output, workers: workers)
      try stop(on: report.findings)
      result.findings = (opened?.warnings ?? []).map(\.explained) + report.findings
    }
    result.sha256 = sha256
    try file.commit(durable: isDurable, remakableFrom: input)
    result.size = file.count
    result.isMade = true
    return result
  }

  private func signing(
    _ opened: PlannedSigner?, appID: String?, anchors: [Certificate], _ invocation: Invocation
  ) throws -> AppleSigning {
    let given = try profiles.map { path in
      let source = try FileSource(path: path)
      let bytes = try source.bytes(at: 0, count: min(source.count, ProvisioningProfile.sizeLimit + 1))
      return try ProvisioningProfile(bytes, origin: path)
    }
    var sources: [String: EntitlementsSource] = [:]
    for (bundleID, source) in entitlements {
      guard let id = bundleID ?? appID else { continue }
      sources[id] =
        switch source {
        case "payload": .payload
        case "profile": .profile
        default: try AppleSigning.entitlements(at: source)
        }
    }
    return AppleSigning(
      identity: opened?.identity, profiles: (opened?.profiles ?? []) + given, entitlements: sources,
      anchors: anchors, pageSize: pageSize, hasHardenedRuntime: hasHardenedRuntime,
      issuers: AppleIssuers(invocation), now: invocation.now)
  }

  /// Whoever signs ad hoc and names no destination knows that nobody vouches for it.
  private func findings(_ plan: AppleSigningPlan, _ facts: AppleFacts, now: Date) -> [Finding] {
    guard plan.identity != nil || distribution != nil else { return [] }
    return ApplePolicy.findings(plan: plan, facts: facts, for: distribution, today: now)
  }

  private func writeFolder(
    _ contents: AppContents, _ plan: AppleSigningPlan, folder: AppSource?, workers: Workers
  ) throws {
    let signed = try AppleSigner.sign(contents, by: plan, workers: workers)
    // Another folder's files would change with this one's, were they links to them.
    let original = folder?.form == .app && input == output ? input : nil
    try AppFolder.write(signed, from: contents.app.path, to: output, linkingTo: original)
  }

  private func sign(
    _ code: MachOFile, _ opened: PlannedSigner?, isRehearsal: Bool, invocation: Invocation, workers: Workers
  ) throws -> Result {
    let anchors = try trust.flatMap { try AppleSigning.anchors(at: $0) }
    let signing = try signing(opened, appID: nil, anchors: anchors, invocation)
    let plan = try signing.plan(for: AppleFacts(looseCode: [CodeFacts(code, anchors: anchors)]))
    let certificates = (plan.chain?.certificates ?? []).map(AppleCertificateFact.init)
    let findings = certificates.first.map { certificate in
      // A lone file can be for a Mac, where other certificates are right and others vouch for them.
      distribution.map {
        ApplePolicy.findings(
          certificate: certificate, chainEnd: CodeSignatureFacts.ChainEnd(plan.chain?.end), for: $0,
          today: invocation.now)
      } ?? ApplePolicy.findings(validityOf: certificate, today: invocation.now)
    }
    var result = Result(
      file: output, application: Application(), certificates: certificates, bundles: [],
      findings: ((opened?.warnings ?? []) + (findings ?? [])).map(\.explained))
    if isRehearsal { return result }
    try stop(on: result.findings)
    let signed = try AppleSigner.sign(code, by: plan, workers: workers)
    let file = try AtomicFile(path: output)
    file.keepPermissions()
    try file.copy(from: signed.source, range: 0..<signed.source.count, at: 0)
    result.sha256 = try FileDigests.sha256(of: file)
    result.size = file.count
    try file.commit(durable: isDurable, remakableFrom: input)
    result.isMade = true
    return result
  }

  private func stop(on findings: [ExplainedFinding], _ failures: [Failure] = []) throws {
    let errors = findings.filter { $0.severity == .error }
    guard errors.isEmpty, failures.isEmpty else {
      throw Failures(failures + errors.map { Failure($0, of: nil) })
    }
  }
}
