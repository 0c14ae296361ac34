import Bytes
package import Credentials
package import Cryptography
import PropertyLists

extension CodeFacts {
  /// Reads what a Mach-O file says of itself and its signer.
  ///
  /// - Throws: ``AppleError`` when a signature cannot be read.
  package init(_ file: MachOFile, anchors: [Certificate]) throws(AppleError) {
    self.init(
      path: file.name, fileType: file.slices.first?.fileType.word ?? "",
      architectures: try file.slices.map { (slice) throws(AppleError) in
        ArchitectureFacts(
          name: slice.architecture, platform: slice.platform?.name, minimumOS: slice.minimumOS,
          sdk: slice.sdk, uuid: slice.uuidText, isEncrypted: slice.isEncrypted,
          linkedLibraries: slice.linkedLibraries,
          signature: try slice.signature().map { (signature) throws(AppleError) in
            try CodeSignatureFacts(signature, file: file.name, anchors: anchors)
          })
      })
  }
}

extension CodeSignatureFacts {
  init(_ signature: CodeSignature, file: String, anchors: [Certificate]) throws(AppleError) {
    let best = signature.best
    // That it cannot be read is the verifier's to tell.
    let data = signature.cms.flatMap { try? SignedData(der: $0) }
    let signer = data?.signers.first
    let chain = signer.flatMap { signer in
      data?.certificate(of: signer).map {
        AppleChain(of: $0, among: data?.certificates ?? [], anchors: anchors)
      }
    }
    let xml = try signature.entitlements.map { (bytes) throws(AppleError) in
      try Entitlements(xml: bytes, file: file)
    }
    let der = try signature.derEntitlements.map { (bytes) throws(AppleError) in
      try Entitlements(der: bytes, file: file)
    }
    self.init(
      identifier: best.identifier, team: best.team, flags: best.flags.rawValue,
      isAdHoc: signature.cms == nil, isLinkerSigned: best.flags.contains(.linkerSigned),
      version: best.version, digests: signature.directories.map { $0.hash.displayName },
      pageSize: best.pageSize ?? 0, cdHash: best.cdHash.hex, signingTime: signer?.signingTime,
      certificates: (chain?.certificates ?? []).map(AppleCertificateFact.init),
      chainEnd: signature.cms == nil ? .none : ChainEnd(chain?.end),
      requirement: try signature.requirementSet(file: file)?.designated?.text,
      entitlements: xml?.values ?? der?.values ?? [:], hasDEREntitlements: der != nil,
      entitlementsAgree: xml == nil || der == nil || xml == der)
  }
}

extension CodeSignatureFacts.ChainEnd {
  init(_ end: AppleChain.End?) {
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
