import AppleApps
import Cryptography
import FieldTools
import PropertyLists
import Releases
import Testing

/// Apps for Apple's other devices, and a watch app in an app for iOS.
@Suite(.needs(.openssl)) struct PlatformTests {
  /// A platform by its number in load commands and its names, and how its code is signed.
  struct Device: Sendable, CustomTestStringConvertible {
    let platform: Platform
    let number: UInt32
    let supported: String
    let profile: String
    let minimum: UInt32
    let pageSize: Int
    var digests: [HashAlgorithm] = [.sha256]
    var cpu: UInt32 = 0x0100_000c

    var testDescription: String { platform.rawValue }
  }

  private static let devices = [
    Device(
      platform: .ios, number: 2, supported: "iPhoneOS", profile: "iOS", minimum: 15 << 16, pageSize: 16_384),
    Device(
      platform: .tvos, number: 3, supported: "AppleTVOS", profile: "tvOS", minimum: 15 << 16, pageSize: 4096),
    Device(
      platform: .watchos, number: 4, supported: "WatchOS", profile: "iOS", minimum: 8 << 16, pageSize: 16_384,
      digests: [.sha1, .sha256], cpu: 0x0200_000c),
    Device(
      platform: .watchos, number: 4, supported: "WatchOS", profile: "watchOS", minimum: 12 << 16,
      pageSize: 16_384),
    Device(
      platform: .visionos, number: 11, supported: "XROS", profile: "xrOS", minimum: 2 << 16, pageSize: 16_384),
  ]

  private static func info(_ name: String, _ identifier: String, _ device: Device) -> [UInt8] {
    PropertyList.dictionary([
      "CFBundleExecutable": .string(name), "CFBundleIdentifier": .string(identifier),
      "CFBundleShortVersionString": .string("1.0"), "CFBundleVersion": .string("1"),
      "CFBundleSupportedPlatforms": .array([.string(device.supported)]),
      "MinimumOSVersion": .string("\(device.minimum >> 16).0"),
    ]).xml()
  }

  /// The files of a flat bundle.
  private static func bundle(
    _ path: String, _ name: String, _ identifier: String, _ device: Device, fileType: UInt32 = 2
  ) -> [(String, ListedTree.Content)] {
    let code = SampleCode(
      cpuType: device.cpu, fileType: fileType, platform: (device.number, device.minimum, 26 << 16))
    return [
      (path, .folder), ("\(path)/Info.plist", .file(info(name, identifier, device))),
      ("\(path)/\(name)", .file(code.bytes)), ("\(path)/data", .text(identifier)),
    ]
  }

  private static func profile(_ identifier: String, _ device: Device) -> AppleAuthority.Profile {
    var profile = SignedApp.profile(identifier)
    profile.platform = device.profile
    profile.name = "\(device.profile) \(identifier)"
    return profile
  }

  private static func findings(_ app: SignedApp, expecting platform: Platform) throws -> [Finding] {
    let verification = try SignedApp.verify(app.write(as: "App.ipa"))
    #expect(verification.findings == [])
    return ApplePolicy.findings(
      facts: verification.facts, for: .adHoc, expecting: ArtifactExpectation(platform: platform),
      today: SignedApp.time)
  }

  private static func check(_ app: SignedApp) throws {
    guard Tool.python.isThere else { return }
    let outcome = try Tool.python.run(
      [Repository.folder + "/scripts/check-code-signature.py", app.folder.file("App.ipa")])
    #expect(outcome.status == 0, "\(outcome.text)")
  }

  private static func expectForm(_ code: MachOFile, _ device: Device) throws {
    let directories = try #require(try code.slices[0].signature()).directories
    #expect(directories.map(\.hash) == device.digests, "\(code.name)")
    #expect(directories.map(\.pageSize) == device.digests.map { _ in device.pageSize }, "\(code.name)")
  }

  @Test(arguments: devices)
  func `an app is signed as its platform has it`(_ device: Device) throws {
    let tree = ListedTree(
      Self.bundle("Payload/App.app", "App", "com.example.app", device)
        + Self.bundle(
          "Payload/App.app/Frameworks/Kit.framework", "Kit", "com.example.kit", device, fileType: 6))
    // The other has the same id, and was made later.
    let other = Self.devices.first { $0.profile != device.profile && $0.profile != "watchOS" }
    var wrong = Self.profile("com.example.app", try #require(other))
    wrong.created = "2026-02-01T00:00:00Z"
    if device.platform == .watchos { wrong.platform = "tvOS" }
    let app = try SignedApp(
      tree, in: TemporaryFolder(), profiles: [wrong, Self.profile("com.example.app", device)])
    #expect(app.plan.bundles.map { $0.profile?.platforms } == [[device.profile]])
    let findings = try Self.findings(app, expecting: device.platform)
    #expect(!findings.contains { ["apple-profile-platform", "apple-unexpected-platform"].contains($0.id) })
    try Self.check(app)
    try Self.expectForm(app.tree.code(at: "Payload/App.app/App"), device)
    try Self.expectForm(app.tree.code(at: "Payload/App.app/Frameworks/Kit.framework/Kit"), device)
    let seals = try app.tree.seals(of: "Payload/App.app")
    let data = Array("com.example.app".utf8)
    #expect(
      seals["data"]?.content
        == .file(Dictionary(uniqueKeysWithValues: device.digests.map { ($0, Digest.hash($0, data)) })))
  }

  @Test(arguments: devices)
  func `a profile for another platform is found, in the plan and in what is signed`(_ device: Device) throws {
    let tree = ListedTree(Self.bundle("Payload/App.app", "App", "com.example.app", device))
    var profile = Self.profile("com.example.app", device)
    profile.platform = device.platform == .tvos ? "iOS" : "tvOS"
    let app = try SignedApp(tree, in: TemporaryFolder(), profiles: [profile])
    let planned = ApplePolicy.findings(
      plan: app.plan, facts: try AppleFacts.read(AppContents(tree)), for: .store, today: SignedApp.time)
    for findings in [planned, try Self.findings(app, expecting: device.platform)] {
      let found = try #require(findings.first { $0.id == "apple-profile-platform" })
      #expect(found.severity == .error && found.location == "Payload/App.app")
      #expect(found.parameters["platform"] == device.platform.displayName)
      #expect(found.parameters["platforms"] == profile.platform)
    }
    let other: Platform = device.platform == .tvos ? .ios : .tvos
    #expect(try Self.findings(app, expecting: other).contains { $0.id == "apple-unexpected-platform" })
  }

  @Test func `a watch app and its extension are signed in an app for iOS, each in its own form`() throws {
    let (phone, watch) = (Self.devices[0], Self.devices[2])
    let top = "Payload/App.app"
    let inner = "\(top)/Watch/Watch.app"
    let tree = ListedTree(
      Self.bundle(top, "App", "com.example.app", phone) + [("\(top)/Watch", .folder)]
        + Self.bundle(inner, "Watch", "com.example.app.watchkitapp", watch) + [("\(inner)/PlugIns", .folder)]
        + Self.bundle(
          "\(inner)/PlugIns/Face.appex", "Face", "com.example.app.watchkitapp.face", watch))
    let app = try SignedApp(
      tree, in: TemporaryFolder(),
      profiles: ["com.example.app", "com.example.app.watchkitapp", "com.example.app.watchkitapp.face"].map {
        Self.profile($0, phone)
      })
    #expect(app.plan.gaps == [])
    let findings = try Self.findings(app, expecting: .ios)
    // What is wrong with the authority's certificates and profiles, and nothing else.
    let expected: Set = ["apple-trusted-anchor", "apple-profile-kind", "apple-certificate-not-yet-valid"]
    #expect(Set(findings.map(\.id)).isSubset(of: expected), "\(findings)")
    try Self.check(app)
    try Self.expectForm(app.tree.code(at: "\(top)/App"), phone)
    for code in ["\(inner)/Watch", "\(inner)/PlugIns/Face.appex/Face"] {
      try Self.expectForm(app.tree.code(at: code), watch)
    }
    // Each seal has the digests of the code that it is for.
    func digests(_ bundle: String) throws -> Set<HashAlgorithm> {
      guard case .file(let digests)? = try app.tree.seals(of: bundle)["data"]?.content else { return [] }
      return Set(digests.keys)
    }
    #expect(try digests(top) == [.sha256] && digests(inner) == [.sha1, .sha256])
    let outer = try app.tree.seals(of: top)
    #expect(
      outer["Watch/Watch.app/Watch"] != nil && outer["Watch/Watch.app/_CodeSignature/CodeResources"] != nil)
    let facts = try SignedApp.verify(app.tree).facts
    #expect(facts.bundles.map(\.kind) == [.app, .watchApp, .appExtension])
    #expect(facts.bundles.map(\.platform) == [.ios, .watchos, .watchos])
  }
}
