import Releases

extension ApplePolicy {
  /// Apple's devices since iOS 14 refuse older ones.
  private static let leastVersion: UInt32 = 0x20400

  /// Who signed: nobody, somebody unfit, somebody unexpected; and whether devices know the form of the signatures.
  ///
  /// Of code in the app that is not signed the verifier tells; of the app both do, in the same words.
  var signatureFindings: [Finding] {
    let unsigned = unsignedPlaces
    guard unsigned.isEmpty else {
      return unsigned.compactMap { finding("apple-unsigned", at: $0) }
    }
    return adHocFindings + signerFindings + profileSignerFindings + teamFindings + formFindings
      + unexpectedCertificates
  }

  /// The app, or its architectures where it has several.
  var unsignedPlaces: [String] {
    guard let code = facts.mainCode else { return [facts.app?.path ?? "the package"] }
    let path = facts.app?.path ?? code.path
    guard !code.architectures.isEmpty else { return [path] }
    return code.architectures.filter { $0.signature == nil && $0.signatureProblem == nil }.map {
      code.architectures.count == 1 ? path : "\(path) (\($0.name))"
    }
  }

  /// One finding for all code: one tool signed it, as a rule.
  private var adHocFindings: [Finding] {
    let paths = facts.code.filter { $0.signatures.contains(where: \.isAdHoc) }.map(\.path)
    guard let first = paths.first else { return [] }
    let place = paths.count == 1 ? first : facts.app?.path ?? first
    return [finding("apple-ad-hoc-signature", at: place, ["codes": Words.list(paths)])].compactMap(\.self)
  }

  /// Each signing certificate once, at the first code that it signed.
  private var signerFindings: [Finding] {
    let policy = AppleCertificatePolicy(
      distribution: distribution, platform: facts.app?.platform, today: today)
    var seen: Set<String> = []
    return facts.code.flatMap { code in
      code.signatures.flatMap { signature -> [Finding] in
        guard let leaf = signature.certificates.first, seen.insert(leaf.sha256).inserted else { return [] }
        return policy.findings(leaf, at: code.path)
      }
    }
  }

  /// Code whose signer is not in the profile of the bundle that it is or is part of: one finding for each certificate and
  /// profile, however much code it signed.
  private var profileSignerFindings: [Finding] {
    struct Pair: Hashable {
      let certificate: String
      let profile: String
    }
    let profiles = Dictionary(
      facts.bundles.compactMap { bundle in bundle.profile.map { (bundle.path, $0) } },
      uniquingKeysWith: { first, _ in first })
    var seen: Set<Pair> = []
    return facts.code.flatMap { code -> [Finding] in
      guard let profile = Self.nearest(to: code.path, in: profiles) else { return [] }
      return code.signatures.compactMap(\.certificates.first).compactMap { leaf in
        guard seen.insert(Pair(certificate: leaf.sha256, profile: profile.uuid)).inserted else { return nil }
        return profilePolicy.certificateFinding(profile, leaf, of: code.path, at: code.path)
      }
    }
  }

  /// All code of an app must be of one team, or the system does not load it.
  private var teamFindings: [Finding] {
    let teams = facts.code.flatMap { code in
      code.signatures.filter { !$0.isAdHoc }.flatMap { signature in
        [signature.team, signature.certificates.first?.team].compactMap { team in
          team.map { (path: code.path, team: $0) }
        }
      }
    }
    guard let expected = facts.mainCode?.signatures.lazy.compactMap({ $0.certificates.first?.team }).first
    else { return [] }
    var seen: Set<String> = [expected]
    return teams.compactMap { path, team in
      guard seen.insert(team).inserted else { return nil }
      return finding("apple-team-mismatch", at: path, ["what": path, "found": team, "expected": expected])
    }
  }

  private var formFindings: [Finding] {
    let forms = facts.code.flatMap { code -> [Finding?] in
      let isWithoutDER = code.signatures.contains { !$0.entitlements.isEmpty && !$0.hasDEREntitlements }
      let disagrees = code.signatures.contains { !$0.entitlementsAgree }
      let path = ["path": code.path]
      return [
        isWithoutDER ? finding("apple-no-der-entitlements", at: code.path, path) : nil,
        disagrees ? finding("apple-entitlements-disagree", at: code.path, path) : nil,
      ]
    }
    return ([outdatedFinding] + forms).compactMap(\.self) + identifierFindings
  }

  /// One finding for all code: one tool signed it, as a rule.
  private var outdatedFinding: Finding? {
    let outdated = facts.code.compactMap { code in
      code.signatures.map(\.version).filter { $0 < Self.leastVersion }.min().map { (code.path, $0) }
    }
    return outdated.first.flatMap { path, version in
      finding(
        "apple-code-directory-outdated", at: path,
        ["path": path, "version": "0x" + String(version, radix: 16), "count": String(outdated.count)])
    }
  }

  private var identifierFindings: [Finding] {
    facts.bundles.compactMap { bundle in
      guard let identifier = bundle.identifier,
        let other = bundle.code?.signatures.first(where: { $0.identifier != identifier })
      else { return nil }
      return finding(
        "apple-code-identifier", at: bundle.path,
        ["path": bundle.path, "found": other.identifier, "expected": identifier])
    }
  }

  /// The app's signers, when none of them is the expected one.
  var unexpectedCertificates: [Finding] {
    guard let expected = expectation.certificate?.lowercased().filter({ $0 != ":" }) else { return [] }
    let leaves = facts.mainCode?.signatures.compactMap(\.certificates.first) ?? []
    guard let first = leaves.first(where: { $0.sha256 != expected && $0.sha1 != expected }) else {
      return []
    }
    let unexpected = finding(
      "apple-unexpected-certificate", at: facts.mainCode?.path,
      [
        "expected": (expected.count == 40 ? "SHA-1 " : "SHA-256 ") + expected,
        "found": "\(first.name) (SHA-256 \(first.sha256), SHA-1 \(first.sha1))",
      ])
    return [unexpected].compactMap(\.self)
  }

  /// What belongs to the innermost of the folders that a path lies in.
  static func nearest<Value>(to path: String, in folders: [String: Value]) -> Value? {
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      if let value = folders[String(rest)] { return value }
    }
    return nil
  }
}

extension AppleFacts {
  /// The code that the others are measured by: the app's, or that of a lone file.
  fileprivate var mainCode: CodeFacts? { bundles.isEmpty ? looseCode.first : app?.code }
}

extension CodeFacts {
  /// Those of all architectures that have one.
  var signatures: [CodeSignatureFacts] { architectures.compactMap(\.signature) }
}
