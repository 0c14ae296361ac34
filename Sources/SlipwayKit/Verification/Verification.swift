import AndroidApps
import AppleApps
package import Bytes
package import Cryptography
package import Releases
package import struct FoundationEssentials.Date

/// How a file is to be verified: with which platform versions, and for where.
package struct Verification: Sendable {
  /// Where the file is going; nil to look only at its signatures.
  package var distribution: Distribution?
  package var onGooglePlay: Bool
  package var expectation: ArtifactExpectation
  /// What the pipeline accepts.
  package var acceptance: Acceptance
  package var minSDK: Int?
  package var maxSDK: Int?
  /// Roots that Apple chains may end at besides Apple's own.
  package var anchors: [Certificate]
  /// What lies beside the app as debug symbols, where that is known.
  var symbols: SymbolsFacts?
  package var now: Date

  package init(
    distribution: Distribution?, onGooglePlay: Bool = false,
    expectation: ArtifactExpectation = ArtifactExpectation(),
    acceptance: Acceptance = Acceptance([:]), minSDK: Int? = nil, maxSDK: Int? = nil,
    anchors: [Certificate] = [], now: Date
  ) {
    self.distribution = distribution
    self.onGooglePlay = onGooglePlay
    self.expectation = expectation
    self.acceptance = acceptance
    self.minSDK = minSDK
    self.maxSDK = maxSDK
    self.anchors = anchors
    self.now = now
  }

  /// The certificates in files of trusted roots.
  ///
  /// - Throws: ``BytesError``, ``CryptographyError``.
  package static func anchors(at paths: [String]) throws -> [Certificate] {
    try paths.flatMap { try AppleSigning.anchors(at: $0) }
  }

  /// Verifies a file.
  ///
  /// That it does not verify is in the report, not an error.
  ///
  /// - Throws: ``BytesError``, ``AndroidError`` or ``AppleError`` when the file cannot be looked at.
  package func report(on path: String, workers: Workers) throws -> VerificationReport {
    if case .app(let contents) = try ArtifactContents(folder: path) {
      let verification = try AppleVerifier.verify(contents, anchors: anchors, workers: workers)
      return try report(
        verification, name: path, format: .ipa, sha256: FileDigests().sha256(ofTree: path))
    }
    return try report(on: FileSource(path: path), name: path, workers: workers)
  }

  /// Verifies bytes that need not have their name yet.
  ///
  /// - Parameter name: what the report calls them.
  func report(on source: any ByteSource, name path: String, workers: Workers) throws -> VerificationReport {
    switch try ArtifactContents(source, name: path) {
    case .android: return try androidReport(on: source, name: path, workers: workers)
    case .app(let contents):
      let (verification, sha256) = try workers.both(
        {
          try AppleVerifier.verify(contents, size: source.count, anchors: anchors, workers: workers)
        }, { try FileDigests.sha256(of: source) })
      return report(verification, name: path, format: .ipa, sha256: sha256)
    case .code(let file):
      let verification = try AppleVerifier.verify(code: file, anchors: anchors, workers: workers)
      return try report(verification, name: path, format: nil, sha256: FileDigests.sha256(of: source))
    }
  }

  private func report(
    _ verification: AppleVerification, name path: String, format: PackageFormat?, sha256: String
  ) -> VerificationReport {
    var findings = verification.findings
    if let distribution {
      var facts = verification.facts
      facts.symbols = symbols
      findings += ApplePolicy.findings(
        facts: facts, for: distribution, expecting: expectation, today: now)
      findings = acceptance.applied(to: findings)
    } else {
      findings += ApplePolicy.findings(facts: verification.facts, expecting: expectation)
    }
    // What the verifier says and the policy says again is said once.
    findings = findings.reduce(into: []) { all, finding in
      if !all.contains(where: { $0.id == finding.id && $0.location == finding.location && $0 == finding }) {
        all.append(finding)
      }
    }
    let isFit = verification.verified && !findings.contains { $0.severity == .error }
    return VerificationReport(
      file: path, format: format, sha256: sha256, application: verification.facts.application,
      verified: verification.verified, distribution: distribution, fit: distribution.map { _ in isFit },
      signatures: VerificationReport.signatures(of: verification.facts), findings: findings.map(\.explained))
  }

  private func androidReport(
    on source: any ByteSource, name path: String, workers: Workers
  ) throws -> VerificationReport {
    let verification = try AndroidVerifier.verify(
      source, name: path, minSDK: minSDK, maxSDK: maxSDK, download: distribution == .store, workers: workers)
    var findings = verification.findings
    if let distribution {
      findings += AndroidPolicy.findings(
        facts: verification.facts, for: distribution, onGooglePlay: onGooglePlay, expecting: expectation,
        today: now)
      findings = acceptance.applied(to: findings)
    } else {
      findings += AndroidPolicy.findings(facts: verification.facts, expecting: expectation)
    }
    let fit = distribution.map { _ in
      verification.verified && !findings.contains { $0.severity == .error }
    }
    return VerificationReport(
      file: path, format: verification.format, sha256: verification.sha256,
      application: verification.facts.application, verified: verification.verified,
      distribution: distribution, fit: fit,
      signatures: verification.signatures.map(VerificationReport.Signature.init),
      findings: findings.map(\.explained))
  }
}

extension VerificationReport {
  /// Whether the file passes: fit for where it is going; when nobody said where, verified and what was expected.
  package var passes: Bool { fit ?? (verified && worst != .error) }

  /// The errors among the findings, as failures of a target.
  func failures(of target: String) -> [Failure] {
    let errors = findings.filter { $0.severity == .error }
    guard !errors.isEmpty else {
      return [Failure(.didNotPass, "\(target): the signatures of \(file) do not verify.")]
    }
    return errors.map { Failure($0, of: target) }
  }
}

extension Failure {
  /// A finding that stops something, with the words of the stores.
  ///
  /// - Parameter target: the target it stops; nil for a single artifact.
  init(_ finding: ExplainedFinding, of target: String?) {
    let place = target.map { "\($0): " } ?? ""
    let stores = [finding.store].compactMap { $0 } + (finding.others ?? []).prefix(1)
    let says = stores.map { " \($0.name) says: “\($0.says)”" }.joined()
    self.init(.didNotPass, "\(place)\(finding.located)\(says)", remedy: finding.remedy)
  }
}
