import AppleApps
import Archives
import Bytes
import Credentials
import Cryptography
import FoundationEssentials
import Releases

/// How one app for Apple's platforms is signed: what a run and the single verb have in common.
struct AppleSigning {
  /// Nil for an ad-hoc signature.
  let identity: SigningIdentity?
  let profiles: [ProvisioningProfile]
  /// By bundle id.
  var entitlements: [String: EntitlementsSource] = [:]
  /// What chains may end at besides Apple's own roots.
  var anchors: [Certificate] = []
  var pageSize = PageSize.automatic
  /// Whether code gets the hardened runtime, which only Macs have.
  var hasHardenedRuntime = false
  /// Complete the identity's chain.
  let issuers: AppleIssuers
  let now: Date

  /// What each bundle will be signed with.
  ///
  /// - Throws: ``CredentialError`` for a chain that cannot be completed; ``Failure`` for the hardened runtime in code that
  ///   is not for Macs.
  func plan(for facts: AppleFacts) throws -> AppleSigningPlan {
    if hasHardenedRuntime, let other = facts.platformWithoutHardenedRuntime {
      throw Failure(
        .usage, "The hardened runtime is for code for macOS, and this is for \(other).",
        remedy: "Leave --hardened-runtime, or hardened-runtime: in the pipeline file, out.")
    }
    let chain = try identity.map { try issuers.chain(of: $0, anchors: anchors) }
    return AppleSigningPlan(
      for: facts, identity: identity, chain: chain, profiles: profiles, entitlements: entitlements,
      anchors: anchors, pageSize: pageSize, hasHardenedRuntime: hasHardenedRuntime, time: now)
  }

  /// Signs and packs into a file, which is not committed, and reads it back.
  ///
  /// - Returns: the file's SHA-256, in hexadecimal digits.
  /// - Throws: ``AppleError``, ``ArchiveError``; ``Failures`` when a bundle cannot be in the plan.
  func sign(
    _ contents: AppContents, by plan: AppleSigningPlan, to file: AtomicFile, name: String,
    level: Int? = nil, workers: Workers
  ) throws -> String {
    let signed = try AppleSigner.sign(contents, by: plan, workers: workers)
    let placed = try IPAWriter(level: level ?? ArchiveWriter.defaultLevel).write(
      signed, to: file, workers: workers)
    let (sha256, _) = try workers.both(
      { () throws(any Error) in try FileDigests.sha256(of: file) },
      { () throws(any Error) in try ReadBack.check(file, name: name, placed: placed, workers: workers) })
    return sha256
  }

  /// The entitlements that a bundle is to have, from a property list on disk.
  ///
  /// - Throws: ``BytesError``, ``AppleError``.
  static func entitlements(at path: String) throws -> EntitlementsSource {
    let source = try FileSource(path: path)
    guard source.count <= 4 << 20 else {
      throw AppleError.tooLarge(
        .entitlements, field: "bytes", size: source.count, limit: 4 << 20, file: path)
    }
    return .given(
      try Entitlements(xml: source.bytes(at: 0, count: source.count), file: path).values)
  }

  /// The certificates in a PEM or DER file.
  ///
  /// - Throws: ``BytesError``; ``Failure`` for a file without any.
  static func anchors(at path: String) throws -> [Certificate] {
    let source = try FileSource(path: path)
    let bytes = try source.bytes(at: 0, count: min(source.count, 4 << 20))
    guard let certificates = try? Certificate.all(in: bytes), !certificates.isEmpty else {
      throw Failure(
        .inputUnreadable, "\(path) is to be trusted, and is no certificate.",
        remedy: "Give the root's certificate, in PEM or DER.")
    }
    return certificates
  }
}

extension AppleFacts {
  /// What the app, or the code where there is none, is for, when that is no Mac; nil where it is.
  fileprivate var platformWithoutHardenedRuntime: String? {
    let architectures = (app?.code ?? looseCode.first)?.architectures ?? []
    let platforms = architectures.map { $0.platform ?? "no platform that it names" }
    return platforms.first { $0 != MachOPlatform.macos.name && $0 != MachOPlatform.macCatalyst.name }
  }
}
