import Bytes
import Cryptography
import Releases

/// Checks one signer of a JAR: its block against its signature file, and that against the manifest.
struct JarSignerVerifier {
  let scheme: SignatureScheme
  let levels: ClosedRange<Int>
  let found: Set<SignatureScheme>
  let manifest: [UInt8]
  /// The manifest's main section.
  let main: JarSection?
  /// The manifest's other sections by the bytes of the entry's name.
  let sections: [[UInt8]: JarSection]

  private typealias Signer = JarVerdict.Signer

  /// Looks for a signature in the block that holds over the signature file.
  ///
  /// Android before 7.0 looks at the first only.
  func verify(
    block: [UInt8], over signatureFile: [UInt8], _ index: Int, _ verdict: inout JarVerdict
  ) {
    let signer = verdict.signers[index]
    let signedData: SignedData
    do throws(CryptographyError) {
      signedData = try SignedData(der: block)
    } catch {
      return verdict.note(.jarSigParseException, of: signer, ["file": signer.block, "reason": "\(error)"])
    }
    guard !signedData.signers.isEmpty else {
      return verdict.note(.jarSigNoSigners, of: signer, ["file": signer.block])
    }
    // Each signature costs a hash of the whole signature file, and a chain a search for each of its certificates.
    guard signedData.signers.count <= Self.signatureLimit,
      signedData.certificates.count <= Self.certificateLimit
    else {
      let reason =
        "it has \(signedData.signers.count) signatures and \(signedData.certificates.count) certificates, "
        + "more than are looked at"
      return verdict.note(.jarSigParseException, of: signer, ["file": signer.block, "reason": reason])
    }
    let checksContentType = levels.upperBound >= AndroidRelease.nougat
    let verdicts = signedData.verify(detachedContent: signatureFile, checkingContentType: checksContentType)
    var valid: SignerVerdict?
    for candidate in levels.lowerBound < AndroidRelease.nougat ? verdicts.prefix(1) : verdicts[...] {
      if let (issue, parameters) = flaw(in: candidate, signer, checksContentType: checksContentType) {
        return verdict.note(issue, of: signer, parameters)
      }
      if candidate.isValid, valid == nil { valid = candidate }
    }
    guard let valid else { return verdict.note(.jarSigDidNotVerify, of: signer, ["file": signer.block]) }
    verdict.signers[index].certificates = signedData.chain(of: valid.signer)
    verdict.signers[index].algorithms = [valid.algorithm?.javaName].compactMap(\.self)
  }

  /// Honest blocks have one signature and one chain.
  private static let signatureLimit = 10
  private static let certificateLimit = 100

  /// What ends the check of a block, whatever other signatures it has.
  private func flaw(
    in candidate: SignerVerdict, _ signer: JarVerdict.Signer, checksContentType: Bool
  ) -> (SignatureIssue, [String: String])? {
    func cannotBeChecked(_ reason: String) -> (SignatureIssue, [String: String]) {
      (.jarSigVerifyException, ["file": signer.block, "reason": reason])
    }
    let digest = candidate.signer.digestAlgorithm.objectIdentifier
    let signature = candidate.signer.signatureAlgorithm.objectIdentifier
    let rejecting = JarSignatureAlgorithm.rejectingLevels(digest: digest, signature: signature, among: levels)
    if !rejecting.isEmpty {
      let name = candidate.algorithm?.javaName ?? "\(digest) with \(signature)"
      return (.jarSigUnsupportedSigAlg, ["file": signer.block, "algorithm": name])
    }
    guard let certificate = candidate.certificate else {
      return cannotBeChecked("the signer's certificate is not in it")
    }
    if let reason = certificate.signingFlaw { return cannotBeChecked(reason) }
    if let attributes = candidate.signer.signedAttributes {
      guard levels.lowerBound >= AndroidRelease.kitKat else {
        return cannotBeChecked("it has signed attributes, which Android before 4.4 does not check")
      }
      guard Set(attributes.map(\.objectIdentifier)).count == attributes.count else {
        return (.jarSigParseException, ["file": signer.block, "reason": "a signed attribute is there twice"])
      }
      let wanted = (checksContentType ? [Self.contentType] : []) + [Self.messageDigest]
      for identifier in wanted {
        switch attributes.first(where: { $0.objectIdentifier == identifier })?.values.count ?? 0 {
        case 0: return cannotBeChecked("the signed attribute \(identifier) is missing")
        case 1: break
        default:
          return (
            .jarSigParseException,
            ["file": signer.block, "reason": "the signed attribute \(identifier) has several values"]
          )
        }
      }
    }
    switch candidate.problem {
    case .unusableKey, .unsupportedDigest, .unsupportedSignature:
      return cannotBeChecked("its key is not one for its signature algorithm")
    case .signatureInvalid:
      return SignatureEncoding.flaw(in: candidate.signer.signature, by: certificate.keyAlgorithm)
        .map(cannotBeChecked)
    default: return nil
    }
  }

  private static let contentType = "1.2.840.113549.1.9.3"
  private static let messageDigest = "1.2.840.113549.1.9.4"

  /// Checks the digests that a signature file has of the manifest.
  func verify(signatureFile bytes: [UInt8], _ index: Int, _ verdict: inout JarVerdict) {
    let signer = verdict.signers[index]
    let file = signer.signatureFile
    var reader = JarSectionReader(bytes)
    if bytes.contains(0) { verdict.note(.jarSigNulInFile, of: signer, ["file": file]) }
    guard let head = reader.next(), head["Signature-Version"] != nil else {
      verdict.signers[index].isIgnored = true
      return verdict.note(.jarSigMissingVersionAttrInSigFile, of: signer, ["file": file])
    }
    if let field = head.repeatedAttribute {
      verdict.note(.jarSigRepeatedAttribute, of: signer, ["file": file, "field": field])
    }
    if scheme == .v1, levels.upperBound >= AndroidRelease.nougat { checkSchemes(head, signer, &verdict) }
    guard !verdict.hasErrors else { return }

    // An old tool of Symantec's had names and ranges of its own.
    let isBySigntool = head["Created-By"]?.contains("signtool") == true
    let isWhole = checkManifest(head, suffix: isBySigntool ? "-Digest" : "-Digest-Manifest", signer, &verdict)
    if !isBySigntool { checkMain(head, signer, &verdict) }
    guard !verdict.hasErrors else { return }

    for (number, section) in reader.rest().enumerated() {
      guard let name = section.entryName else {
        return verdict.note(
          .jarSigUnnamedSigFileSection, of: signer, ["file": file, "section": "\(number + 1)"])
      }
      guard verdict.signers[index].entries.insert(Array(name.utf8)).inserted else {
        return verdict.note(.jarSigDuplicateSigFileSection, of: signer, ["file": file, "entry": name])
      }
      if !section.isNamedFirst {
        verdict.note(.jarSigNameNotFirst, of: signer, ["file": file, "section": "\(number + 1)"])
      }
      if let field = section.repeatedAttribute {
        verdict.note(.jarSigRepeatedAttribute, of: signer, ["file": file, "field": field])
      }
      guard !isWhole else { continue }
      check(section, name, signer, isBySigntool: isBySigntool, &verdict)
    }
  }

  /// Whether every scheme that the signature file names, and the asked API levels know, has been found.
  private func checkSchemes(_ head: JarSection, _ signer: JarVerdict.Signer, _ verdict: inout JarVerdict) {
    let file = signer.signatureFile
    guard let named = head[JarSignatureFile.schemesAttribute] else {
      if !found.isEmpty { verdict.note(.jarSigNoApkSigStripProtection, of: signer, ["file": file]) }
      return
    }
    let known: [SignatureScheme] = levels.upperBound >= AndroidRelease.pie ? [.v2, .v3] : [.v2]
    for text in named.utf8.split(separator: UInt8(ascii: ",")) {
      let digits = text.drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
      guard let number = Int(String(decoding: digits, as: UTF8.self)) else { continue }
      guard let scheme = known.first(where: { $0.number == number }) else {
        verdict.note(.jarSigUnknownApkSigSchemeId, of: signer, ["file": file, "scheme": "\(number)"])
        continue
      }
      if !found.contains(scheme) {
        verdict.note(.jarSigMissingApkSigReferenced, of: signer, ["file": file, "scheme": scheme.rawValue])
      }
    }
  }

  /// Whether the manifest as a whole is what was signed.
  ///
  /// If not, its sections may still be.
  private func checkManifest(
    _ head: JarSection, suffix: String, _ signer: JarVerdict.Signer, _ verdict: inout JarVerdict
  ) -> Bool {
    let digests = head.digests(suffix, levels: levels)
    if digests.isEmpty {
      verdict.note(.jarSigNoManifestDigestInSigFile, of: signer, ["file": signer.signatureFile])
      return false
    }
    return digests.allSatisfy { $0.value == Digest.hash($0.algorithm, manifest) }
  }

  private func checkMain(_ head: JarSection, _ signer: JarVerdict.Signer, _ verdict: inout JarVerdict) {
    for digest in head.digests("-Digest-Manifest-Main-Attributes", levels: levels) {
      let actual = Digest.hash(digest.algorithm, manifest[main?.range ?? 0..<0])
      guard actual != digest.value else { continue }
      verdict.note(
        .jarSigManifestMainSectionDigestDidNotVerify, of: signer,
        parameters(digest, actual, file: signer.signatureFile))
    }
  }

  private func check(
    _ section: JarSection, _ name: String, _ signer: JarVerdict.Signer, isBySigntool: Bool,
    _ verdict: inout JarVerdict
  ) {
    let file = signer.signatureFile
    let digests = section.digests("-Digest", levels: levels)
    guard let range = sections[Array(name.utf8)]?.range, !digests.isEmpty else {
      return verdict.note(.jarSigNoZipEntryDigestInSigFile, of: signer, ["file": file, "entry": name])
    }
    var bytes = manifest[range]
    if isBySigntool, bytes.suffix(2).elementsEqual([0x0a, 0x0a]) { bytes = bytes.dropLast() }
    for digest in digests {
      let actual = Digest.hash(digest.algorithm, bytes)
      guard actual != digest.value else { continue }
      verdict.note(
        .jarSigManifestSectionDigestDidNotVerify, of: signer,
        parameters(digest, actual, file: file).merging(["entry": name]) { $1 })
    }
  }

  private func parameters(_ digest: JarDigest, _ actual: [UInt8], file: String) -> [String: String] {
    [
      "file": file, "algorithm": JarDigest.name(of: digest.algorithm), "expected": digest.value.hex,
      "actual": actual.hex,
    ]
  }
}
