import Archives
package import Bytes
package import Cryptography
package import Releases

/// What came of verifying an app for Apple's platforms.
package struct AppleVerification: Sendable {
  package let facts: AppleFacts
  /// Whether every signature and every seal holds: whether no finding is an error.
  package let verified: Bool
  package let findings: [Finding]
}

/// Checks whether an app, or a single Mach-O file, is what was signed.
package enum AppleVerifier {
  /// Checks all code, and every bundle's seal.
  ///
  /// Whether the signer may sign for where the app is going is ``ApplePolicy``'s to say.
  ///
  /// - Parameters:
  ///   - size: the length of the package in bytes; 0 for a folder.
  ///   - anchors: roots that are trusted beside Apple's.
  /// - Throws: ``AppleError`` when a file cannot be read, in a package one beside the app too, or code is none; a malformed signature or seal is a finding.
  package static func verify(
    _ contents: AppContents, size: Int = 0, anchors: [Certificate] = [], workers: Workers
  ) throws(AppleError) -> AppleVerification {
    try contents.checkBeside(workers: workers)
    let facts = try AppleFacts.read(contents, size: size, anchors: anchors)
    var findings: [Finding] = []
    for bundle in contents.bundles.reversed() {
      findings += try check(bundle, in: contents, workers)
    }
    for path in contents.looseCode {
      let file = try MachOFile(reading: contents.tree.source(of: path), name: path)
      guard file.slices.contains(where: \.fileType.isSigned) else { continue }
      findings += try check(
        file, at: path, infoPlist: nil, codeResources: nil, isBundle: false, isApp: false, workers)
    }
    // An app that nobody signed is one cause.
    if findings.contains(where: { $0.id == "apple-unsigned" }),
      facts.code.allSatisfy({ $0.architectures.allSatisfy { $0.signature == nil } })
    {
      findings.removeAll { $0.id == "apple-nested-code-unsigned" }
    }
    return AppleVerification(
      facts: facts, verified: !findings.contains { $0.severity == .error }, findings: findings)
  }

  /// Checks one Mach-O file that is in no bundle.
  ///
  /// - Throws: ``AppleError`` when it cannot be read.
  package static func verify(
    code file: MachOFile, anchors: [Certificate] = [], workers: Workers
  ) throws(AppleError) -> AppleVerification {
    let facts = AppleFacts(
      platform: file.slices.first?.platform?.name, size: file.source.count,
      looseCode: [try CodeFacts(file, anchors: anchors)])
    let findings = try check(
      file, at: file.name, infoPlist: nil, codeResources: nil, isBundle: false, isApp: true, workers)
    return AppleVerification(
      facts: facts, verified: !findings.contains { $0.severity == .error }, findings: findings)
  }

  private static func check(
    _ bundle: AppBundle, in contents: AppContents, _ workers: Workers
  ) throws(AppleError) -> [Finding] {
    let tree = contents.tree
    guard let executable = bundle.executable else { return [] }
    var findings: [Finding] = []
    let file = try MachOFile(reading: tree.source(of: executable), name: executable)
    let sealPath = bundle.codeResourcesPath
    var sealBytes: [UInt8]?
    if tree.item(at: sealPath) != nil {
      sealBytes = try tree.contents(of: sealPath, as: .codeResources, limit: AppBundle.largestSeal)
    }
    findings += try check(
      file, at: bundle.path, infoPlist: bundle.infoBytes, codeResources: sealBytes, isBundle: true,
      isApp: bundle.path == contents.app.path, workers)
    guard let sealBytes else {
      if file.slices.contains(where: { $0.signatureRange != nil }) {
        findings.append(Finding("apple-bundle-not-sealed", .error, at: bundle.path))
      }
      return findings
    }
    let seal: CodeResources
    do throws(AppleError) {
      seal = try CodeResources(sealBytes, file: sealPath)
    } catch {
      guard let problem = SignatureProblem(error, in: .codeResources) else { throw error }
      return findings + [CodeFlaw.unreadable(problem).finding(at: bundle.path)]
    }
    let flaws = try seal.flaws(
      in: tree, root: bundle.root, mainExecutable: bundle.executableInside,
      nested: { (path) throws(AppleError) in try contents.code(at: path) }, workers: workers)
    return findings + flaws.map { $0.finding(in: bundle.path) }
  }

  private static func check(
    _ file: MachOFile, at path: String, infoPlist: [UInt8]?, codeResources: [UInt8]?, isBundle: Bool,
    isApp: Bool, _ workers: Workers
  ) throws(AppleError) -> [Finding] {
    var findings: [Finding] = []
    for slice in file.slices {
      let place = file.slices.count == 1 ? path : "\(path) (\(slice.architecture))"
      let verdict = try MachOVerifier.verify(
        slice, infoPlist: infoPlist, codeResources: codeResources, isBundle: isBundle, workers: workers)
      if slice.signatureRange == nil {
        findings.append(Finding(isApp ? "apple-unsigned" : "apple-nested-code-unsigned", .error, at: place))
      }
      // Both forms of the entitlements are one thing to whoever reads this.
      for finding in verdict.flaws.map({ $0.finding(at: place) }) where !findings.contains(finding) {
        findings.append(finding)
      }
    }
    if file.isUniversal, let end = file.slices.map(\.range.upperBound).max(), end < file.source.count {
      findings.append(CodeFlaw.trailing(count: file.source.count - end).finding(at: path))
    }
    return findings
  }
}

extension CodeFlaw {
  /// The flaw as a finding.
  func finding(at place: String) -> Finding {
    switch self {
    case .pages(let count, let first):
      Finding(
        "apple-code-page-altered", .error, at: place,
        ["count": "\(count)", "start": "\(first.lowerBound)", "end": "\(first.upperBound)"])
    case .slot(CodeSignature.Slot.infoPlist), .missing(CodeSignature.Slot.infoPlist):
      Finding("apple-info-plist-altered", .error, at: place)
    case .slot(CodeSignature.Slot.codeResources), .missing(CodeSignature.Slot.codeResources):
      Finding("apple-resources-altered", .error, at: place, ["path": "_CodeSignature/CodeResources"])
    case .slot(CodeSignature.Slot.requirements), .missing(CodeSignature.Slot.requirements):
      Finding("apple-requirement-altered", .error, at: place)
    case .slot(CodeSignature.Slot.entitlements), .missing(CodeSignature.Slot.entitlements),
      .slot(CodeSignature.Slot.derEntitlements), .missing(CodeSignature.Slot.derEntitlements):
      Finding("apple-entitlements-altered", .error, at: place)
    case .slot(let slot), .missing(let slot):
      Finding("apple-code-directory-mismatch", .error, at: place, ["detail": "slot \(slot)"])
    case .codeLimit(let stated, let actual):
      Finding(
        "apple-code-directory-mismatch", .error, at: place,
        ["detail": "it covers \(stated) bytes of code, and there are \(actual)"])
    case .pageCount(let stated, let needed):
      Finding(
        "apple-code-directory-mismatch", .error, at: place,
        ["detail": "it has hashes of \(stated) pages, and there are \(needed)"])
    case .trailing(let count):
      Finding(
        "apple-code-directory-mismatch", .error, at: place,
        ["detail": "it does not cover the \(count) bytes behind the signature"])
    case .signature: Finding("apple-signature-invalid", .error, at: place)
    case .unreadable(let problem):
      Finding("apple-signature-malformed", .error, at: place, ["detail": problem.words])
    case .directories:
      Finding(
        "apple-code-directory-mismatch", .error, at: place,
        ["detail": "the signature names other directories than there are"])
    }
  }
}

extension ResourceFlaw {
  /// The flaw as a finding.
  func finding(in bundle: String) -> Finding {
    func finding(_ id: String) -> Finding { Finding(id, .error, at: bundle, ["path": path]) }
    func nested(_ detail: String) -> Finding {
      Finding("apple-nested-code-mismatch", .error, at: bundle, ["path": path, "detail": detail])
    }
    return switch kind {
    case .added: finding("apple-resource-added")
    case .missing: finding("apple-resource-missing")
    case .altered, .linkChanged, .kindChanged, .notComparable: finding("apple-resources-altered")
    case .nestedAltered: nested("its cdhash is another")
    case .nestedRequirement: nested("it does not meet the requirement in the seal")
    case .nestedUnsigned: nested("it is no code with a signature")
    }
  }
}
