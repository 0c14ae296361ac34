import Archives
import Bytes
import Credentials
import Cryptography
import FieldTools
import FoundationEssentials
import Releases
import Testing

@testable import AndroidApps

/// Every finding of the policy: a package that shows it, and how grave it is by where the package goes.
@Suite struct VerdictTableTests {
  enum Subject: Sendable {
    /// A fixture, signed with a sound release key.
    case fixture(String, Alignment = .largePages)
    /// demo.apk, signed with a key whose certificate is this one: days count from today.
    case signed(
      common: String = "Acme", organization: String = "Acme", from: Double = -365, until: Double = 36_500)
    /// demo.apk, as if the certificate of a fixture had signed it, whose private key is not here.
    case certificate(String)
    case unsigned(String)
    /// A package made here, since it is large.
    case large(PackageFormat)
  }

  struct Row: CustomTestStringConvertible, Sendable {
    let id: String
    let subject: Subject
    var expecting = ArtifactExpectation()
    /// For store, ad-hoc, enterprise and debug, and on Google Play.
    let severities: [Severity?]

    init(
      _ id: String, _ subject: Subject, expecting: ArtifactExpectation = ArtifactExpectation(),
      _ severities: Severity?...
    ) {
      self.id = id
      self.subject = subject
      self.expecting = expecting
      self.severities = severities
    }

    var testDescription: String { "\(id): \(subject)" }
  }

  static let rows: [Row] = [
    Row(
      "android-debug-certificate", .signed(common: "Android Debug", organization: "Android"), .error, .error,
      .error, nil, .error),
    Row("android-test-certificate", .certificate("aosp-testkey.pem"), .error, .error, .error, nil, .error),
    Row("android-distribution-key-for-debug", .fixture("demo.apk"), nil, nil, nil, .warning, nil),
    Row("android-certificate-expired", .signed(until: -1), .error, .error, .error, .warning, .error),
    Row("android-certificate-not-yet-valid", .signed(from: 1), .error, .error, .error, .warning, .error),
    // 21 October 2033.
    Row("android-certificate-expires-too-soon", .signed(until: 2525), .error, .note, .note, nil, .error),
    Row(
      "android-unexpected-certificate", .fixture("demo.apk"),
      expecting: ArtifactExpectation(certificate: "00"), .error, .error, .error, .error, .error),
    Row("android-unsigned", .unsigned("demo.aab"), .error, .error, .error, .error, .error),

    Row("debuggable", .fixture("debuggable.apk"), .error, .error, .error, nil, .error),
    Row("debuggable", .fixture("debuggable.aab"), .error, .error, .error, nil, .error),
    Row("test-only", .fixture("test-only.apk"), .error, .error, .error, nil, .error),
    Row("test-only", .fixture("test-only.aab"), .error, .error, .error, nil, .error),
    Row(
      "manifest-attribute-unresolved", .fixture("debuggable-by-reference.apk"), .error, .error, .error, nil,
      .error),
    Row("preview-sdk", .fixture("preview-sdk.apk"), .error, .error, .error, nil, .error),
    Row(
      "android-unexpected-application", .fixture("partner.apk"),
      expecting: ArtifactExpectation(application: "com.example.demo"), .error, .error, .error, .error, .error),
    Row(
      "android-unexpected-version", .fixture("hostile-version.apk"),
      expecting: ArtifactExpectation(version: "1.4.0"), .error, .error, .error, .error, .error),
    Row(
      "android-unexpected-build", .fixture("demo.apk"), expecting: ArtifactExpectation(build: "10401"),
      .error,
      .error, .error, .error, .error),

    Row("resource-table-compressed", .fixture("compressed-arsc.apk"), .error, .error, .error, .error, .error),
    Row(
      "resource-table-misaligned", .fixture("misaligned-arsc.apk", .preserve), .error, .error, .error, .error,
      .error),
    Row("native-library-compressed", .fixture("compressed-libs.apk"), .error, .error, .error, .error, .error),
    Row(
      "native-library-misaligned", .fixture("misaligned-libs.apk", .preserve), .error, .error, .error, .error,
      .error),
    Row(
      "native-libraries-stored-but-extracted", .fixture("extracted-libs.apk"), .note, .note, .note, .note,
      .note),
    Row("native-library-unreadable", .fixture("no-library.apk"), .note, .note, .note, .note, .note),
    Row(
      "native-library-segments-not-16k", .fixture("4k-libs.apk"), .warning, .warning, .warning, nil, .error),
    Row("native-library-segments-not-16k", .fixture("4k-libs.aab"), .error, .error, .error, nil, .error),
    Row(
      "native-library-offset-not-16k", .fixture("4k-aligned-libs.apk", .preserve), .warning, .warning,
      .warning, nil, .error),
    Row("bundle-alignment-not-16k", .fixture("4k-alignment.aab"), .error, .error, .error, nil, .error),

    Row("target-api-level-low", .fixture("target-sdk-30.apk"), .warning, .warning, .warning, nil, .error),
    Row("target-api-level-low", .fixture("target-sdk-30.aab"), .error, .error, .warning, nil, .error),
    Row("no-64-bit-code", .fixture("32-bit-only.apk"), .warning, .warning, .warning, nil, .error),
    Row("no-64-bit-code", .fixture("32-bit-only.aab"), .error, .error, .error, nil, .error),
    Row("no-64-bit-code", .fixture("32-bit-module.aab"), .error, .error, .error, nil, .error),
    Row("app-bundle-needed", .fixture("demo.apk"), .warning, nil, nil, nil, .error),
    Row("app-bundle-not-installable", .fixture("demo.aab"), nil, .warning, nil, nil, nil),
    Row("download-too-large", .large(.apk), .warning, nil, nil, nil, .error),
    Row("download-too-large", .large(.aab), .error, .error, .error, nil, .error),
  ]

  @Test func `every finding of the policy has a package that shows it`() {
    #expect(Set(Self.rows.map(\.id)) == AndroidVerdicts.ids)
    #expect(Self.rows.allSatisfy { $0.severities.count == Distribution.allCases.count + 1 })
  }

  @Test(arguments: rows)
  func `is found where it matters, as grave as it is there, and nothing else`(row: Row) throws {
    let facts = try Self.facts(of: row.subject)
    let places = Distribution.allCases.map { ($0, false) } + [(.store, true)]
    for ((distribution, onGooglePlay), severity) in zip(places, row.severities) {
      let findings = AndroidPolicy.findings(
        facts: facts, for: distribution, onGooglePlay: onGooglePlay, expecting: row.expecting,
        today: PolicyFixture.today)
      let place = Comment(rawValue: onGooglePlay ? "Google Play" : distribution.rawValue)
      #expect(findings.filter { $0.id == row.id }.map(\.severity).max() == severity, place)
      // What every APK, every bundle and every release key meets somewhere.
      let common: Set = [
        row.id, "app-bundle-needed", "app-bundle-not-installable", "android-distribution-key-for-debug",
      ]
      #expect(findings.filter { !common.contains($0.id) }.map(\.id) == [], place)
    }
  }

  @Test func `v1 alone does not do for an app that targets Android 11`() throws {
    let signed = try Self.signed("demo.apk", Self.key(.signed()), SigningOptions(schemes: [.v1]))
    #expect(!signed.verified)
    #expect(signed.findings.map(\.id) == ["min-sig-scheme-for-target-sdk-not-met"])
    #expect(signed.findings.map(\.severity) == [.error])
  }

  // MARK: Packages

  static func facts(of subject: Subject) throws -> AndroidFacts {
    switch subject {
    case .fixture(let name, let alignment):
      let verification = try signed(name, key(.signed()), SigningOptions(alignment: alignment))
      #expect(verification.verified)
      return verification.facts
    case .signed:
      return try signed("demo.apk", key(subject)).facts
    case .certificate(let name):
      var facts = try signed("demo.apk", key(.signed())).facts
      let source = try FileSource(path: Repository.androidFixture("certificates/\(name)"))
      let certificate = try #require(
        try Certificate.all(in: source.bytes(at: 0, count: source.count)).first)
      facts.signatures = [
        SignatureFact(scheme: .v2, signer: 1, certificates: [CertificateFact(certificate)])
      ]
      return facts
    case .unsigned(let name):
      return try AndroidFacts.read(
        ZipDirectory(reading: FileSource(path: Repository.androidFixture(name))), signers: true)
    case .large(let format):
      var facts = try AndroidFacts.read(ZipDirectory(reading: HollowZip.package(format)))
      facts.signatures = [
        SignatureFact(scheme: .v2, signer: 1, certificates: [PolicyFixture.certificate()])
      ]
      return facts
    }
  }

  private static let privateKey = Result { try PrivateKey.generateEC(curve: "P-256") }

  private static func key(_ subject: Subject) throws -> SigningIdentity {
    guard case .signed(let common, let organization, let from, let until) = subject else {
      preconditionFailure("only a signed package has a key")
    }
    let key = try privateKey.get()
    let certificate = try Certificate.selfSigned(
      key, subject: DistinguishedName([("C", "US"), ("O", organization), ("CN", common)]),
      notBefore: PolicyFixture.today.addingTimeInterval(from * PolicyFixture.day),
      notAfter: PolicyFixture.today.addingTimeInterval(until * PolicyFixture.day))
    return try SigningIdentity(name: "key", key: key, certificates: [certificate], origin: "the test")
  }

  private static func signed(
    _ fixture: String, _ key: SigningIdentity, _ options: SigningOptions = SigningOptions()
  ) throws -> AndroidVerification {
    let workers = Workers(limit: 2)
    let output = try TemporaryFile()
    _ = try AndroidSigner.sign(
      FileSource(path: Repository.androidFixture(fixture)), output: output.file, identities: [key],
      options: options, workers: workers)
    return try AndroidVerifier.verify(MemorySource(output.bytes()), name: fixture, workers: workers)
  }
}
