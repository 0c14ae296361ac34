import AppleApps
import Credentials
import FieldTools
import PropertyLists
import Testing

@Suite(.needs(.openssl)) struct EntitlementsResolutionTests {
  private static let bundleID = "com.example.fixture"
  private static let identifier = "ABCDE12345.com.example.fixture"

  private static func profile(
    _ entitlements: [String: String] = [:], _ change: (inout AppleAuthority.Profile) -> Void = { _ in }
  ) throws -> ProvisioningProfile {
    var profile = AppleAuthority.Profile()
    profile.entitlements = entitlements
    change(&profile)
    return try ProvisioningProfile(
      AppleAuthority.shared.get().profile(profile), origin: "app.mobileprovision")
  }

  /// What every app of these profiles is signed with.
  private static func base(isDebuggable: Bool = false) -> [String: PropertyList] {
    [
      "application-identifier": .string(identifier), "get-task-allow": .boolean(isDebuggable),
      "com.apple.developer.team-identifier": .string("ABCDE12345"),
    ]
  }

  private static func resolve(
    _ source: EntitlementsSource, _ profile: ProvisioningProfile, payload: [String: PropertyList]? = nil,
    bundleID: String = bundleID
  ) -> (values: [String: PropertyList], flaws: [EntitlementFlaw]) {
    EntitlementsResolution.resolve(bundleID: bundleID, profile: profile, source: source, payload: payload)
  }

  @Test func `makes a wildcard profile's entitlements concrete`() throws {
    let profile = try Self.profile(["com.apple.developer.associated-domains": "<string>*</string>"]) {
      $0.bundleID = "*"
      $0.isDebuggable = true
    }
    let (values, flaws) = Self.resolve(.profile, profile)
    #expect(values == Self.base(isDebuggable: true) && flaws.isEmpty)
    // What the code has is kept where the profile has a pattern.
    let carried: [String: PropertyList] = [
      "keychain-access-groups": .array([.string("ABCDE12345.shared")]),
      "com.apple.developer.associated-domains": .array([.string("applinks:*.example.com")]),
      "get-task-allow": .boolean(false), "com.apple.developer.healthkit": .boolean(true),
    ]
    let kept = Self.resolve(.profile, profile, payload: carried)
    #expect(kept.flaws.isEmpty)
    #expect(
      kept.values
        == carried.filter { $0.key != "com.apple.developer.healthkit" }
        .merging(Self.base(isDebuggable: true)) { $1 })
  }

  @Test func `signs an app that carries none with what every app has`() throws {
    for payload in [nil, [:]] as [[String: PropertyList]?] {
      let (values, flaws) = Self.resolve(.payload, try Self.profile(), payload: payload)
      #expect(values == Self.base() && flaws.isEmpty)
    }
  }

  @Test func `asks when the profile grants more than an app without entitlements says it needs`() throws {
    let profile = try Self.profile([
      "aps-environment": "<string>production</string>", "beta-reports-active": "<true/>",
      "com.apple.developer.healthkit": "<true/>",
    ])
    let (values, flaws) = Self.resolve(.payload, profile)
    #expect(flaws == [.payloadCarriesNone(granted: ["aps-environment", "com.apple.developer.healthkit"])])
    #expect(values == Self.base().merging(["beta-reports-active": .boolean(true)]) { $1 })
    #expect(Self.resolve(.profile, profile).flaws.isEmpty)
    #expect(Self.resolve(.given([:]), profile).flaws.isEmpty)
  }

  @Test func `takes from the profile what is its to say`() throws {
    let profile = try Self.profile([
      "aps-environment": "<string>production</string>",
      "com.apple.developer.icloud-services": "<string>*</string>",
      "com.apple.developer.icloud-container-environment":
        "<array><string>Development</string><string>Production</string></array>",
    ])
    let payload: [String: PropertyList] = [
      "application-identifier": .string("ABCDE12345.com.example.before"),
      "aps-environment": .string("development"),
      "beta-reports-active": .boolean(true), "get-task-allow": .boolean(true),
      "com.apple.developer.icloud-services": .array([.string("CloudDocuments")]),
      "com.apple.developer.team-identifier": .string("ABCDE12345"),
    ]
    let expected = Self.base().merging([
      "aps-environment": .string("production"),
      "com.apple.developer.icloud-services": .array([.string("CloudDocuments")]),
      "com.apple.developer.icloud-container-environment": .string("Production"),
    ]) { $1 }
    for source in [EntitlementsSource.payload, .profile] {
      let (values, flaws) = Self.resolve(source, profile, payload: payload)
      #expect(values == expected && flaws.isEmpty)
    }
    // What is not asked for is not given.
    let (values, flaws) = Self.resolve(.payload, profile, payload: ["get-task-allow": .boolean(true)])
    #expect(values == Self.base() && flaws.isEmpty)
  }

  @Test func `moves an app to another team`() throws {
    let profile = try Self.profile([
      "com.apple.security.application-groups": "<array><string>group.new</string></array>",
      "com.apple.developer.ubiquity-kvstore-identifier": "<string>ABCDE12345.*</string>",
      "com.apple.developer.pass-type-identifiers": "<array><string>ABCDE12345.*</string></array>",
    ])
    let payload: [String: PropertyList] = [
      "application-identifier": .string("OLD0000000.com.old.app"),
      "com.apple.developer.team-identifier": .string("OLDTEAM000"),
      "keychain-access-groups": .array([.string("OLD0000000.com.old.app"), .string("com.apple.token")]),
      "com.apple.security.application-groups": .array([.string("group.old")]),
      "com.apple.developer.ubiquity-kvstore-identifier": .string("OLDTEAM000.com.old.app"),
      "com.apple.developer.pass-type-identifiers": .array([.string("OLDTEAM000.pass.old")]),
    ]
    let (values, flaws) = Self.resolve(.payload, profile, payload: payload)
    #expect(flaws.isEmpty)
    #expect(
      values
        == Self.base().merging([
          "keychain-access-groups": .array([.string("ABCDE12345.com.old.app"), .string("com.apple.token")]),
          "com.apple.security.application-groups": .array([.string("group.new")]),
          "com.apple.developer.ubiquity-kvstore-identifier": .string("ABCDE12345.com.old.app"),
          "com.apple.developer.pass-type-identifiers": .array([.string("ABCDE12345.pass.old")]),
        ]) { $1 })
  }

  @Test func `keeps the prefix of an account from before teams had it`() throws {
    let profile = try Self.profile { $0.prefix = "PREFIX0001" }
    let (values, flaws) = Self.resolve(
      .payload, profile, payload: ["keychain-access-groups": .array([.string("PREFIX0001.a")])])
    #expect(flaws.isEmpty && values["application-identifier"] == .string("PREFIX0001.com.example.fixture"))
    #expect(values["com.apple.developer.team-identifier"] == .string("ABCDE12345"))
  }

  @Test func `reads the settings of an Xcode project's file`() throws {
    let given: [String: PropertyList] = [
      "application-identifier": .string("$(AppIdentifierPrefix)$(CFBundleIdentifier)"),
      "keychain-access-groups": .array([
        .string("$(AppIdentifierPrefix)shared"),
        .string("$(TeamIdentifierPrefix)$(PRODUCT_BUNDLE_IDENTIFIER)"),
      ]),
    ]
    let (values, flaws) = Self.resolve(.given(given), try Self.profile())
    #expect(flaws.isEmpty)
    #expect(
      values
        == Self.base().merging([
          "keychain-access-groups": .array([.string("ABCDE12345.shared"), .string(Self.identifier)])
        ]) { $1 })
    let unknown = Self.resolve(
      .given(["keychain-access-groups": .array([.string("$(OTHER)")])]), try Self.profile())
    #expect(unknown.flaws == [.variableLeft(key: "keychain-access-groups", value: "$(OTHER)")])
  }

  @Test func `says what the profile does not grant`() throws {
    let granted = "<array><string>group.a</string><string>group.b</string></array>"
    let profile = try Self.profile([
      "com.apple.security.application-groups": granted, "com.apple.developer.healthkit": "<false/>",
    ])
    let groups = { (names: [String]) in PropertyList.array(names.map { .string($0) }) }
    let asked: [String: PropertyList] = [
      "com.apple.developer.nfc.readersession.formats": groups(["TAG"]),
      "com.apple.security.application-groups": groups(["group.a", "group.c"]),
      "com.apple.developer.healthkit": .boolean(true), "aps-environment": .string("production"),
      "keychain-access-groups": groups(["OTHER00000.a"]),
    ]
    let expected: [EntitlementFlaw] = [
      .keyNotInProfile(key: "aps-environment"),
      .valueNotAllowed(key: "com.apple.developer.healthkit", value: .boolean(true), allowed: .boolean(false)),
      .keyNotInProfile(key: "com.apple.developer.nfc.readersession.formats"),
      .valueNotAllowed(
        key: "com.apple.security.application-groups", value: groups(["group.a", "group.c"]),
        allowed: groups(["group.a", "group.b"])),
      .valueNotAllowed(
        key: "keychain-access-groups", value: groups(["OTHER00000.a"]),
        allowed: groups(["ABCDE12345.*", "com.apple.token"])),
    ]
    for source in [EntitlementsSource.given(asked), .payload] {
      #expect(Self.resolve(source, profile, payload: asked).flaws == expected)
    }
    let subset = Self.resolve(
      .given(["com.apple.security.application-groups": groups(["group.b"]), "get-task-allow": .boolean(true)]
      ), profile)
    #expect(subset.flaws.isEmpty && subset.values["get-task-allow"] == .boolean(false))
  }

  @Test func `leaves no pattern in what is signed`() throws {
    let payload: [String: PropertyList] = [
      "application-identifier": .string("ABCDE12345.*"),
      "keychain-access-groups": .array([.string("ABCDE12345.*"), .string("ABCDE12345.a")]),
      "com.apple.developer.associated-domains": .string("*"),
    ]
    let profile = try Self.profile(["com.apple.developer.associated-domains": "<string>*</string>"])
    for source in [EntitlementsSource.payload, .given(payload)] {
      let (values, flaws) = Self.resolve(source, profile, payload: payload)
      #expect(
        flaws == [
          .wildcardLeft(key: "com.apple.developer.associated-domains", value: "*"),
          .wildcardLeft(key: "keychain-access-groups", value: "ABCDE12345.*"),
        ])
      #expect(
        values == Self.base().merging(["keychain-access-groups": .array([.string("ABCDE12345.a")])]) { $1 })
    }
  }

  @Test func `says when bundle, profile and file disagree about the app`() throws {
    let profile = try Self.profile()
    let other = Self.resolve(.payload, profile, bundleID: "com.example.other")
    #expect(
      other.flaws == [
        .profileDoesNotCover(bundleID: "com.example.other", applicationIdentifier: Self.identifier)
      ])
    #expect(other.values["application-identifier"] == .string("ABCDE12345.com.example.other"))
    let given = Self.resolve(
      .given(["application-identifier": .string("ABCDE12345.com.example.app")]), profile)
    #expect(
      given.flaws == [
        .applicationIdentifierMismatch(requested: "ABCDE12345.com.example.app", resolved: Self.identifier)
      ])
    #expect(given.values == Self.base())
  }
}
