import Archives
import Bytes
import Cryptography
import Releases

/// One verification under way: what has been found so far.
struct PackageCheck {
  let directory: ZipDirectory
  let facts: AndroidFacts
  let reader: PackageReader
  let workers: Workers

  private var findings: [Finding] = []
  private var schemes: [SchemeVerdict] = []
  private var jar: JarVerdict?
  private var container: ContainerCheck?
  private var sha256: [UInt8]?

  init(directory: ZipDirectory, facts: AndroidFacts, reader: PackageReader, workers: Workers) {
    self.directory = directory
    self.facts = facts
    self.reader = reader
    self.workers = workers
  }

  private var hasErrors: Bool { findings.contains { $0.severity == .error } }
  private var found: Set<SignatureScheme> { Set(schemes.map(\.scheme)) }

  /// Notes what there is to say of the package as a container.
  mutating func container(_ check: ContainerCheck) {
    findings += check.findings
    container = check
  }

  /// Checks a bundle, which has a JAR signature.
  mutating func bundle() throws(AndroidError) {
    let verifier = jarVerifier(.jar, AndroidRelease.nougat...Int(Int32.max))
    let (_, verdict) = try digest([], beside: container?.isReadable != false ? verifier : nil)
    jar = verdict
    findings += verdict?.findings ?? []
  }

  /// Checks an APK on a range of API levels.
  mutating func apk(_ block: SigningBlock?, levels: ClosedRange<Int>) throws(AndroidError) {
    try checkBlock(block, levels)
    let algorithms = schemes.reduce(into: Set()) { $0.formUnion($1.contentDigestAlgorithms) }
    let needsJar =
      !schemes.contains(where: \.hasErrors) && container?.isReadable != false
      && (levels.lowerBound < AndroidRelease.nougat || found.isEmpty)
    let (content, verdict) = try digest(algorithms, beside: needsJar ? jarVerifier(.v1, levels) : nil)
    compare(with: content)
    // What a newer scheme refuses is not looked at for an older one.
    if !schemes.contains(where: \.hasErrors) {
      if levels.upperBound >= AndroidRelease.oreo, facts.manifest.targetSandboxVersion > 1, found.isEmpty {
        findings.append(
          SignatureIssue.noSigForTargetSandboxVersion.finding(
            ["targetSandboxVersion": "\(facts.manifest.targetSandboxVersion)"]))
      }
      if found.isEmpty, !hasErrors { try noteUnsignedBytes() }
      jar = verdict
      findings += verdict?.findings ?? []
    }
    guard !hasErrors else { return }
    compareSigners()
    let target = facts.manifest.targetSDK
    if target >= AndroidRelease.eleven, levels.upperBound >= target, found.isEmpty {
      findings.append(SignatureIssue.minSigSchemeForTargetSdkNotMet.finding(["targetSdk": "\(target)"]))
    }
  }

  /// What can be changed in a package that has no other signature than v1.
  private mutating func noteUnsignedBytes() throws(AndroidError) {
    guard let count = try container?.unsignedBytes(), count > 0 else { return }
    findings.append(SignatureIssue.unsignedBytes.finding(["count": "\(count)"]))
  }

  /// The signers of v3 and v2.
  private mutating func checkBlock(_ block: SigningBlock?, _ levels: ClosedRange<Int>) throws(AndroidError) {
    let hasV31 = block?.value(of: SigningBlock.ID.v31) != nil
    if levels.upperBound >= AndroidRelease.pie, let pair = block?.value(of: SigningBlock.ID.v3) {
      let asked = max(levels.lowerBound, AndroidRelease.pie)...levels.upperBound
      schemes.append(SchemeVerifier(scheme: .v3, levels: asked, found: [], hasV31: hasV31).verify(pair))
    }
    let isV3Sound = !schemes.contains(where: \.hasErrors)
    if isV3Sound, levels.upperBound >= AndroidRelease.nougat,
      levels.lowerBound < AndroidRelease.pie || schemes.isEmpty,
      let pair = block?.value(of: SigningBlock.ID.v2)
    {
      let asked = max(levels.lowerBound, AndroidRelease.nougat)...levels.upperBound
      schemes.append(SchemeVerifier(scheme: .v2, levels: asked, found: found.union([.v2])).verify(pair))
    }
    try refuseV31(block, levels)
  }

  private func jarVerifier(_ scheme: SignatureScheme, _ levels: ClosedRange<Int>) -> JarSignatureVerifier {
    JarSignatureVerifier(
      directory: directory, scheme: scheme, levels: levels, found: found, workers: workers,
      stored: StoredContents(of: directory))
  }

  /// The one pass over the file, and beside it what is to be said of a JAR signature, which goes by the entries.
  private mutating func digest(
    _ algorithms: Set<ContentDigestAlgorithm>, beside verifier: JarSignatureVerifier?
  ) throws(AndroidError) -> (content: [ContentDigestAlgorithm: [UInt8]], jar: JarVerdict?) {
    let reader = reader
    let (digests, check) = try workers.both(
      { () throws(AndroidError) in try reader.digest(algorithms, passing: verifier?.stored.entries) },
      { () throws(AndroidError) in try verifier?.verify() })
    sha256 = digests.sha256
    return (digests.content, check.flatMap { verifier?.finish($0) })
  }

  /// Notes every signer whose digest is not the content's, and what else was found of the signers.
  private mutating func compare(with content: [ContentDigestAlgorithm: [UInt8]]) {
    for index in schemes.indices {
      let issue: SignatureIssue =
        schemes[index].scheme == .v2 ? .v2SigApkDigestDidNotVerify : .v3SigApkDigestDidNotVerify
      schemes[index].compare(with: content, issue)
      findings += schemes[index].findings
    }
  }

  /// v3.1 is not verified yet, and what is not verified is never called so.
  private func refuseV31(_ block: SigningBlock?, _ levels: ClosedRange<Int>) throws(AndroidError) {
    guard levels.upperBound >= AndroidRelease.thirteen, block?.value(of: SigningBlock.ID.v31) != nil,
      !schemes.contains(where: \.hasErrors)
    else { return }
    throw .unsupported(.signingBlock, feature: "APK Signature Scheme v3.1", file: directory.name)
  }

  /// Whether the schemes were signed by the same keys.
  private mutating func compareSigners() {
    let v1 = jar?.signers.filter { !$0.isIgnored }.compactMap(\.certificates.first) ?? []
    let v2 = certificates(of: .v2)
    let v3 = certificates(of: .v3)
    if !v1.isEmpty, !v2.isEmpty {
      if v1.contains(where: { !v2.contains($0) }) { findings.append(SignatureIssue.v2SigMissing.finding()) }
      if v2.contains(where: { !v1.contains($0) }) { findings.append(SignatureIssue.jarSigMissing.finding()) }
    }
    let past = v1.isEmpty ? v2 : v1
    guard let oldest = past.first, let newest = v3.first else { return }
    if past.count > 1 { findings.append(SignatureIssue.v3SigMultiplePastSigners.finding()) }
    let lineage = schemes.flatMap(\.signers).compactMap(\.lineage).max {
      $0.certificates.count < $1.certificates.count
    }
    if v3.count > 1, lineage == nil { findings.append(SignatureIssue.v3SigMultipleSigners.finding()) }
    if oldest != lineage?.certificates.first ?? newest {
      findings.append(SignatureIssue.v3SigPastSignersMismatch.finding())
    }
  }

  private func certificates(of scheme: SignatureScheme) -> [Certificate] {
    schemes.first { $0.scheme == scheme }?.signers.compactMap(\.certificates.first) ?? []
  }

  /// The result.
  ///
  /// Reads the file for its digest where no check had to.
  func result(levels: ClosedRange<Int>?) throws(AndroidError) -> AndroidVerification {
    let digest = if let sha256 { sha256 } else { try reader.digest([]).sha256 }
    var signatures = schemes.flatMap { verdict in
      verdict.signers.map { signer in
        SignatureFact(
          scheme: verdict.scheme, signer: signer.number, certificates: Self.facts(signer.certificates),
          algorithms: signer.algorithms)
      }
    }
    for signer in jar?.signers ?? [] where !signer.isIgnored {
      signatures.append(
        SignatureFact(
          scheme: jar?.scheme ?? .v1, signer: signer.number, certificates: Self.facts(signer.certificates),
          algorithms: signer.algorithms))
    }
    signatures.sort { ($0.scheme, $0.signer) < ($1.scheme, $1.signer) }
    var facts = facts
    facts.signatures = signatures
    return AndroidVerification(
      format: facts.format, sha256: digest.hex, verified: !hasErrors, signatures: signatures,
      findings: findings, facts: facts, levels: levels)
  }

  private static func facts(_ chain: [Certificate]) -> [CertificateFact] {
    chain.map { CertificateFact($0, purpose: $0.purpose(on: .android) ?? .distribution) }
  }
}
