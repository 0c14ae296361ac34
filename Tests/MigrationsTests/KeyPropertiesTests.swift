import Cryptography
import FieldTools
import Testing

@testable import Migrations

@Suite struct KeyPropertiesTests {
  private static func read(_ folder: TemporaryFolder, _ text: String) throws -> Migration {
    try Migration.read(.gradleProperties, at: folder.write("android/key.properties", text.utf8))
  }

  @Test(
    arguments: [
      ("android/app/upload.jks", "storeFile=upload.jks"),
      ("android/upload.jks", "storeFile=upload.jks"),
      ("upload.jks", "storeFile=../upload.jks"),
      ("upload.jks", "storeFile = ../../upload.jks"),
      ("android/app/up load.jks", "storeFile:up\\ load.jks"),
      ("android/app/upload.jks", "STORE_FILE=upload.jks"),
      ("android/app/upload.jks", "key.store=upload.jks"),
    ])
  func `finds the keystore from the module or the file`(_ place: String, _ line: String) throws {
    let folder = try TemporaryFolder()
    let key = try TestKey.android()
    try folder.write("android/app/build.gradle", "".utf8)
    try folder.write(place, key.pkcs12("upload"))
    let migration = try Self.read(
      folder, "# signing\nstorePassword=sec\\\n  ret\nkeyPassword=\\u0073ecret\nkeyAlias=upload\n\(line)\n")
    #expect(try migration.opened() == ["android-distribution": key.certificate])
    let file = folder.file("android/key.properties")
    #expect(
      migration.notes == [
        .passwordInClear(file: file, member: "storePassword"),
        .passwordInClear(file: file, member: "keyPassword"),
      ])
    #expect(try Migration.source(at: file) == .gradleProperties)
  }

  @Test func `says what is missing, and where it looked`() throws {
    let folder = try TemporaryFolder()
    let file = folder.file("android/key.properties")
    #expect(throws: MigrationError.nothingFound(path: file, source: .gradleProperties)) {
      try Self.read(folder, "org.gradle.jvmargs=-Xmx2g")
    }
    #expect(throws: MigrationError.missingMember(path: file, member: "storeFile")) {
      try Self.read(folder, "storePassword=x\nstoreFile=")
    }
    #expect(
      throws: MigrationError.missingFile(
        path: file, member: "storeFile",
        tried: [folder.file("android/app/upload.jks"), folder.file("android/upload.jks")])
    ) {
      try Self.read(folder, "storeFile=upload.jks")
    }
    #expect(
      throws: MigrationError.missingFile(path: file, member: "storeFile", tried: ["/nowhere/upload.jks"])
    ) {
      try Self.read(folder, "storeFile=/nowhere/upload.jks")
    }
  }

  @Test(.needs(.keytool)) func `asks for the alias where there are several keys`() throws {
    let folder = try TemporaryFolder()
    let keystore = folder.file("acme.jks")
    for alias in ["legacy", "upload"] {
      let outcome = try Tool.keytool.run([
        "-genkeypair", "-storetype", "pkcs12", "-keystore", keystore, "-storepass", "secret", "-alias", alias,
        "-dname", "CN=\(alias)", "-keyalg", "EC",
      ])
      try #require(outcome.status == 0, "\(outcome.text)")
    }
    let text = "storeFile=\(keystore)\nstorePassword=secret"
    #expect {
      try Self.read(folder, text)
    } throws: { error in
      guard case .unusable(_, "storeFile", .aliasNeeded(keystore, let aliases)) = error as? MigrationError
      else { return false }
      return Set(aliases) == ["legacy", "upload"]
    }
    #expect(try Self.read(folder, "\(text)\nkeyAlias=upload").keys.map(\.title) == ["upload"])
  }

  @Test(arguments: ["gradle.properties", "key.properties.txt", "local.properties", "config.json"])
  func `knows no other file`(_ name: String) throws {
    let folder = try TemporaryFolder()
    #expect(try Migration.source(at: folder.write(name, "".utf8)) == nil)
    #expect(throws: MigrationError.file(.notFound(path: folder.file("none")))) {
      try Migration.source(at: folder.file("none"))
    }
  }
}
