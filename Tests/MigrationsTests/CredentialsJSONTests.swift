import Bytes
import Credentials
import Cryptography
import FieldTools
import Foundation
import Testing

@testable import Migrations

@Suite struct CredentialsJSONTests {
  private static let android =
    #"{"keystorePath":"k.jks","keystorePassword":"secret","keyAlias":"acme","keyPassword":"secret"}"#

  private static func read(_ folder: TemporaryFolder, _ text: String) throws -> Migration {
    try Migration.read(.credentialsJSON, at: folder.write("credentials.json", text.utf8))
  }

  @Test func `reads an Android keystore`() throws {
    let folder = try TemporaryFolder()
    let key = try TestKey.android()
    try folder.write("k.jks", key.pkcs12())
    let migration = try Self.read(folder, #"{"android":{"keystore":\#(Self.android)}}"#)
    #expect(try migration.opened() == ["android-distribution": key.certificate])
    #expect(migration.keys.map(\.title) == ["Acme Upload"])
    #expect(migration.keys[0].isDefault && migration.keys[0].purpose == .distribution)
    #expect(
      migration.notes == [
        .passwordInClear(
          file: folder.file("credentials.json"), member: "android.keystore.keystorePassword"),
        .passwordInClear(file: folder.file("credentials.json"), member: "android.keystore.keyPassword"),
      ])
    #expect(try Migration.source(at: folder.file("credentials.json")) == .credentialsJSON)
  }

  @Test func `takes an empty key password for none`() throws {
    let folder = try TemporaryFolder()
    try folder.write("k.jks", TestKey.android().pkcs12())
    let text = Self.android.replacing(#""keyPassword":"secret""#, with: #""keyPassword":"""#)
    let migration = try Self.read(folder, #"{"android":{"keystore":\#(text)}}"#)
    guard case .keystore(_, _, "acme", let password?, nil) = migration.keys[0].material else {
      Issue.record("\(migration.keys[0].material)")
      return
    }
    #expect(password == SecretBytes("secret"))
  }

  @Test func `shows no secret, whichever way it is printed`() throws {
    let folder = try TemporaryFolder()
    try folder.write("k.jks", TestKey.android().pkcs12(password: "hunter2"))
    let migration = try Self.read(
      folder, #"{"android":{"keystore":\#(Self.android.replacing("secret", with: "hunter2"))}}"#)
    var text = ""
    dump(migration, to: &text)
    debugPrint(migration, to: &text)
    #expect(!text.contains("hunter2") && text.contains("«redacted»"))
  }

  @Test(.needs(.openssl)) func `joins targets of one certificate and reads absolute paths and those above`()
    throws
  {
    let folder = try TemporaryFolder()
    let key = try TestKey.apple()
    let keystore = try folder.write("above.p12", key.pkcs12(password: ""))
    try folder.write("app/a.mobileprovision", TestKey.profile("com.example.a"))
    try folder.write("app/b.mobileprovision", TestKey.profile("com.example.b"))
    try folder.write(
      "app/credentials.json",
      #"""
      {"ios": {
        "Acme": {"provisioningProfilePath": "a.mobileprovision",
                 "distributionCertificate": {"path": "../above.p12", "password": ""}},
        "Share": {"provisioningProfilePath": "./b.mobileprovision",
                  "distributionCertificate": {"path": "\#(keystore)", "password": ""}}}}
      """#.utf8)
    let migration = try Migration.read(.credentialsJSON, at: folder.file("app/credentials.json"))
    #expect(try migration.opened() == ["ios-distribution": key.certificate])
    #expect(migration.keys[0].applications == ["com.example.a", "com.example.b"])
    #expect(migration.keys[0].profiles.count == 2)
  }

  @Test(
    arguments: [
      ("", .notJSON(path: "F")),
      ("[]", .notJSON(path: "F")),
      (#"{"android": {"keystore": {}"#, .notJSON(path: "F")),
      (
        String(repeating: #"{"a":"#, count: 40) + "1" + String(repeating: "}", count: 40), .notJSON(path: "F")
      ),
      (String(repeating: "[", count: 500_000), .notJSON(path: "F")),
      (String(repeating: " ", count: 1 << 20) + "{}", .tooLarge(path: "F", limit: 1 << 20)),
      ("{}", .nothingFound(path: "F", source: .credentialsJSON)),
      (#"{"android": null}"#, .nothingFound(path: "F", source: .credentialsJSON)),
      (#"{"android": []}"#, .wrongMember(path: "F", member: "android", expected: .object)),
      (#"{"android": {}}"#, .missingMember(path: "F", member: "android.keystore")),
      (#"{"android": {"keystore": {}}}"#, .missingMember(path: "F", member: "android.keystore.keystorePath")),
      (
        android.inKeystore("k.jks", with: ""),
        .wrongMember(path: "F", member: "android.keystore.keystorePath", expected: .filledText)
      ),
      (
        android.inKeystore(#""keystorePassword":"secret""#, with: #""keystorePassword":1"#),
        .wrongMember(path: "F", member: "android.keystore.keystorePassword", expected: .text)
      ),
      (
        android.inKeystore(#""keystorePassword":"secret","#, with: ""),
        .missingMember(path: "F", member: "android.keystore.keystorePassword")
      ),
      (
        android.inKeystore("k.jks", with: "no.jks"),
        .missingFile(path: "F", member: "android.keystore.keystorePath", tried: ["D/no.jks"])
      ),
      (
        android.inKeystore("acme", with: "other"),
        .unusable(
          path: "F", member: "android.keystore.keystorePath",
          error: .noSuchAlias(origin: "D/k.jks", alias: "other", aliases: ["acme"]))
      ),
      (
        android.inKeystore("secret", with: "wrong"),
        .unusable(
          path: "F", member: "android.keystore.keystorePath", error: .wrongPassword(origin: "D/k.jks"))
      ),
      (#"{"ios": {"Acme": 1}}"#, .wrongMember(path: "F", member: "ios.Acme", expected: .object)),
      (
        #"{"ios": {"Acme": {"provisioningProfilePath": "k.jks"}}}"#,
        .missingMember(path: "F", member: "ios.Acme.distributionCertificate")
      ),
      (
        #"{"ios": {"provisioningProfilePath": "k.jks", "distributionCertificate": {}}}"#,
        .unusable(
          path: "F", member: "ios.provisioningProfilePath",
          error: .notAProvisioningProfile(origin: "D/k.jks"))
      ),
    ] as [(String, MigrationError)])
  func `says what is wrong`(_ text: String, _ expected: MigrationError) throws {
    let folder = try TemporaryFolder()
    try folder.write("k.jks", TestKey.android().pkcs12())
    let place = ("F", folder.file("credentials.json"), "D", folder.path)
    #expect {
      try Self.read(folder, text)
    } throws: { error in
      let said = "\(error)".replacing(place.1, with: place.0).replacing(place.3, with: place.2)
      return said == "\(expected)" || Comment(rawValue: said).fail()
    }
  }

  @Test(.needs(.openssl)) func `notes what it does not know, and a profile that is not for the certificate`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write("d.p12", TestKey.apple("development").pkcs12())
    let profile = try folder.write("a.mobileprovision", TestKey.profile())
    let migration = try Self.read(
      folder,
      #"""
      {"experimental": 1, "ios": {"provisioningProfilePath": "a.mobileprovision", "x": {},
                                  "distributionCertificate": {"path": "d.p12", "password": "secret"}}}
      """#)
    let file = folder.file("credentials.json")
    #expect(
      migration.notes == [
        .unknownMember(file: file, member: "experimental"), .unknownMember(file: file, member: "ios.x"),
        .passwordInClear(file: file, member: "ios.distributionCertificate.password"),
        .leftOut(file: profile, .noKeyForProfile),
      ])
    #expect(migration.keys.map(\.name) == ["ios-development"])
  }
}

extension String {
  /// The file with a keystore in which something was replaced.
  fileprivate func inKeystore(_ part: String, with other: String) -> String {
    #"{"android": {"keystore": \#(replacing(part, with: other))}}"#
  }
}

extension Comment {
  /// Shows what was said in place of what was expected.
  fileprivate func fail() -> Bool {
    Issue.record(self)
    return true
  }
}
