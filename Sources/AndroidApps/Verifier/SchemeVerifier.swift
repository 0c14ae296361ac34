import Bytes
import Cryptography
import Releases

/// Checks the signers in a block of v2 or v3: signatures, keys, certificates and what they say of one another.
///
/// In apksig's order: a signature that does not hold is the last that is looked at of its signer.
struct SchemeVerifier {
  let scheme: SignatureScheme
  /// The API levels that are asked about, from the first that knows the scheme.
  let levels: ClosedRange<Int>
  /// The schemes whose signatures have been found.
  let found: Set<SignatureScheme>

  private var issues: SchemeIssues { scheme == .v2 ? .v2 : .v3 }

  func verify(_ block: SigningBlock.Pair) -> SchemeVerdict {
    var verdict = SchemeVerdict(scheme: scheme)
    var reader = ByteReader(block.value, at: block.offset)
    guard var list = try? reader.lengthPrefixed() else {
      verdict.findings.append(issues.malformedSigners.finding())
      return verdict
    }
    if list.isAtEnd { verdict.findings.append(issues.noSigners.finding()) }
    while !list.isAtEnd {
      // The rest costs a signature each and is refused whatever it says.
      if scheme == .v2, verdict.signers.count > SigningPlan.signerLimit { break }
      let number = verdict.signers.count + 1
      verdict.signers.append(SchemeVerdict.Signer(number: number))
      guard let bytes = try? list.lengthPrefixed() else {
        verdict.findings.append(issues.malformedSigner.finding(at: verdict.location(of: number)))
        return verdict
      }
      do throws(SchemeSigner.Flaw) {
        try verify(SchemeSigner(bytes, scheme: scheme), number, &verdict)
      } catch {
        verdict.findings.append(finding(for: error, at: verdict.location(of: number)))
      }
    }
    if scheme == .v2, verdict.signers.count > SigningPlan.signerLimit {
      verdict.findings.append(
        SignatureIssue.v2SigMaxSignaturesExceeded.finding(
          ["limit": "\(SigningPlan.signerLimit)"]))
    }
    if scheme == .v3, !verdict.hasErrors { checkLevels(&verdict) }
    return verdict
  }

  private func verify(
    _ signer: SchemeSigner, _ number: Int, _ verdict: inout SchemeVerdict
  ) throws(SchemeSigner.Flaw) {
    let location = verdict.location(of: number)
    var result = SchemeVerdict.Signer(number: number)
    var findings: [Finding] = []
    defer {
      verdict.signers[number - 1] = result
      verdict.findings += findings
    }
    func note(_ issue: SignatureIssue, _ parameters: [String: String] = [:]) {
      findings.append(issue.finding(at: location, parameters))
    }

    if let levels = signer.levels {
      result.levels = levels
      if levels.min > levels.max || levels.max > UInt32(Int32.max) {
        note(.v3SigInvalidSdkVersions, ["minSdk": "\(levels.min)", "maxSdk": "\(levels.max)"])
      }
    }
    guard !signer.signatures.isEmpty else { return note(issues.noSignatures) }
    var supported: [(algorithm: BlockSignatureAlgorithm, bytes: [UInt8])] = []
    for value in signer.signatures {
      guard let algorithm = BlockSignatureAlgorithm(rawValue: value.algorithm) else {
        note(issues.unknownSigAlgorithm, ["algorithm": hexadecimal(value.algorithm)])
        continue
      }
      supported.append((algorithm, value.bytes))
    }
    result.algorithms = supported.map(\.algorithm.name)
    guard let chosen = strongest(of: supported, signer.levels) else {
      return note(issues.noSupportedSignatures)
    }
    for signature in chosen {
      let parameters = ["algorithm": signature.algorithm.name]
      guard let key = try? PublicKey(publicKeyInfo: signer.publicKeyInfo),
        SignatureAlgorithm(key.algorithm, .sha256)?.isOfSameKind(as: signature.algorithm.signature) == true
      else { return note(issues.malformedPublicKey) }
      if let reason = SignatureEncoding.flaw(in: signature.bytes, by: key.algorithm) {
        return note(issues.verifyException, parameters.merging(["reason": reason]) { $1 })
      }
      guard key.verifies(signature.bytes, over: signer.signedData, with: signature.algorithm.signature) else {
        guard let hash = key.hash(signedIn: signature.bytes), hash != signature.algorithm.signature.hash,
          case .rsaPKCS1 = signature.algorithm.signature
        else { return note(issues.didNotVerify, parameters) }
        let reason = "the key signed a \(JarDigest.name(of: hash)) digest"
        return note(issues.verifyException, parameters.merging(["reason": reason]) { $1 })
      }
    }

    let signed = try signer.readSignedData()
    for (index, der) in signed.certificates.enumerated() {
      guard let certificate = try? Certificate(der: der) else {
        return note(issues.malformedCertificate, ["certificate": "\(index + 1)"])
      }
      result.certificates.append(certificate)
    }
    guard let leaf = result.certificates.first else { return note(issues.noCertificates) }
    guard leaf.hasKey(signer.publicKeyInfo) else { return note(issues.publicKeyMismatch) }
    guard signer.signatures.map(\.algorithm) == signed.digests.map(\.algorithm) else {
      return note(issues.sigAlgMismatch)
    }
    if let levels = signer.levels, let signedLevels = signed.levels {
      if levels.min != signedLevels.min { note(.v3MinSdkVersionMismatch) }
      if levels.max != signedLevels.max { note(.v3MaxSdkVersionMismatch) }
    }
    let looked = Set(chosen.map(\.algorithm.contentDigest))
    for digest in signed.digests {
      guard let algorithm = BlockSignatureAlgorithm(rawValue: digest.algorithm)?.contentDigest,
        looked.contains(algorithm)
      else { continue }
      if let other = result.contentDigests[algorithm], other != digest.bytes {
        note(issues.apkDigestDidNotVerify, digestParameters(algorithm, other, digest.bytes))
      }
      result.contentDigests[algorithm] = digest.bytes
    }
    if scheme == .v3, let attribute = signed.attributes.first(where: { $0.id == Self.lineage }) {
      do throws(SigningLineage.Flaw) {
        let lineage = try SigningLineage(attribute.bytes)
        result.lineage = lineage
        if lineage.certificates.last != leaf { note(.v3SigPorCertMismatch) }
      } catch {
        note(error == .signature ? .v3SigPorDidNotVerify : .v3SigMalformedLineage)
      }
    }
    for attribute in signed.attributes { check(attribute, note) }
  }

  private func check(
    _ attribute: SchemeSigner.Attribute, _ note: (SignatureIssue, [String: String]) -> Void
  ) {
    var reader = ByteReader(attribute.bytes)
    switch (scheme, attribute.id) {
    case (.v2, SchemeBlockWriter.strippingProtection):
      guard let id = try? reader.u32() else { return note(issues.malformedAdditionalAttribute, [:]) }
      let named = SignatureScheme.allCases.first { $0.number == Int(id) }
      guard named == .v2 || named == .v3 else {
        return note(.v2SigUnknownApkSigSchemeId, ["scheme": "\(id)"])
      }
      if let named, named == .v2 || levels.upperBound >= AndroidRelease.pie, !found.contains(named) {
        note(.v2SigMissingApkSigReferenced, ["scheme": named.rawValue])
      }
    case (.v3, Self.rotationMinSDK):
      // The signer says that newer devices find another signature in v3.1.
      if levels.upperBound >= AndroidRelease.thirteen, !hasV31 { note(.v31BlockMissing, [:]) }
    case (.v3, Self.lineage):
      break
    default:
      note(issues.unknownAdditionalAttribute, ["attribute": hexadecimal(attribute.id)])
    }
  }

  /// Whether there is a block of v3.1.
  var hasV31 = false
  private static let rotationMinSDK: UInt32 = 0x559f_8b02
  private static let lineage: UInt32 = 0x3ba0_6f8c

  /// The signatures that some of the asked API levels looks at: the strongest of those it knows.
  ///
  /// Nil when the oldest level knows none.
  private func strongest(
    of supported: [(algorithm: BlockSignatureAlgorithm, bytes: [UInt8])], _ signerLevels: SchemeSigner.Levels?
  ) -> [(algorithm: BlockSignatureAlgorithm, bytes: [UInt8])]? {
    let oldest = signerLevels.map { Int($0.min) } ?? levels.lowerBound
    let newest = signerLevels.map { Int($0.max) } ?? levels.upperBound
    let usable = supported.filter { $0.algorithm.firstLevel <= newest }
    guard let first = usable.map(\.algorithm.firstLevel).min(), first <= oldest else { return nil }
    return Dictionary(grouping: usable, by: \.algorithm.firstLevel).sorted { $0.key < $1.key }.compactMap {
      group in
      group.value.enumerated().max { left, right in
        (left.element.algorithm.contentDigest, -left.offset) < (
          right.element.algorithm.contentDigest, -right.offset
        )
      }?.element
    }
  }

  /// Whether the signers' API levels join without a gap and cover all that is asked about.
  private func checkLevels(_ verdict: inout SchemeVerdict) {
    let ranges = verdict.signers.compactMap(\.levels).sorted { $0.max < $1.max }
    guard let first = ranges.first, let last = ranges.last else { return }
    for (range, next) in zip(ranges, ranges.dropFirst()) where next.min != range.max + 1 {
      verdict.findings.append(SignatureIssue.v3InconsistentSdkVersions.finding())
      return
    }
    // What v3.1 is for need not be covered here.
    let newest = hasV31 ? AndroidRelease.thirteen - 1 : levels.upperBound
    if Int(first.min) > levels.lowerBound || Int(last.max) < min(newest, Int(Int32.max)) {
      verdict.findings.append(
        SignatureIssue.v3MissingSdkVersions.finding(["minSdk": "\(first.min)", "maxSdk": "\(last.max)"]))
    }
  }

  private func digestParameters(
    _ algorithm: ContentDigestAlgorithm, _ expected: [UInt8], _ actual: [UInt8]
  ) -> [String: String] {
    ["algorithm": algorithm.description, "expected": expected.hex, "actual": actual.hex]
  }

  private func finding(for flaw: SchemeSigner.Flaw, at location: String) -> Finding {
    switch flaw {
    case .signer: issues.malformedSigner.finding(at: location)
    case .signature: issues.malformedSignature.finding(at: location)
    case .digest: issues.malformedDigest.finding(at: location)
    case .attribute: issues.malformedAdditionalAttribute.finding(at: location)
    }
  }

  private func hexadecimal(_ id: UInt32) -> String {
    "0x" + withUnsafeBytes(of: id.bigEndian) { $0.hex }
  }
}

extension Certificate {
  /// Whether this SubjectPublicKeyInfo is the certificate's, in its own or in the usual encoding.
  fileprivate func hasKey(_ publicKeyInfo: [UInt8]) -> Bool {
    self.publicKeyInfo == publicKeyInfo
      || (try? PublicKey(publicKeyInfo: self.publicKeyInfo))?.publicKeyInfo == publicKeyInfo
  }
}

extension SignatureAlgorithm {
  /// Whether both need the same kind of key.
  fileprivate func isOfSameKind(as other: SignatureAlgorithm) -> Bool {
    switch (self, other) {
    case (.rsaPKCS1, .rsaPKCS1), (.rsaPKCS1, .rsaPSS), (.ecdsa, .ecdsa), (.dsa, .dsa): true
    default: false
    }
  }
}
