import Releases

import struct FoundationEssentials.Date

@testable import AndroidApps

/// Facts of a package that every distribution takes, to be spoilt one by one.
enum PolicyFixture {
  /// 22 November 2026.
  static let today = Date(timeIntervalSince1970: 1_795_305_600)

  static let day = 86_400.0

  static func certificate(
    subject: String = "CN=Acme", purpose: Purpose = .distribution, from: Double = -365,
    until: Double = 36_500,
    knownAs: String? = nil, digit: Character = "a"
  ) -> CertificateFact {
    CertificateFact(
      sha256: String(repeating: digit, count: 64), sha1: String(repeating: digit, count: 40),
      subject: subject,
      issuer: subject, notBefore: today.addingTimeInterval(from * day),
      notAfter: today.addingTimeInterval(until * day), keyAlgorithm: "RSA 2048", purpose: purpose,
      knownAs: knownAs)
  }

  static func library(
    _ abi: String = "arm64-v8a", isStored: Bool = true, dataOffset: Int = 16_384, alignment: UInt64? = 16_384
  ) -> NativeLibrary {
    NativeLibrary(
      path: "lib/\(abi)/libapp.so", abi: abi, is64Bit: abi.contains("64"), isStored: isStored, size: 100,
      compressedSize: 100, dataOffset: dataOffset, segmentAlignment: alignment)
  }

  static func manifest(_ name: String = "release") throws -> AndroidManifest {
    try AndroidManifest(binaryXML: ManifestFixture.binary(name))
  }

  static func facts(
    _ format: PackageFormat = .aab, _ manifest: String = "release",
    certificate: CertificateFact? = certificate()
  ) throws -> AndroidFacts {
    AndroidFacts(
      format: format, manifest: try Self.manifest(manifest),
      modules: format == .aab ? [BundleModule(name: "base", kind: .base, downloadSize: 1 << 20)] : [],
      bundle: format == .aab ? BundleConfiguration(storesNativeLibraries: true, pageAlignment: 16_384) : nil,
      nativeLibraries: [library()],
      resourceTable: format == .apk ? .init(isStored: true, dataOffset: 4096) : nil, size: 1 << 20,
      signatures: certificate.map {
        [SignatureFact(scheme: format == .aab ? .jar : .v2, signer: 1, certificates: [$0])]
      } ?? [])
  }

  static func findings(
    _ facts: AndroidFacts, for distribution: Distribution, onGooglePlay: Bool = false,
    expecting: ArtifactExpectation = ArtifactExpectation(), today: Date = today
  ) -> [String: Finding] {
    let findings = AndroidPolicy.findings(
      facts: facts, for: distribution, onGooglePlay: onGooglePlay, expecting: expecting, today: today)
    return Dictionary(findings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
