import Credentials
import Cryptography
import FieldTools
import Foundation
import Testing

@testable import Migrations

@Suite struct LooseFilesTests {
  private static func read(
    _ folder: TemporaryFolder, password: String? = nil,
    asking ask: @escaping (String) -> SecretBytes? = { _ in nil }
  ) throws -> Migration {
    try Migration.read(
      .folder, at: folder.path, password: password.map { SecretBytes($0) }, asking: ask)
  }

  @Test(.needs(.openssl)) func `puts together what belongs together`() throws {
    let folder = try TemporaryFolder()
    let (upload, apple, development) = (
      try TestKey.android(), try TestKey.apple(), try TestKey.apple("development")
    )
    try folder.write("android/Upload Key.jks", upload.pkcs12(password: "one"))
    try folder.write("ios/store.key", apple.pem(password: "two"))
    try folder.write("ios/store.cer", apple.certificate.der)
    try folder.write("ios/dev.p12", development.pkcs12(password: ""))
    try folder.write("ios/profiles/a.mobileprovision", TestKey.profile("com.example.a"))
    try folder.write("ios/profiles/any.mobileprovision", TestKey.profile("com.example.*"))
    try folder.write("AuthKey_ABC1234567.p8", TestKey.android().pem())
    try folder.write(
      "play.json",
      #"{"type": "service_account", "client_email": "ci@acme.iam", "private_key": "-----BEGIN…"}"#.utf8)
    try folder.write("package.json", #"{"name": "acme"}"#.utf8)
    try folder.write(".git/hidden.p12", upload.pkcs12())
    var asked: [String] = []
    let migration = try Self.read(folder, password: "one") { origin in
      asked.append(origin)
      return SecretBytes("two")
    }
    #expect(
      try migration.opened() == [
        "upload-key": upload.certificate, "dev": development.certificate, "store": apple.certificate,
      ])
    #expect(asked == [folder.file("ios/store.key")])
    let store = try #require(migration.keys.first { $0.name == "store" })
    #expect(store.platform == .ios && store.purpose == .distribution && store.applications.isEmpty)
    #expect(store.profiles.map(\.name) == ["Fixture com.example.a", "Fixture com.example.*"])
    #expect(
      migration.credentials.map(\.kind) == [
        .appleKey(identifier: "ABC1234567", issuer: nil), .googleServiceAccount(email: "ci@acme.iam"),
      ])
    #expect(migration.credentials.map(\.name) == ["authkey-abc1234567", "play"])
    #expect(migration.notes.isEmpty)
  }

  @Test(.needs(.openssl)) func `says of every file why it was left out`() throws {
    let folder = try TemporaryFolder()
    let (upload, apple) = (try TestKey.android(), try TestKey.apple())
    let authority = try AppleAuthority.shared.get()
    func path(_ name: String) -> String { folder.file(name) }
    try folder.write("a.p12", upload.pkcs12(password: ""))
    try folder.write("b.p12", upload.pkcs12(password: ""))
    try folder.write("c.p12", upload.pkcs12(password: "wrong"))
    try folder.write("d.jks", "no keystore".utf8)
    try folder.write("e.key", TestKey.android().pem())
    try folder.write("f.cer", apple.certificate.der)
    try folder.write("g.cer", authority.pem("root.pem"))
    try folder.write("h.der", TestKey.android("Somebody Else").certificate.der)
    try folder.write("i.p8", "no key".utf8)
    try folder.write("j.mobileprovision", TestKey.profile("com.example.a", "development"))
    try folder.write("k.mobileprovision", "no profile".utf8)
    try folder.write("l.pem", "nothing".utf8)
    try folder.write("m.p12", [UInt8](repeating: 0x30, count: (16 << 20) + 1))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("n.p12"), withDestinationPath: "/etc/passwd")
    try FileManager.default.createDirectory(
      atPath: folder.file("o.p12"), withIntermediateDirectories: false)
    let migration = try Self.read(folder)
    #expect(migration.keys.map(\.name) == ["a", "f"])
    #expect(try migration.opened() == ["a": upload.certificate])
    #expect(
      migration.notes == [
        .leftOut(file: path("b.p12"), .sameAs(file: path("a.p12"))),
        .leftOut(file: path("c.p12"), .credential(.passwordNeeded(origin: path("c.p12")))),
        .leftOut(file: path("d.jks"), .credential(.notAKeystore(origin: path("d.jks")))),
        .leftOut(file: path("i.p8"), .unknownContents),
        .leftOut(
          file: path("k.mobileprovision"),
          .credential(.notAProvisioningProfile(origin: path("k.mobileprovision")))),
        .leftOut(file: path("l.pem"), .unknownContents),
        .leftOut(file: path("m.p12"), .tooLarge(limit: 16 << 20)),
        .leftOut(file: path("n.p12"), .link),
        .leftOut(file: path("e.key"), .noCertificate),
        .leftOut(file: path("f.cer"), .noPrivateKey),
        .leftOut(file: path("g.cer"), .authority),
        .leftOut(file: path("h.der"), .noPrivateKey),
        .leftOut(file: path("j.mobileprovision"), .noKeyForProfile),
      ])
  }

  @Test func `takes the password that lies beside a keystore, but not through a link`() throws {
    let folder = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    let (first, second) = (try TestKey.android(), try TestKey.android("Second"))
    try folder.write("first.p12", first.pkcs12())
    try folder.write("first.password", "secret\n".utf8)
    try folder.write("second.p12", second.pkcs12())
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("second.password"),
      withDestinationPath: elsewhere.write("secret", "secret".utf8))
    let migration = try Self.read(folder)
    #expect(try migration.opened() == ["first": first.certificate])
    let second12 = folder.file("second.p12")
    #expect(
      migration.notes == [
        .passwordInClear(file: folder.file("first.password"), member: nil),
        .leftOut(file: second12, .credential(.passwordNeeded(origin: second12))),
      ])
  }

  @Test(.needs(.keytool)) func `takes every key of a keystore`() throws {
    let folder = try TemporaryFolder()
    for alias in ["upload", "legacy"] {
      let outcome = try Tool.keytool.run([
        "-genkeypair", "-storetype", "pkcs12", "-keystore", folder.file("acme.jks"), "-storepass", "secret",
        "-alias", alias, "-dname", "CN=\(alias)", "-keyalg", "EC",
      ])
      try #require(outcome.status == 0, "\(outcome.text)")
    }
    let migration = try Self.read(folder, password: "secret")
    #expect(Set(migration.keys.map(\.name)) == ["acme-upload", "acme-legacy"])
    #expect(migration.keys.allSatisfy { !$0.isDefault })
    #expect(try migration.opened()["acme-upload"]?.subject["CN"] == "upload")
  }

  @Test func `looks at no more files than anybody has`() throws {
    let folder = try TemporaryFolder()
    try folder.write("1/2/3/4/5/6/7/in.p12", TestKey.android().pkcs12(password: ""))
    try folder.write("1/2/3/4/5/6/7/8/out.p12", TestKey.android().pkcs12(password: ""))
    let deep = try Self.read(folder)
    #expect(deep.keys.map(\.name) == ["in"])
    #expect(deep.notes == [.notAllLookedAt(folder: folder.path, limit: 4096)])
    let many = try TemporaryFolder()
    for number in 0...4096 { try many.write("\(number).txt", []) }
    #expect(try Self.read(many).notes == [.notAllLookedAt(folder: many.path, limit: 4096)])
    #expect(throws: MigrationError.nothingFound(path: folder.file("1/2/3/4/5/6/7/8/9"), source: .folder)) {
      try FileManager.default.createDirectory(
        atPath: folder.file("1/2/3/4/5/6/7/8/9"), withIntermediateDirectories: true)
      _ = try Migration.read(.folder, at: folder.file("1/2/3/4/5/6/7/8/9"))
    }
  }

  @Test(
    arguments: [
      ("Acme Upload", "acme-upload"), ("--", "key"), ("", "key"), ("Schlüssel", "schl-ssel"),
      ("../../etc/passwd", "etc-passwd"),
      (String(repeating: "a", count: 99), String(repeating: "a", count: 40)),
    ])
  func `proposes names that can be file names`(_ proposal: String, _ expected: String) {
    var names = Discovery.Names()
    #expect(names.take(proposal) == expected)
    #expect(names.take(proposal) == "\(expected)-2")
  }
}
