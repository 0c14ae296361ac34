import AppleApps
import Credentials
import PropertyLists
import Releases
import Testing

import struct FoundationEssentials.Date

@Suite struct ApplePolicyTests {
  typealias Fixture = ApplePolicyFixture

  static func ids(
    _ facts: AppleFacts, for distribution: Distribution? = .store, today: Date = Fixture.today
  ) -> [String] {
    ApplePolicy.findings(facts: facts, for: distribution, today: today).map(\.id)
  }

  /// What profiles grant, and what of it may be asked for.
  static let grants: [(granted: PropertyList, asked: PropertyList, isAllowed: Bool)] = [
    (.string("a"), .string("a"), true), (.string("a"), .string("b"), false),
    (.string("TEAM.*"), .string("TEAM.a"), true), (.string("TEAM.*"), .string("TEAMS.a"), false),
    (.string("TEAM.*"), .string("OTHER.a"), false), (.string("*"), .array([.string("b")]), true),
    (.string("a"), .boolean(true), false),
    (.array([.string("a"), .string("b")]), .array([.string("b")]), true),
    (.array([.string("a")]), .array([.string("a"), .string("b")]), false),
    (.array([.string("Production"), .string("Development")]), .string("Production"), true),
    (.array([.string("TEAM.*")]), .array([.string("TEAM.a")]), true),
    (.boolean(true), .boolean(false), true), (.boolean(false), .boolean(true), false),
    (.integer(1), .integer(1), true), (.integer(1), .integer(2), false),
    (.dictionary(["a": .string("b")]), .dictionary(["a": .string("b")]), true),
    (.dictionary(["a": .string("*")]), .dictionary(["b": .string("b")]), false),
  ]

  @Test(arguments: grants)
  func `a profile grants what it says`(granted: PropertyList, asked: PropertyList, isAllowed: Bool) {
    var facts = Fixture.facts(for: .adHoc)
    facts.ask(for: "com.example.key", asked, granted: granted, in: Fixture.app)
    #expect(Self.ids(facts, for: .adHoc) == (isAllowed ? [] : ["apple-entitlement-not-in-profile"]))
  }

  /// Application identifiers of profiles, and whether they are for `com.acme.app`.
  static let identifiers: [(identifier: String?, isFor: Bool)] = [
    ("TEAM.com.acme.app", true), ("TEAM.*", true), ("TEAM.com.acme.*", true), ("OTHER.com.acme.app", true),
    ("TEAM.com.acme.app.*", false), ("TEAM.com.acme", false), ("com", false), (nil, false),
  ]

  @Test(arguments: identifiers)
  func `a profile is for the bundles that its identifier covers`(identifier: String?, isFor: Bool) {
    var profile = Fixture.profile("com.acme.app", for: .store)
    profile.applicationIdentifier = identifier
    let findings = ApplePolicy.findings(
      profile: profile, certificate: nil, bundleID: "com.acme.app", for: .store, today: Fixture.today)
    #expect(findings.map(\.id) == (isFor ? [] : ["apple-profile-not-for-bundle"]))
  }

  /// Certificates, and where an app for macOS may go that they sign; no other device takes those for the Mac.
  static let macCertificates: [(kind: String, fits: [Distribution], isForOthers: Bool)] = [
    ("mac-app-store", [.store], false), ("developer-id-application", [.adHoc, .enterprise], false),
    ("distribution", [.store, .adHoc, .enterprise], true), ("mac-installer", [], false),
    ("developer-id-installer", [], false), ("unknown", [], false),
  ]

  @Test(arguments: macCertificates)
  func `a certificate for the Mac is for Macs`(kind: String, fits: [Distribution], isForOthers: Bool) {
    var facts = Fixture.facts(for: .store)
    facts.changeSigner { certificate in
      certificate.kind = kind
      certificate.purpose = AppleCertificateKind(rawValue: kind)?.purpose
    }
    let certificate = facts[Fixture.app].code?.architectures.first?.signature?.certificates.first
    for distribution in [Distribution.store, .adHoc, .enterprise] {
      for (platform, isFit) in [(Platform.macos, fits.contains(distribution)), (.ios, isForOthers)] {
        let ids = certificate.map {
          ApplePolicy.findings(
            certificate: $0, for: distribution, platform: platform, today: Fixture.today
          ).map(\.id)
        }
        #expect(ids == (isFit ? [] : ["apple-certificate-unfit"]), "\(platform), \(distribution)")
      }
    }
  }

  /// SDKs, and days since 1970 on which the store first asks for more.
  static let sdks: [(sdk: String, day: Double)] = [
    ("iphoneos16.0", 19_472), ("iphoneos16.4", 19_842), ("iphoneos17.5", 20_202), ("iphoneos18.5", 20_571),
  ]

  @Test(arguments: sdks)
  func `an SDK is too old from the day on that Apple has named`(sdk: String, day: Double) {
    var facts = Fixture.facts(for: .store)
    facts[Fixture.app].sdkName = sdk
    for (day, isTooOld) in [(day - 1, false), (day, true)] {
      let today = Date(timeIntervalSince1970: day * Fixture.day)
      let findings = ApplePolicy.findings(payload: facts, for: .store, today: today)
      #expect(findings.map(\.id) == (isTooOld ? ["apple-sdk-too-old"] : []))
    }
  }

  @Test func `an SDK that nobody knows, and one of another platform, is not judged`() {
    for sdk in ["iphoneos", "macosx15.0", "x"] {
      var facts = Fixture.facts(for: .store)
      facts[Fixture.app].sdkName = sdk
      facts[Fixture.app].code?.architectures[0].sdk = nil
      #expect(Self.ids(facts) == [])
    }
  }

  @Test func `says of a payload what signing will not change`() {
    var facts = Fixture.facts(for: .store)
    facts.changeSignatures { $0.chainEnd = .foreign }
    facts[Fixture.app].profile = nil
    facts[Fixture.app].iconName = nil
    facts[Fixture.app].code?.architectures[0].signature = nil
    let findings = ApplePolicy.findings(
      payload: facts, for: .store, expecting: ArtifactExpectation(build: "43"), today: Fixture.today)
    #expect(findings.map(\.id) == ["apple-unexpected-build", "apple-icon-name-missing"])
  }

  @Test func `a certificate's validity needs neither destination nor purpose`() {
    var certificate = Fixture.certificate(for: .store)
    (certificate.kind, certificate.purpose) = ("developer-id-application", .distribution)
    #expect(ApplePolicy.findings(validityOf: certificate, today: Fixture.today) == [])
    certificate.notAfter = Fixture.today.addingTimeInterval(-1)
    let findings = ApplePolicy.findings(validityOf: certificate, today: Fixture.today)
    #expect(findings.map(\.id) == ["apple-certificate-expired"])
    #expect(findings.map(\.severity) == [.error])
  }

  @Test func `tells of one certificate once, at the app`() {
    var facts = Fixture.facts(for: .store)
    facts.changeSigner { $0.notAfter = Fixture.today.addingTimeInterval(-1) }
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(findings.map(\.location) == ["Payload/Acme.app/Acme"])
  }

  @Test func `a bundle without a profile lacks that, and not what it would take from it`() {
    var facts = Fixture.facts(for: .store)
    facts[Fixture.plugin].profile = nil
    facts.changeSignatures(of: Fixture.plugin) { $0.entitlements = [:] }
    #expect(Self.ids(facts) == ["apple-profile-missing"])
  }

  @Test func `a wrong identifier is measured by the signer's team where there is no profile`() {
    var facts = Fixture.facts(for: .store)
    facts[Fixture.app].profile = nil
    facts.changeSignatures(of: Fixture.app) {
      $0.entitlements["application-identifier"] = .string("ACMETEAM01.com.acme.old")
    }
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(findings.map(\.id) == ["apple-profile-missing", "apple-application-identifier"])
    #expect(findings.last?.parameters["expected"] == "ACMETEAM01.com.acme.app")
  }

  @Test func `a development profile is told of once, and what it permits is not told again`() {
    var facts = Fixture.facts(for: .store)
    for path in [Fixture.app, Fixture.plugin] {
      facts.changeProfiles(of: path) { ($0.kind, $0.uuid) = (.development, "one") }
      facts.ask(for: "get-task-allow", .boolean(true), granted: .boolean(true), in: path)
    }
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(findings.map(\.id) == ["apple-development-profile"])
    #expect(findings.map(\.location) == [Fixture.app])
  }

  @Test func `a certificate that a profile lacks is told of once, however much it signed`() {
    var facts = Fixture.facts(for: .store)
    facts.changeProfiles { ($0.certificates, $0.uuid) = (["00"], "one") }
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(findings.map(\.id) == ["apple-certificate-not-in-profile"])
    #expect(findings.map(\.location) == [Fixture.app + "/Acme"])
  }

  @Test func `code that is signed ad hoc is told of together`() {
    var facts = Fixture.facts(for: .store)
    facts.changeSignatures { ($0.isAdHoc, $0.certificates, $0.team) = (true, [], nil) }
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(findings.map(\.id) == ["apple-ad-hoc-signature"])
    #expect(
      findings.first?.parameters["codes"]
        == "Payload/Acme.app/Acme, Payload/Acme.app/Frameworks/Kit.framework/Kit and 2 more")
    #expect(findings.first?.location == Fixture.app)
  }

  @Test func `what comes from a root of one's own is told of together, with all that comes from it`() {
    var facts = Fixture.facts(for: .store)
    facts.changeSignatures { $0.chainEnd = .trusted }
    facts.changeProfiles { $0.signerEnd = .trusted }
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(
      findings == [
        Finding(
          "apple-trusted-anchor", .warning, at: Fixture.app,
          [
            "signers": "the certificate Apple distribution: Acme (ACMETEAM01) and the provisioning profiles "
              + "Acme com.acme.app and Acme com.acme.app.share"
          ])
      ])
  }

  @Test func `code of a foreign root is told of where it is`() {
    var facts = Fixture.facts(for: .store)
    facts.changeSignatures(of: Fixture.framework) { $0.certificates = [] }
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(
      findings == [
        Finding(
          "apple-foreign-anchor", .error, at: Fixture.framework + "/Kit",
          ["signers": "the signature of \(Fixture.framework)/Kit"])
      ])
  }

  @Test func `an app that is not signed lacks its profiles for that reason`() {
    var facts = Fixture.facts(for: .store)
    facts[Fixture.app].code?.architectures[0].signature = nil
    for path in [Fixture.app, Fixture.plugin] { facts[path].profile = nil }
    #expect(Self.ids(facts) == ["apple-unsigned"])
  }

  @Test func `an app signed for any destination is right where none is named`() {
    for distribution in Distribution.allCases {
      #expect(Self.ids(Fixture.facts(for: distribution), for: nil) == [], "\(distribution)")
    }
  }

  @Test func `what is expected needs no destination`() {
    let facts = Fixture.facts(for: .store)
    let expectation = ArtifactExpectation(
      application: "a", version: "b", build: "c", certificate: String(repeating: "B", count: 40))
    let findings = ApplePolicy.findings(facts: facts, expecting: expectation)
    #expect(findings.map(\.severity) == [.error, .error, .error, .error])
    #expect(findings.first?.parameters["expected"] == "SHA-1 " + String(repeating: "b", count: 40))
    let met = ArtifactExpectation(certificate: String(repeating: "A", count: 40))
    #expect(ApplePolicy.findings(facts: facts, expecting: met) == [])
  }

  @Test func `a package without an app is unsigned, and nothing else is known of it`() {
    #expect(Self.ids(AppleFacts()) == ["apple-unsigned"])
  }

  @Test func `a lone file is judged by its own signature`() {
    var facts = Fixture.facts(for: .debug)
    facts.bundles = []
    #expect(Self.ids(facts, for: .debug) == [])
    #expect(Self.ids(facts, for: .adHoc) == ["apple-development-certificate"])
    facts.looseCode[0].architectures[0].signature = nil
    #expect(Self.ids(facts, for: .debug) == ["apple-unsigned"])
  }

  @Test func `names the architectures that are not signed`() {
    var facts = Fixture.facts(for: .store)
    var second = Fixture.architecture("arm64e", signature: Fixture.signature("a", for: .store))
    second.signature = nil
    facts[Fixture.app].code?.architectures.append(second)
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(findings == [Finding("apple-unsigned", .error, at: "Payload/Acme.app (arm64e)")])
  }

  @Test func `a manifest in a bundle of resources speaks for the code around it`() {
    var facts = Fixture.facts(for: .store)
    let category = "NSPrivacyAccessedAPICategoryDiskSpace"
    facts[Fixture.app].code?.architectures[0].requiredReasonAPIs = ["statfs"]
    let path = Fixture.app + "/Acme_Core.bundle"
    facts.bundles.append(
      BundleFacts(
        path: path, kind: .resourceBundle,
        privacyManifest: PrivacyManifestFacts(
          path: path + "/PrivacyInfo.xcprivacy", declaredAPIs: [category])))
    #expect(Self.ids(facts) == [])
  }

  /// Declared categories, and APIs for which they are not enough.
  static let declarations: [(declared: [String], used: [String], missing: [String])] = [
    ([], [], []), ([], ["stat", "fstat"], ["FileTimestamp"]),
    (["FileTimestamp"], ["stat", "statfs"], ["DiskSpace"]),
    // One of the two categories that it is in.
    (["DiskSpace"], ["getattrlist"], []), (["FileTimestamp"], ["getattrlist"], []),
    ([], ["getattrlist"], ["FileTimestamp"]), (["DiskSpace"], ["getattrlistbulk"], ["FileTimestamp"]),
    ([], ["NSUserDefaults", "activeInputModes"], ["ActiveKeyboards", "UserDefaults"]),
  ]

  @Test(arguments: declarations)
  func `APIs need the category that they are in`(declared: [String], used: [String], missing: [String]) {
    let prefix = "NSPrivacyAccessedAPICategory"
    var facts = Fixture.facts(for: .store)
    for category in declared { facts.declare(prefix + category, [], in: Fixture.framework) }
    facts[Fixture.framework].code?.architectures[0].requiredReasonAPIs = used
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(
      findings.map { $0.parameters["categories"] }
        == (missing.isEmpty ? [] : [missing.map { prefix + $0 }.joined(separator: ", ")]))
  }

  @Test func `an app's manifest speaks for its extensions, and not for its frameworks`() {
    var facts = Fixture.facts(for: .store)
    facts.declare("NSPrivacyAccessedAPICategoryUserDefaults", ["CA92.1"], in: Fixture.app)
    for path in [Fixture.plugin, Fixture.framework] {
      facts[path].code?.architectures[0].requiredReasonAPIs = ["NSUserDefaults"]
    }
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(findings.map(\.location) == [Fixture.framework + "/Kit"])
  }

  @Test func `one of a class's keys is enough, a key is told of once, and extensions ask in the app's name`()
  {
    var facts = Fixture.facts(for: .store)
    facts[Fixture.app].usageDescriptions = ["NSMicrophoneUsageDescription"]
    facts[Fixture.framework].code?.architectures[0].protectedClasses = [
      "AVCaptureDevice", "CBCentralManager",
    ]
    facts[Fixture.plugin].code?.architectures[0].protectedClasses = [
      "CBCentralManager", "CBPeripheralManager",
    ]
    facts.ask(for: "com.apple.developer.homekit", .boolean(true), granted: .boolean(true), in: Fixture.app)
    facts[Fixture.app].code?.architectures[0].protectedClasses = ["HMHomeManager"]
    let findings = ApplePolicy.findings(facts: facts, for: .store, today: Fixture.today)
    #expect(
      findings.map { $0.parameters["key"] } == [
        "NSHomeKitUsageDescription", "NSBluetoothAlwaysUsageDescription",
      ])
    #expect(findings.allSatisfy { $0.location == Fixture.app })
    #expect(
      findings.last?.parameters["codes"]
        == "\(Fixture.framework)/Kit and \(Fixture.plugin)/Share")
  }

  @Test func `long builds are taken, as App Store Connect does`() {
    var facts = Fixture.facts(for: .store)
    for path in [Fixture.app, Fixture.plugin, Fixture.framework] { facts[path].build = "15.4.0.0" }
    #expect(Self.ids(facts) == [])
  }

  @Test(arguments: ["1..2", "-1", "1.", "", "9999999999999999999", "٤", "1 "])
  func `what is no version is none`(version: String) {
    var facts = Fixture.facts(for: .store)
    facts[Fixture.framework].version = version
    #expect(Self.ids(facts) == [version.isEmpty ? "apple-version-missing" : "apple-version-malformed"])
  }
}
