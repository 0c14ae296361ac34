import AppleApps
import PropertyLists
import Releases
import Testing

import struct FoundationEssentials.Date

/// Every finding of the policy: an app that shows it, and how grave it is by where the app goes.
@Suite struct AppleVerdictTableTests {
  typealias Fixture = ApplePolicyFixture

  struct Row: CustomTestStringConvertible, Sendable {
    let id: String
    var expecting = ArtifactExpectation()
    var device: String?
    /// For store, ad-hoc, enterprise and debug.
    let severities: [Severity?]
    let flaw: @Sendable (inout AppleFacts) -> Void

    init(
      _ id: String, _ severities: Severity?..., expecting: ArtifactExpectation = ArtifactExpectation(),
      device: String? = nil, flaw: @escaping @Sendable (inout AppleFacts) -> Void = { _ in }
    ) {
      self.id = id
      self.expecting = expecting
      self.device = device
      self.severities = severities
      self.flaw = flaw
    }

    var testDescription: String { id }
  }

  static let today = Fixture.today
  static let (app, framework, plugin) = (Fixture.app, Fixture.framework, Fixture.plugin)

  static let signerRows: [Row] = [
    Row("apple-unsigned", .error, .error, .error, .error) { facts in
      facts[app].code?.architectures[0].signature = nil
    },
    Row("apple-ad-hoc-signature", .error, .error, .error, .error) { facts in
      facts.changeSignatures(of: framework) { signature in
        signature.isAdHoc = true
        signature.team = nil
        signature.certificates = []
        signature.chainEnd = .none
      }
    },
    Row("apple-development-certificate", .error, .error, .error, nil) { facts in
      facts.changeSigner { ($0.kind, $0.purpose) = ("development", .development) }
    },
    Row("apple-distribution-certificate-for-debug", nil, nil, nil, .warning) { facts in
      facts.changeSigner { ($0.kind, $0.purpose) = ("distribution", .distribution) }
    },
    Row("apple-certificate-unfit", .error, .error, .error, .error) { facts in
      facts.changeSigner { ($0.kind, $0.purpose) = ("developer-id-application", .distribution) }
    },
    Row("apple-certificate-unfit", .error, .error, .error, .error) { facts in
      facts.changeSigner { ($0.kind, $0.purpose) = ("unknown", nil) }
    },
    Row("apple-certificate-expired", .error, .error, .error, .error) { facts in
      facts.changeSigner { $0.notAfter = today.addingTimeInterval(-1) }
    },
    Row("apple-certificate-not-yet-valid", .error, .error, .error, .error) { facts in
      facts.changeSigner { $0.notBefore = today.addingTimeInterval(1) }
    },
    Row("apple-foreign-anchor", .error, .error, .error, .error) { facts in
      facts.changeSignatures { $0.chainEnd = .foreign }
    },
    Row("apple-foreign-anchor", .error, .error, .error, .error) { facts in
      facts.changeSignatures(of: framework) { $0.certificates = [] }
    },
    Row("apple-foreign-anchor", .error, .error, .error, .error) { facts in
      facts.changeProfiles { $0.signerEnd = .foreign }
    },
    Row("apple-trusted-anchor", .warning, .warning, .warning, .warning) { facts in
      facts.changeSignatures { $0.chainEnd = .trusted }
    },
    Row("apple-trusted-anchor", .warning, .warning, .warning, .warning) { facts in
      facts.changeProfiles { $0.signerEnd = .trusted }
    },
    Row("apple-team-mismatch", .error, .error, .error, .error) { facts in
      facts.changeSignatures(of: framework) { $0.team = "OTHERTEAM1" }
    },
    Row("apple-team-mismatch", .error, .error, .error, .error) { facts in
      facts.changeProfiles(of: plugin) { $0.team = "OTHERTEAM1" }
    },
    Row(
      "apple-unexpected-certificate", .error, .error, .error, .error,
      expecting: ArtifactExpectation(certificate: "00")),
  ]

  static let profileRows: [Row] = [
    Row("apple-profile-missing", .error, .error, .error, .error) { $0[plugin].profile = nil },
    Row("apple-development-profile", .error, .error, .error, nil) { facts in
      facts.changeProfiles { $0.kind = .development }
    },
    Row("apple-profile-kind", .error, .error, .error, .warning) { facts in
      facts.changeProfiles { $0.kind = .developerID }
    },
    Row("apple-profile-kind", .error, .error, nil, .warning) { facts in
      facts.changeProfiles { $0.kind = .enterprise }
    },
    Row("apple-profile-expired", .error, .error, .error, .error) { facts in
      facts.changeProfiles { $0.expires = today.addingTimeInterval(-1) }
    },
    Row("apple-profile-signer-expired", .error, .warning, .warning, .warning) { facts in
      facts.changeProfiles { $0.signerExpires = today.addingTimeInterval(-1) }
    },
    Row("apple-profile-signature-invalid", .error, .error, .error, .error) { facts in
      facts.changeProfiles { $0.isSignatureValid = false }
    },
    Row("apple-certificate-not-in-profile", .error, .error, .error, .error) { facts in
      facts.changeProfiles { $0.certificates = [String(repeating: "0", count: 64)] }
    },
    Row("apple-certificate-not-in-profile", .error, .error, .error, .error) { facts in
      facts.changeSignatures(of: framework) { $0.certificates[0].sha256 = "bb" }
    },
    Row("apple-profile-platform", .error, .error, .error, .error) { facts in
      facts.changeProfiles(of: plugin) { $0.platforms = ["tvOS"] }
    },
    Row("apple-profile-not-for-bundle", .error, .error, .error, .error) { facts in
      facts.changeProfiles(of: plugin) { $0.applicationIdentifier = "ACMETEAM01.com.acme.other.*" }
    },
    Row("apple-device-not-in-profile", nil, .error, nil, .error, device: "00008110-OTHER"),
  ]

  static let entitlementRows: [Row] = [
    Row("apple-get-task-allow", .error, .error, .error, nil) { facts in
      facts.ask(for: "get-task-allow", .boolean(true), granted: .boolean(true), in: app)
    },
    Row("apple-entitlement-not-in-profile", .error, .error, .error, .error) { facts in
      facts.ask(for: "aps-environment", .string("production"), granted: nil, in: app)
    },
    Row("apple-wildcard-entitlement", .error, .error, .error, .warning) { facts in
      facts.ask(
        for: "com.apple.developer.associated-domains", .array([.string("*")]), granted: .string("*"), in: app)
    },
    Row("apple-application-identifier", .error, .error, .error, .error) { facts in
      facts.changeSignatures(of: app) {
        $0.entitlements["application-identifier"] = .string("ACMETEAM01.com.acme.old")
      }
    },
    Row("apple-application-identifier", .error, .error, .error, .error) { facts in
      facts.changeSignatures(of: app) { $0.entitlements["application-identifier"] = nil }
    },
    Row("apple-entitlements-disagree", .error, .error, .error, .error) { facts in
      facts.changeSignatures(of: app) { $0.entitlementsAgree = false }
    },
    Row("apple-no-der-entitlements", .warning, .error, .error, .error) { facts in
      facts.changeSignatures(of: plugin) { $0.hasDEREntitlements = false }
    },
    Row("apple-code-directory-outdated", .warning, .error, .error, .error) { facts in
      facts.changeSignatures { $0.version = 0x20200 }
    },
    Row("apple-code-identifier", .error, .error, .error, .error) { facts in
      facts.changeSignatures(of: framework) { $0.identifier = "Kit-5555494412345678" }
    },
  ]

  static let applicationRows: [Row] = [
    Row(
      "apple-unexpected-application", .error, .error, .error, .error,
      expecting: ArtifactExpectation(application: "com.acme.other")),
    Row(
      "apple-unexpected-platform", .error, .error, .error, .error,
      expecting: ArtifactExpectation(platform: .tvos)),
    Row(
      "apple-unexpected-version", .error, .error, .error, .error,
      expecting: ArtifactExpectation(version: "4.2.1")),
    Row(
      "apple-unexpected-build", .error, .error, .error, .error, expecting: ArtifactExpectation(build: "43")),
    Row("apple-nested-identifier", .error, .error, .error, .error) { facts in
      let id = "com.acme.apparel"
      facts[plugin].identifier = id
      facts.changeProfiles(of: plugin) { $0.applicationIdentifier = "ACMETEAM01." + id }
      facts.changeSignatures(of: plugin) { $0.identifier = id }
      facts.ask(
        for: "application-identifier", .string("ACMETEAM01." + id), granted: .string("ACMETEAM01." + id),
        in: plugin)
    },
    Row("apple-build-missing", .error, .warning, .warning, nil) { $0[framework].build = "" },
    Row("apple-version-missing", .error, .warning, .warning, nil) { $0[framework].version = nil },
    Row("apple-build-malformed", .error, .warning, .warning, nil) { $0[framework].build = "1.0-beta" },
    Row("apple-version-malformed", .error, .warning, .warning, nil) { $0[framework].version = "7.1.0.1" },
    Row("apple-extension-version", .warning, nil, nil, nil) { $0[plugin].build = "41" },
    Row("apple-minimum-os-missing", .error, .warning, .warning, nil) { $0[framework].minimumOS = nil },
    Row("apple-minimum-os-mismatch", .error, .warning, .warning, nil) { facts in
      facts[framework].code?.architectures[0].minimumOS = "17.0"
    },
    Row("apple-minimum-os-mismatch", .error, .warning, .warning, nil) { facts in
      facts[framework].minimumOS = "17.0"
      facts[framework].code?.architectures[0].minimumOS = "17.0"
    },
    Row("apple-icon-name-missing", .error, nil, nil, nil) { $0[app].iconName = nil },
    Row("apple-icon-catalog-missing", .error, nil, nil, nil) { $0[app].hasAssetCatalog = false },
    Row("apple-icon-size-wrong", .warning, nil, nil, nil) { facts in
      facts[app].icons = [
        icon("AppIcon60x60", ["AppIcon60x60@2x": (120, 120), "AppIcon60x60@3x": (180, 179)])
      ]
    },
    Row("apple-purpose-string-missing", .warning, .warning, .warning, nil) { facts in
      facts.ask(
        for: "com.apple.developer.healthkit", .boolean(true), granted: .boolean(true), in: app)
    },
    Row("apple-purpose-string-for-code-missing", .warning, .warning, .warning, nil) { facts in
      facts[framework].code?.architectures[0].protectedClasses = ["CLLocationManager"]
    },
  ]

  static let contentRows: [Row] = [
    Row("apple-simulator-build", .error, .error, .error, .error) { facts in
      facts[framework].code?.architectures[0].platform = "iOS Simulator"
    },
    Row("apple-unsupported-architecture", .error, .warning, .warning, .warning) { facts in
      var intel = facts[framework].code?.architectures[0]
      intel?.name = "x86_64"
      facts[framework].code?.architectures += [intel].compactMap(\.self)
    },
    Row("apple-encrypted-code", .error, .error, .error, .error) { facts in
      facts[app].code?.architectures[0].isEncrypted = true
    },
    Row("apple-standalone-code", .error, nil, nil, nil) { facts in
      facts.looseCode[0].path = framework + "/helper"
    },
    Row("apple-swift-support-missing", .error, nil, nil, nil) { $0.foldersBesidePayload = ["Symbols"] },
    Row("apple-sdk-too-old", .error, nil, nil, nil) { $0[app].sdkName = "iphoneos18.5" },
    Row("apple-privacy-manifest-invalid", .error, nil, nil, nil) { facts in
      facts[app].privacyManifest = PrivacyManifestFacts(
        path: app + "/PrivacyInfo.xcprivacy", problem: "it is no property list")
    },
    Row("apple-sdk-signature-missing", .warning, nil, nil, nil) { facts in
      facts.sdkSignatures = [
        SDKSignatureFacts(path: "Signatures/Kit.xcframework-ios.signature", isSigned: false),
        SDKSignatureFacts(path: "Signatures/Lottie.xcframework-ios.signature", isSigned: true),
        SDKSignatureFacts(path: "Signatures/RxSwift.xcframework-ios.signature"),
        SDKSignatureFacts(
          path: "Signatures/openssl.xcframework-ios.signature", library: "openssl.framework", isSigned: false),
      ]
    },
    Row("apple-privacy-manifest-missing", .warning, nil, nil, nil) { facts in
      facts[framework].path = app + "/Frameworks/Alamofire.framework"
    },
    Row("apple-privacy-api-undeclared", .error, nil, nil, nil) { facts in
      facts[app].code?.architectures[0].requiredReasonAPIs = ["NSUserDefaults", "stat"]
    },
    Row("apple-privacy-api-undeclared", .error, nil, nil, nil) { facts in
      facts[framework].code?.architectures[0].requiredReasonAPIs = ["systemUptime"]
      facts.declare("NSPrivacyAccessedAPICategorySystemBootTime", ["35F9.1"], in: app)
    },
    Row("apple-privacy-category-invalid", .error, nil, nil, nil) {
      $0.declare("UserDefaults", ["CA92.1"], in: app)
    },
    Row("apple-privacy-reason-invalid", .error, nil, nil, nil) { facts in
      facts.declare("NSPrivacyAccessedAPICategoryDiskSpace", ["CA92.1", "E174.1"], in: framework)
    },
    Row("apple-symbols-missing", .warning, nil, nil, nil) { facts in
      facts[app].code?.architectures[0].uuid = "A"
      facts[framework].code?.architectures[0].uuid = "F"
      facts.looseCode[0].architectures[0].uuid = "S"
      facts.symbols = SymbolsFacts(bundles: [.init(name: "Kit.framework.dSYM", uuids: ["F"])])
    },
    Row("apple-symbols-foreign", .warning, .warning, .warning, nil) { facts in
      facts[app].code?.architectures[0].uuid = "A"
      facts.symbols = SymbolsFacts(bundles: [
        .init(name: "Acme.app.dSYM", uuids: ["A", "I"]), .init(name: "Other.app.dSYM", uuids: ["O"]),
      ])
    },
  ]

  /// An icon with files, whose sizes are given by name.
  static func icon(_ name: String, _ files: [String: (Int?, Int?)]) -> IconFacts {
    IconFacts(
      name: name, key: "CFBundleIcons",
      files: files.sorted { $0.key < $1.key }.map {
        IconFacts.File(path: "\(app)/\($0.key).png", width: $0.value.0, height: $0.value.1)
      })
  }

  /// These apps have no catalog, which is told as well.
  static let looseIconRows: [Row] = [
    Row("apple-icon-file-missing", .error, nil, nil, nil) { facts in
      facts[app].icons = [
        icon("AppIcon60x60", ["AppIcon60x60@2x": (120, 120)]), icon("AppIcon76x76", [:]),
      ]
    },
    Row("apple-ipad-icon-missing", .error, nil, nil, nil) { facts in
      facts[app].icons = [icon("Icon", ["Icon@2x": (120, 120), "Icon@2x~ipad": (152, 152)])]
    },
    Row("apple-iphone-icon-missing", .error, nil, nil, nil) { facts in
      facts[app].deviceFamilies = [1]
      facts[app].icons = [icon("Icon", ["Icon@2x": (120, 119)])]
    },
  ]

  @Test(arguments: looseIconRows)
  func `loose icons are judged where there is no catalog`(row: Row) {
    for (distribution, severity) in zip(Distribution.allCases, row.severities) {
      for hasCatalog in [true, false] {
        var facts = Fixture.facts(for: distribution)
        row.flaw(&facts)
        facts[Self.app].hasAssetCatalog = hasCatalog
        let findings = ApplePolicy.findings(facts: facts, for: distribution, today: Self.today)
        let found = findings.filter { $0.id != "apple-icon-catalog-missing" }
        #expect(found.map(\.id) == (hasCatalog || severity == nil ? [] : [row.id]), "\(distribution)")
        #expect(found.allSatisfy { $0.severity == severity })
      }
    }
  }

  static let rows = signerRows + profileRows + entitlementRows + applicationRows + contentRows

  /// Without a distribution, over an app that is signed for debugging.
  static func findings(_ row: Row, for distribution: Distribution?) -> [Finding] {
    var facts = Fixture.facts(for: distribution ?? .debug)
    row.flaw(&facts)
    return ApplePolicy.findings(
      facts: facts, for: distribution, expecting: row.expecting, device: row.device, today: today)
  }

  @Test func `every finding of the policy has an app that shows it`() {
    #expect(Set((Self.rows + Self.looseIconRows).map(\.id)) == AppleVerdicts.ids)
    #expect(Self.rows.allSatisfy { $0.severities.count == Distribution.allCases.count })
  }

  @Test(arguments: Distribution.allCases)
  func `nobody has anything against the app without a flaw`(distribution: Distribution) {
    let findings = ApplePolicy.findings(
      facts: Fixture.facts(for: distribution), for: distribution,
      expecting: ArtifactExpectation(
        application: "com.acme.app", version: "4.2.0", build: "42",
        certificate: String(repeating: "AA:", count: 31) + "AA"), device: Fixture.device.lowercased(),
      today: Self.today)
    #expect(findings.map(\.id) == [])
  }

  @Test(arguments: rows)
  func `is found where it matters, as grave as it is there, and nothing else`(row: Row) {
    for (distribution, severity) in zip(Distribution.allCases, row.severities) {
      let findings = Self.findings(row, for: distribution)
      let place = Comment(rawValue: distribution.rawValue)
      #expect(findings.filter { $0.id == row.id }.map(\.severity).max() == severity, place)
      #expect(findings.filter { $0.id != row.id }.map(\.id) == [], place)
    }
  }

  @Test(arguments: rows)
  func `is found where no destination is named only when all of them mind, as grave as where it is least so`(
    row: Row
  ) {
    let severity = row.severities.contains(nil) ? nil : row.severities.compactMap(\.self).min()
    let findings = Self.findings(row, for: nil)
    // What kind of profile is needed, only a destination says.
    #expect(findings.map(\.severity).max() == (row.id == "apple-profile-kind" ? nil : severity))
    #expect(findings.allSatisfy { $0.id == row.id })
  }
}
