import Cryptography
import FieldTools
import FoundationEssentials
import PropertyLists
import Testing

@testable import Credentials

extension Corpus {
  /// Provisioning profiles, signed by Apple.
  static let appleProfiles = Corpus("apple/profiles")
}

@Suite struct ProvisioningProfileTests {
  private static func make(
    _ change: (inout AppleAuthority.Profile) -> Void = { _ in }
  ) throws -> ProvisioningProfile {
    var profile = AppleAuthority.Profile()
    change(&profile)
    return try ProvisioningProfile(
      AppleAuthority.shared.get().profile(profile), origin: "app.mobileprovision")
  }

  @Test(
    .needs(.appleProfiles),
    arguments: [
      ("app-store-2015", 1_449_198_836.0, "736590c3-dfe8-4c25-b2eb-2404b8e65fb8"),
      ("app-store-2015-b", 1_447_016_943.0, "98264c6b-5151-4349-8d0f-66691e48ae35"),
    ])
  func `reads Apple's profiles`(_ name: String, _ created: Double, _ uuid: String) throws {
    let bytes = [UInt8](
      try Data(contentsOf: URL(filePath: Corpus.appleProfiles.path("\(name).mobileprovision"))))
    let profile = try ProvisioningProfile(bytes, origin: name)
    #expect(profile.uuid == uuid && profile.applicationIdentifier == "439BBM9367.tools.fastlane.app")
    #expect(profile.bytes == bytes && profile.kind == .appStore && profile.platforms == ["iOS"])
    #expect(profile.teamIdentifiers == ["439BBM9367"] && profile.teamName == "Felix Krause")
    #expect(profile.applicationIdentifierPrefixes == ["439BBM9367"])
    #expect(profile.created == Date(timeIntervalSince1970: created))
    #expect(profile.devices == nil && !profile.provisionsAllDevices && !profile.allowsDebugging)
    #expect(profile.certificates.map(\.appleKind) == [.distribution])
    #expect(profile.certificates[0].appleTeam == "439BBM9367")
    #expect(profile.entitlements["beta-reports-active"] == .boolean(true))
    #expect(profile.isSignatureValid && profile.isAuthentic())
    let chain = try #require(profile.chain())
    #expect(chain.end == .apple && chain.certificates.count == 3)
    #expect(chain.leaf.subject["CN"] == "Apple iPhone OS Provisioning Profile Signing")
  }

  @Test(.needs(.appleProfiles))
  func `refuses a file that is no profile`() throws {
    let dummy = try Data(contentsOf: URL(filePath: Corpus.appleProfiles.path("dummy.mobileprovision")))
    #expect(throws: CredentialError.notAProvisioningProfile(origin: "dummy")) {
      try ProvisioningProfile([UInt8](dummy), origin: "dummy")
    }
  }

  @Test(.needs(.openssl))
  func `reads every fact`() throws {
    let profile = try Self.make {
      $0.devices = ["00008030-001A2B3C4D5E6F70"]
      $0.isDebuggable = true
      $0.certificate = "development"
    }
    #expect(profile.origin == "app.mobileprovision" && profile.name == "Fixture")
    #expect(profile.uuid == "5A1C9D5E-0000-4000-8000-000000000000")
    #expect(profile.teamIdentifiers == ["ABCDE12345"] && profile.teamName == "Fixture Ltd")
    #expect(profile.applicationIdentifier == "ABCDE12345.com.example.fixture")
    #expect(profile.applicationIdentifierPrefix == "ABCDE12345")
    #expect(profile.bundleIDPattern == "com.example.fixture" && profile.isExplicit)
    #expect(profile.created == Date(timeIntervalSince1970: 1_767_225_600))
    #expect(profile.expires == Date(timeIntervalSince1970: 2_082_758_400))
    #expect(try profile.certificates == [AppleAuthority.shared.get().certificate("development")])
    #expect(profile.devices == ["00008030-001A2B3C4D5E6F70"] && !profile.isXcodeManaged)
    #expect(
      profile.entitlements["keychain-access-groups"]?.strings == ["ABCDE12345.*", "com.apple.token"])
  }

  @Test(
    .needs(.openssl),
    arguments: [
      ("iOS", true, true, false, .development), ("iOS", false, true, false, .adHoc),
      ("iOS", false, false, false, .appStore), ("iOS", false, false, true, .enterprise),
      ("tvOS", true, true, false, .development), ("OSX", false, false, true, .developerID),
      ("OSX", false, true, false, .development), ("OSX", false, false, false, .appStore),
    ] as [(String, Bool, Bool, Bool, ProvisioningProfile.Kind)])
  func `tells where apps may go`(
    _ platform: String, _ isDebuggable: Bool, _ hasDevices: Bool, _ hasAllDevices: Bool,
    _ kind: ProvisioningProfile.Kind
  ) throws {
    let profile = try Self.make {
      $0.platform = platform
      $0.isDebuggable = isDebuggable
      $0.devices = hasDevices ? ["00008030-001A2B3C4D5E6F70"] : []
      $0.hasAllDevices = hasAllDevices
    }
    #expect(profile.kind == kind)
  }

  @Test(
    .needs(.openssl),
    arguments: [
      ("com.acme.app", ["com.acme.app"], ["com.acme.app.share", "com.acme", "com.acme.App", "", "*"]),
      (
        "com.acme.*", ["com.acme.app", "com.acme.app.share"],
        ["com.acme", "com.acme.", "com.acmeapp", "com.acme.*"]
      ),
      ("*", ["com.acme.app", "x"], ["", "*"]),
      ("com.acme*", [], ["com.acmeapp", "com.acme.app", "com.acme*"]),
      ("com.*.app", [], ["com.acme.app", "com.*.app"]),
    ])
  func `covers a bundle identifier, or all that a wildcard stands for`(
    _ pattern: String, _ covered: [String], _ others: [String]
  ) throws {
    let profile = try Self.make { $0.bundleID = pattern }
    for bundleID in covered { #expect(profile.covers(bundleID: bundleID), "\(bundleID)") }
    for bundleID in others { #expect(!profile.covers(bundleID: bundleID), "\(bundleID)") }
  }

  @Test(.needs(.openssl))
  func `picks the exact profile first, then the longest wildcard, then the newest`() throws {
    func profile(_ bundleID: String, _ created: String = "2026-01-01T00:00:00Z") throws -> ProvisioningProfile
    {
      try Self.make {
        $0.bundleID = bundleID
        $0.created = created
      }
    }
    let profiles = try ["*", "com.acme.*", "com.acme.app", "com.acme.app.*", "com.acme.other"].map {
      try profile($0)
    }
    func best(_ bundleID: String) -> String? {
      ProvisioningProfile.best(for: bundleID, among: profiles)?.bundleIDPattern
    }
    #expect(best("com.acme.app") == "com.acme.app" && best("com.acme.app.share") == "com.acme.app.*")
    #expect(best("com.acme.third") == "com.acme.*" && best("org.acme") == "*")
    #expect(ProvisioningProfile.best(for: "org.acme", among: Array(profiles.dropFirst())) == nil)
    let renewed = try profile("com.acme.app", "2026-06-01T00:00:00Z")
    #expect(
      ProvisioningProfile.best(for: "com.acme.app", among: [renewed] + profiles)?.created == renewed.created)
  }

  @Test(
    .needs(.openssl),
    arguments: [
      ("<key>Name</key><string>Fixture</string>", "", "Name"),
      ("<key>Name</key><string>Fixture</string>", "<key>Name</key><true/>", "Name"),
      ("<date>2036-01-01T00:00:00Z</date>", "<string>2036</string>", "ExpirationDate"),
      ("<key>Entitlements</key>", "<key>Other</key>", "Entitlements"),
      ("<key>application-identifier</key>", "<key>other</key>", "application-identifier"),
      ("ABCDE12345.com.example.fixture", "ABCDE12345", "application-identifier"),
      ("ABCDE12345.com.example.fixture", ".com.example.fixture", "application-identifier"),
      ("<array><data>", "<array><data></data><data>", "DeveloperCertificates[0]"),
      ("<string>Fixture Ltd</string>", "<integer>1</integer>", "TeamName"),
      ("<key>Platform</key><array>", "<key>Platform</key><array><true/>", "Platform"),
    ])
  func `names the entry that is missing or malformed`(
    _ text: String, _ replacement: String, _ entry: String
  ) throws {
    let authority = try AppleAuthority.shared.get()
    let list = try authority.propertyList(AppleAuthority.Profile())
    try #require(list.contains(text))
    let bytes = try authority.sign(Array(list.replacing(text, with: replacement).utf8))
    #expect(throws: CredentialError.malformedProvisioningProfile(origin: "bad", entry: entry)) {
      try ProvisioningProfile(bytes, origin: "bad")
    }
  }

  @Test(.needs(.openssl))
  func `says what is not a signed property list`() throws {
    let authority = try AppleAuthority.shared.get()
    let cut = try authority.sign(Array("<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>".utf8))
    #expect {
      try ProvisioningProfile(cut, origin: "bad")
    } throws: { error in
      guard case .unreadableProvisioningProfile("bad", .malformed) = error as? CredentialError else {
        return false
      }
      return true
    }
    let list = Array(try authority.propertyList(AppleAuthority.Profile()).utf8)
    let array = Array("<plist version=\"1.0\"><array/></plist>".utf8)
    for bytes in [[], list, try authority.sign(Array("words".utf8)), try authority.sign(array)] {
      #expect(throws: CredentialError.notAProvisioningProfile(origin: "bad")) {
        try ProvisioningProfile(bytes, origin: "bad")
      }
    }
  }

  @Test(.needs(.openssl))
  func `is authentic when an authority signed it, and not when a developer did`() throws {
    let authority = try AppleAuthority.shared.get()
    let root = try authority.certificate("root")
    let profile = try Self.make()
    #expect(profile.isSignatureValid && profile.isAuthentic(anchors: [root]) && !profile.isAuthentic())
    #expect(profile.chain(anchors: [root])?.end == .trusted(root))
    #expect(profile.chain()?.end == .foreign(root))
    #expect(try profile.signerCertificate == authority.certificate("profiles"))

    let own = try ProvisioningProfile(authority.profile(signer: "distribution"), origin: "own")
    #expect(own.isSignatureValid && own.chain(anchors: [root])?.end == .trusted(root))
    #expect(!own.isAuthentic(anchors: [root]))

    var changed = profile.bytes
    let place = try #require(changed.indices.first { changed[$0...].starts(with: "Fixture Ltd".utf8) })
    changed[place] = UInt8(ascii: "M")
    let mixture = try ProvisioningProfile(changed, origin: "changed")
    #expect(mixture.teamName == "Mixture Ltd" && !mixture.isSignatureValid)
    #expect(!mixture.isAuthentic(anchors: [root]))
  }

  @Test(.needs(.openssl))
  func `every truncation and every flipped byte is read or refused`() throws {
    let bytes = try Self.make().bytes
    for count in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: CredentialError.self) { try ProvisioningProfile(Array(bytes[..<count]), origin: "cut") }
    }
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x81
      guard let profile = try? ProvisioningProfile(changed, origin: "flipped") else { continue }
      _ = (profile.kind, profile.covers(bundleID: "com.example.fixture"))
    }
  }
}
