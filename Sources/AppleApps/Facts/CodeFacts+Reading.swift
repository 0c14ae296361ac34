import Bytes
package import Credentials
package import Cryptography
import PropertyLists

extension CodeFacts {
  /// Reads what a Mach-O file says of itself and its signer.
  ///
  /// A signature that is malformed is a fact, too.
  ///
  /// - Throws: ``AppleError`` when the file cannot be read.
  package init(_ file: MachOFile, anchors: [Certificate]) throws(AppleError) {
    self.init(
      path: file.name, fileType: file.slices.first?.fileType.word ?? "",
      architectures: try file.slices.map { (slice) throws(AppleError) in
        try ArchitectureFacts(slice, anchors: anchors)
      })
  }
}

/// What of the names in code Apple asks about.
private struct UsedNames {
  let requiredReasonAPIs: [String]
  let protectedClasses: [String]

  private static let wanted = Set(RequiredReasonAPI.imports.keys).union(ProtectedClass.imports.keys)

  init(_ slice: MachOSlice) throws(AppleError) {
    let imports = try slice.imports(among: Self.wanted)
    let selectors = try slice.selectors(among: RequiredReasonAPI.selectors)
    requiredReasonAPIs = selectors.union(imports.compactMap { RequiredReasonAPI.imports[$0] }).sorted()
    protectedClasses = Set(imports.compactMap { ProtectedClass.imports[$0] }).sorted()
  }
}

extension CodeFacts {
  /// The entitlements in the signature that code has now: none where it has none that can be read.
  var carriedEntitlements: Entitlements {
    Entitlements(architectures.lazy.compactMap(\.signature?.entitlements).first { !$0.isEmpty } ?? [:])
  }

  /// The same of code whose facts nobody has read.
  static func carriedEntitlements(of file: MachOFile) throws(AppleError) -> Entitlements {
    guard file.slices.contains(where: { $0.fileType == .executable && $0.signatureRange != nil }) else {
      return Entitlements([:])
    }
    return try CodeFacts(file, anchors: []).carriedEntitlements
  }
}

extension ArchitectureFacts {
  init(_ slice: MachOSlice, anchors: [Certificate]) throws(AppleError) {
    let uses = slice.fileType.isSigned ? try UsedNames(slice) : nil
    self.init(
      name: slice.architecture, platform: slice.platform?.name, minimumOS: slice.minimumOS, sdk: slice.sdk,
      uuid: slice.uuidText, isEncrypted: slice.isEncrypted, linkedLibraries: slice.linkedLibraries,
      requiredReasonAPIs: uses?.requiredReasonAPIs, protectedClasses: uses?.protectedClasses)
    do throws(AppleError) {
      guard let found = try slice.signature() else { return }
      let contents = try found.contents(file: slice.name)
      signature = CodeSignatureFacts(found, contents, anchors: anchors)
      signatureProblem = contents.problems.first
    } catch {
      guard let problem = SignatureProblem(error) else { throw error }
      signatureProblem = problem
    }
  }
}

extension CodeSignatureFacts {
  init(_ signature: CodeSignature, _ contents: CodeSignature.Contents, anchors: [Certificate]) {
    let best = signature.best
    // That it cannot be read is the verifier's to tell.
    let data = signature.cms.flatMap { try? SignedData(der: $0) }
    let signer = data?.signers.first
    let chain = signer.flatMap { signer in
      data?.certificate(of: signer).map {
        AppleChain(of: $0, among: data?.certificates ?? [], anchors: anchors)
      }
    }
    let (xml, der) = (contents.entitlements, contents.derEntitlements)
    self.init(
      identifier: best.identifier, team: best.team, flags: best.flags.rawValue,
      isAdHoc: signature.cms == nil, isLinkerSigned: best.flags.contains(.linkerSigned),
      version: best.version, digests: signature.directories.map { $0.hash.displayName },
      pageSize: best.pageSize ?? 0, cdHash: best.cdHash.hex, signingTime: signer?.signingTime,
      certificates: (chain?.certificates ?? []).map(AppleCertificateFact.init),
      chainEnd: signature.cms == nil ? .none : ChainEnd(chain?.end),
      requirement: contents.requirements?.designated?.text,
      entitlements: xml?.values ?? der?.values ?? [:], hasDEREntitlements: der != nil,
      entitlementsAgree: xml == nil || der == nil || xml == der)
  }
}

extension CodeSignatureFacts.ChainEnd {
  /// Foreign where there is no end.
  package init(_ end: AppleChain.End?) {
    switch end {
    case .apple: self = .apple
    case .trusted: self = .trusted
    case .foreign, nil: self = .foreign
    }
  }
}

extension AppleCertificateFact {
  package init(_ certificate: Certificate) {
    self.init(
      subject: certificate.subject.rfc2253, issuer: certificate.issuer.rfc2253,
      commonName: certificate.subject["CN"], kind: certificate.appleKind.rawValue,
      purpose: certificate.appleKind.purpose, team: certificate.appleTeam, serial: certificate.serial.hex,
      notBefore: certificate.notBefore, notAfter: certificate.notAfter, sha1: certificate.sha1.hex,
      sha256: certificate.sha256.hex)
  }
}

extension ProfileFacts {
  package init(_ profile: ProvisioningProfile, anchors: [Certificate]) {
    self.init(
      name: profile.name, uuid: profile.uuid, kind: Kind(rawValue: profile.kind.rawValue) ?? .development,
      team: profile.teamIdentifiers.first, applicationIdentifier: profile.applicationIdentifier,
      prefixes: profile.applicationIdentifierPrefixes, platforms: profile.platforms,
      created: profile.created, expires: profile.expires, devices: profile.devices ?? [],
      certificates: profile.certificates.map(\.sha256.hex), entitlements: profile.entitlements,
      isSignatureValid: profile.isSignatureValid,
      signerEnd: CodeSignatureFacts.ChainEnd(profile.chain(anchors: anchors)?.end),
      signerExpires: profile.signerCertificate?.notAfter)
  }
}

extension HashAlgorithm {
  /// The name of the hash function as the standards write it.
  var displayName: String {
    switch self {
    case .md5: "MD5"
    case .sha1: "SHA-1"
    case .sha224: "SHA-224"
    case .sha256: "SHA-256"
    case .sha384: "SHA-384"
    case .sha512: "SHA-512"
    }
  }
}
