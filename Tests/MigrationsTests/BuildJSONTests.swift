import Credentials
import Cryptography
import FieldTools
import Testing

@testable import Migrations

@Suite struct BuildJSONTests {
  private static func read(
    _ folder: TemporaryFolder, _ text: String, asking ask: @escaping (String) -> SecretBytes? = { _ in nil }
  ) throws -> Migration {
    try Migration.read(.buildJSON, at: folder.write("build.json", text.utf8), asking: ask)
  }

  @Test func `reads the keystores of both kinds of build`() throws {
    let folder = try TemporaryFolder()
    let (release, debug) = (try TestKey.android(), try TestKey.androidDebug())
    try folder.write("keys/release.p12", release.pkcs12("upload"))
    try folder.write("debug.keystore", debug.pkcs12("androiddebugkey", password: "android"))
    let migration = try Self.read(
      folder,
      """
      \u{feff}{"android": {
        "debug": {"keystore": "debug.keystore", "storePassword": "android", "alias": "androiddebugkey",
                  "password": "android", "keystoreType": ""},
        "release": {"keystore": "./keys/release.p12", "storePassword": "secret", "alias": "upload",
                    "packageType": "apk", "minSdkVersion": 24}}}
      """)
    #expect(
      try migration.opened() == [
        "android-debug": debug.certificate, "android-distribution": release.certificate,
      ])
    #expect(migration.keys.map(\.purpose) == [.debug, .distribution])
    #expect(migration.keys.map(\.isDefault) == [true, true])
    let file = folder.file("build.json")
    #expect(
      migration.notes == [
        .passwordInClear(file: file, member: "android.debug.storePassword"),
        .passwordInClear(file: file, member: "android.debug.password"),
        .unknownMember(file: file, member: "android.release.minSdkVersion"),
        .passwordInClear(file: file, member: "android.release.storePassword"),
      ])
    #expect(try Migration.source(at: file) == .buildJSON)
  }

  @Test func `asks for a password that is not written, and finds the key without`() throws {
    let folder = try TemporaryFolder()
    let key = try TestKey.android()
    let keystore = try folder.write("release.p12", key.pkcs12())
    let text = #"{"android": {"release": {"keystore": "release.p12", "alias": "acme"}}}"#
    let asked = try Self.read(folder, text) { $0 == keystore ? SecretBytes("secret") : nil }
    #expect(try asked.opened() == ["android-distribution": key.certificate])
    let locked = try Self.read(folder, text)
    #expect(locked.keys.map(\.name) == ["android-key"] && locked.keys[0].purpose == nil)
    #expect(throws: CredentialError.passwordNeeded(origin: keystore)) { try locked.opened() }
    #expect(
      throws: MigrationError.unusable(
        path: folder.file("build.json"), member: "android.release.keystore",
        error: .wrongPassword(origin: keystore))
    ) {
      try Self.read(folder, text) { _ in SecretBytes("wrong") }
    }
  }

  @Test func `says what of iOS is on a Mac, and takes the key of App Store Connect`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("AuthKey_A1.p8", TestKey.android().pem())
    let migration = try Self.read(
      folder,
      """
      {"ios": {
        "debug": {"codeSignIdentity": "iPhone Developer", "provisioningProfile": "926c2bd6-8de9",
                  "buildFlag": ["-quiet"], "automaticProvisioning": true},
        "release": {"provisioningProfile": {"com.a": "A Store", "com.b": "B Store"},
                    "authenticationKeyPath": "AuthKey_A1.p8", "authenticationKeyID": "A1",
                    "authenticationKeyIssuerID": "57246542-96fe"}}}
      """)
    let file = folder.file("build.json")
    #expect(
      migration.notes == [
        .keptOnMac(file: file, member: "ios.debug.codeSignIdentity", name: "iPhone Developer"),
        .keptOnMac(file: file, member: "ios.debug.provisioningProfile", name: "926c2bd6-8de9"),
        .keptOnMac(file: file, member: "ios.release.provisioningProfile.com.a", name: "A Store"),
        .keptOnMac(file: file, member: "ios.release.provisioningProfile.com.b", name: "B Store"),
      ])
    #expect(migration.keys.isEmpty)
    #expect(migration.credentials.map(\.name) == ["authkey-a1"])
    #expect(migration.credentials[0].kind == .appleKey(identifier: "A1", issuer: "57246542-96fe"))
    #expect(migration.credentials[0].origin == path)
  }

  @Test(
    arguments: [
      (#"{}"#, nil, nil),
      (#"{"android": {"release": {"packageType": "apk"}}}"#, nil, nil),
      (#"{"android": {"release": {"keystore": 1}}}"#, "android.release.keystore", .filledText),
      (#"{"android": {"release": []}}"#, "android.release", .object),
      (#"{"ios": {"debug": {"provisioningProfile": 1}}}"#, "ios.debug.provisioningProfile", .textOrObject),
      (
        #"{"ios": {"debug": {"provisioningProfile": {"a": {}}}}}"#, "ios.debug.provisioningProfile.a",
        .filledText
      ),
    ] as [(String, String?, MigrationError.ExpectedValue?)])
  func `says what is wrong`(
    _ text: String, _ member: String?, _ expected: MigrationError.ExpectedValue?
  ) throws {
    let folder = try TemporaryFolder()
    let file = folder.file("build.json")
    let error: MigrationError =
      if let member, let expected {
        .wrongMember(path: file, member: member, expected: expected)
      } else {
        .nothingFound(path: file, source: .buildJSON)
      }
    #expect(throws: error) { try Self.read(folder, text) }
  }

  @Test func `says which keystore is missing`() throws {
    let folder = try TemporaryFolder()
    #expect(
      throws: MigrationError.missingFile(
        path: folder.file("build.json"), member: "android.release.keystore", tried: [folder.file("../no.jks")]
      )
    ) {
      try Self.read(folder, #"{"android": {"release": {"keystore": "../no.jks"}}}"#)
    }
  }
}
