import Bytes
import Credentials
import Cryptography
import FieldTools
import Foundation
import Testing

@testable import Migrations

@Suite struct ExportTests {
  private static func permissions(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  /// What comes back when keys are taken over that were exported.
  private static func exported(_ migration: Migration) throws -> [ExportedKey] {
    try migration.keys.map { key in
      let identity = try #require(try key.material.open())
      guard case .keystore(_, _, let alias, let password?, _) = key.material else {
        throw CocoaError(.featureUnsupported)
      }
      return ExportedKey(
        name: key.name, platform: key.platform, purpose: try #require(key.purpose), identity: identity,
        alias: try #require(alias), password: password, profiles: key.profiles)
    }
  }

  private static func keys() throws -> [ExportedKey] {
    [
      try TestKey.android().exported("android-distribution", alias: "upload", password: "pass\"wörd\\"),
      try TestKey.apple().exported(
        "ios-distribution", platform: .ios, password: "",
        profiles: [TestKey.profile("com.example.a"), TestKey.profile("com.example.a.share")]),
    ]
  }

  @Test(.needs(.openssl), arguments: [false, true])
  func `credentials.json comes back as it went`(_ isSingle: Bool) throws {
    let (folder, again) = (try TemporaryFolder(), try TemporaryFolder())
    var keys = try Self.keys()
    if isSingle {
      keys[1] = try TestKey.apple().exported(
        "ios-distribution", platform: .ios, password: "", profiles: [TestKey.profile("com.example.a")])
    }
    let notes = try Export.write(keys, as: .credentialsJSON, to: folder.path)
    let migration = try Migration.read(.credentialsJSON, at: folder.file("credentials.json"))
    #expect(
      try migration.opened() == [
        "android-distribution": keys[0].identity.certificate,
        "ios-distribution": keys[1].identity.certificate,
      ])
    #expect(migration.keys.map(\.platform) == [.android, .ios])
    #expect(migration.keys[1].profiles.map(\.bytes) == keys[1].profiles.map(\.bytes))

    _ = try Export.write(Self.exported(migration), as: .credentialsJSON, to: again.path)
    #expect(try again.read("credentials.json") == folder.read("credentials.json"))
    #expect(try again.names(in: "credentials/ios") == folder.names(in: "credentials/ios"))

    let secrets = ["credentials/android/android-distribution.p12", "credentials/ios/ios-distribution.p12"]
    #expect(notes.last == .keepOutOfRepository(files: (secrets + ["credentials.json"]).map(folder.file)))
    for name in secrets + ["credentials.json"] {
      #expect(try Self.permissions(folder.file(name)) == 0o600)
    }
    #expect(
      notes.dropLast()
        == (isSingle ? [] : [.targetsNamedByBundleID(file: "credentials.json", targets: ["a", "share"])]))
  }

  @Test func `build.json comes back as it went`() throws {
    let (folder, again) = (try TemporaryFolder(), try TemporaryFolder())
    let keys = [
      try TestKey.androidDebug().exported(
        "android-debug", purpose: .debug, alias: "androiddebugkey", password: "android"),
      try TestKey.android().exported("android-distribution", alias: "upload"),
    ]
    _ = try Export.write(keys, as: .buildJSON, to: folder.path)
    let migration = try Migration.read(.buildJSON, at: folder.file("build.json"))
    #expect(
      try migration.opened() == [
        "android-debug": keys[0].identity.certificate, "android-distribution": keys[1].identity.certificate,
      ])
    _ = try Export.write(Self.exported(migration), as: .buildJSON, to: again.path)
    #expect(try again.read("build.json") == folder.read("build.json"))
    #expect(try Self.permissions(folder.file("build.json")) == 0o600)
  }

  @Test(.needs(.openssl)) func `build.json names what a Mac has to have`() throws {
    let folder = try TemporaryFolder()
    let notes = try Export.write(
      [TestKey.apple().exported("a", platform: .ios, profiles: [TestKey.profile()])], as: .buildJSON,
      to: folder.path)
    let identity = "Apple Distribution: Fixture Ltd (ABCDE12345)"
    let uuid = "5A1C9D5E-0000-4000-8000-000000000000"
    #expect(
      String(decoding: try folder.read("build.json"), as: UTF8.self) == """
        {
          "ios" : {
            "release" : {
              "codeSignIdentity" : "\(identity)",
              "developmentTeam" : "ABCDE12345",
              "packageType" : "app-store",
              "provisioningProfile" : {
                "com.example.fixture" : "\(uuid)"
              }
            }
          }
        }

        """)
    #expect(
      notes == [
        .keptOnMac(file: "build.json", member: "ios.release.codeSignIdentity", name: identity),
        .keptOnMac(
          file: "build.json", member: "ios.release.provisioningProfile.com.example.fixture", name: uuid),
        .keepOutOfRepository(files: [folder.file("build.json")]),
      ])
    #expect(try Migration.read(.buildJSON, at: folder.file("build.json")).notes.count == 2)
  }

  @Test(.needs(.openssl)) func `loose files come back as they went`() throws {
    let folder = try TemporaryFolder()
    let keys = try Self.keys()
    let place = folder.file("made/for it")
    let notes = try Export.write(keys, as: .folder, to: place)
    let migration = try Migration.read(.folder, at: place)
    #expect(
      try migration.opened() == [
        "android-distribution": keys[0].identity.certificate,
        "ios-distribution": keys[1].identity.certificate,
      ])
    let back = try Self.exported(migration)
    #expect(back.map(\.password) == keys.map(\.password))
    #expect(back.map(\.alias) == keys.map(\.alias))
    #expect(Set(back[1].profiles.map(\.bytes)) == Set(keys[1].profiles.map(\.bytes)))
    let secrets = [
      "android-distribution.p12", "android-distribution.password", "ios-distribution.p12",
      "ios-distribution.password",
    ].map { "\(place)/\($0)" }
    #expect(notes == [.keepOutOfRepository(files: secrets)])
    #expect(try secrets.map(Self.permissions) == [0o600, 0o600, 0o600, 0o600])
    #expect(try folder.read("made/for it/ios-distribution.cer") == keys[1].identity.certificate.der)
  }

  @Test(arguments: ExportFormat.allCases)
  func `replaces nothing unless asked, and leaves nothing of what it could not finish`(
    _ format: ExportFormat
  ) throws {
    let folder = try TemporaryFolder()
    let key = try TestKey.android().exported("acme")
    let last =
      switch format {
      case .credentialsJSON: "credentials.json"
      case .buildJSON: "build.json"
      case .folder: "acme.cer"
      }
    try folder.write(last, "theirs".utf8)
    #expect(throws: MigrationError.file(.exists(path: folder.file(last)))) {
      try Export.write([key], as: format, to: folder.path)
    }
    #expect(try folder.names() == [last] && folder.read(last) == Array("theirs".utf8))
    _ = try Export.write([key], as: format, to: folder.path, replacing: true)
    _ = try Export.write([key], as: format, to: folder.path, replacing: true)
    #expect(try folder.read(last) != Array("theirs".utf8))
    let left = try folder.names()
    #expect(left.allSatisfy { !$0.hasSuffix(".old") && !$0.hasSuffix(".part") })
  }

  @Test func `gives back what it replaced when it cannot go on`() throws {
    let folder = try TemporaryFolder()
    let key = try TestKey.android().exported("acme")
    try folder.write("acme.p12", "theirs".utf8)
    try folder.write("acme.cer/in the way", "".utf8)
    #expect(
      throws: MigrationError.file(
        .notWritable(path: folder.file("acme.cer"), reason: systemReason(EISDIR)))
    ) {
      try Export.write([key], as: .folder, to: folder.path, replacing: true)
    }
    #expect(try folder.names() == ["acme.cer", "acme.p12"])
    #expect(try folder.read("acme.p12") == Array("theirs".utf8))
    #expect(throws: MigrationError.self) { try Export.write([key], as: .folder, to: "/proc/none/x") }
  }

  @Test(.needs(.openssl)) func `says what a format cannot hold`() throws {
    let folder = try TemporaryFolder()
    let (one, two) = (try TestKey.android().exported("one"), try TestKey.android().exported("two"))
    func write(_ keys: [ExportedKey], _ format: ExportFormat) throws {
      _ = try Export.write(keys, as: format, to: folder.file("out"))
    }
    #expect(
      throws: MigrationError.samePlace(
        keys: ["one", "two"], member: "android.keystore", format: .credentialsJSON)
    ) { try write([one, two], .credentialsJSON) }
    #expect(
      throws: MigrationError.samePlace(keys: ["one", "two"], member: "android.release", format: .buildJSON)
    ) { try write([one, two], .buildJSON) }
    #expect(throws: MigrationError.samePlace(keys: ["one", "one"], member: "one", format: .folder)) {
      try write([one, one], .folder)
    }
    let bare = try TestKey.apple().exported("bare", platform: .ios)
    for format in [ExportFormat.credentialsJSON, .buildJSON] {
      #expect(throws: MigrationError.noProfile(key: "bare", format: format)) { try write([bare], format) }
      let mac = try TestKey.apple().exported("mac", platform: .macos)
      #expect(
        throws: MigrationError.cannotHold(
          key: "mac", platform: .macos, purpose: .distribution, format: format)
      ) { try write([mac], format) }
      let binary = ExportedKey(
        name: "binary", platform: .android, purpose: .distribution, identity: one.identity, alias: "a",
        password: SecretBytes([0xff, 0xfe]))
      #expect(throws: MigrationError.passwordIsNotText(key: "binary", format: format)) {
        try write([binary], format)
      }
    }
    #expect(try folder.names().isEmpty)
  }

  @Test(.needs(.openssl)) func `names files safely whatever key and profile are called`() throws {
    let folder = try TemporaryFolder()
    let text = try AppleAuthority.shared.get().propertyList(AppleAuthority.Profile())
      .replacing("5A1C9D5E-0000-4000-8000-000000000000", with: "../../../escaped")
    let profile = try AppleAuthority.shared.get().sign(Array(text.utf8))
    _ = try Export.write(
      [TestKey.apple().exported("../up/And Away", platform: .ios, profiles: [profile])], as: .folder,
      to: folder.file("out"))
    #expect(try folder.names() == ["out"])
    #expect(
      try folder.names(in: "out") == [
        "profiles", "up-and-away.cer", "up-and-away.p12", "up-and-away.password",
      ])
    #expect(try folder.names(in: "out/profiles") == ["escaped.mobileprovision"])
  }
}
