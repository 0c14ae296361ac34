import Cryptography
import FieldTools
import Releases
import Testing

@testable import Migrations

@Suite struct MatchTests {
  /// Two keys and three profiles, as match keeps them.
  private static func repository(
    _ encryption: MatchRepository.Encryption, prefix: String = ""
  ) throws -> MatchRepository {
    let made = try MatchRepository()
    for (name, type) in [("distribution", "distribution"), ("development", "development")] {
      let key = try TestKey.apple(name)
      try made.write("\(prefix)certs/\(type)/\(name.uppercased()).cer", key.certificate.der, encryption)
      // What fastlane's cert writes into a .p12 is PEM.
      try made.write("\(prefix)certs/\(type)/\(name.uppercased()).p12", key.pem(), encryption)
    }
    try made.write(
      "\(prefix)profiles/appstore/AppStore_com.example.a.mobileprovision", TestKey.profile("com.example.a"),
      encryption)
    try made.write(
      "\(prefix)profiles/adhoc/AdHoc_com.example.b.mobileprovision", TestKey.profile("com.example.b"),
      encryption)
    try made.write(
      "\(prefix)profiles/development/Development_com.example.a.mobileprovision",
      TestKey.profile("com.example.a", "development"), encryption)
    try made.folder.write("match_version.txt", "2.237.0".utf8)
    try made.folder.write("README.md", "# match".utf8)
    return made
  }

  private static func read(
    _ made: MatchRepository, passphrase: String? = "open sesame"
  ) throws -> Migration {
    try Migration.read(.match, at: made.folder.path, password: passphrase.map { SecretBytes($0) })
  }

  @Test(
    .needs(.openssl),
    arguments: [
      (.none, ""), (.v1, ""), (.v1WithSHA256, ""), (.v2, ""), (.v2, "ABCDE12345/"),
    ] as [(MatchRepository.Encryption, String)])
  func `reads a repository`(_ encryption: MatchRepository.Encryption, _ prefix: String) throws {
    let made = try Self.repository(encryption, prefix: prefix)
    #expect(try Migration.source(at: made.folder.path) == .match)
    let migration = try Self.read(made)
    #expect(migration.keys.map(\.name) == ["ios-development", "ios-distribution"])
    #expect(migration.keys.map(\.purpose) == [.development, .distribution])
    #expect(migration.keys.map(\.platform) == [.ios, .ios])
    #expect(migration.keys.map(\.applications) == [["com.example.a"], ["com.example.a", "com.example.b"]])
    #expect(migration.keys.map(\.isDefault) == [true, true])
    #expect(
      migration.keys.map(\.title) == [
        "Apple Development: Fixture Person (PERSON1234)", "Apple Distribution: Fixture Ltd (ABCDE12345)",
      ])
    #expect(
      try migration.opened() == [
        "ios-development": TestKey.apple("development").certificate,
        "ios-distribution": TestKey.apple("distribution").certificate,
      ])
    let first = made.folder.file("\(prefix)certs/development/DEVELOPMENT.cer")
    switch encryption {
    case .none: #expect(migration.notes == [.unencryptedMatch(files: 7, first: first)])
    case .v1, .v1WithSHA256: #expect(migration.notes == [.weakMatchEncryption(files: 7, first: first)])
    case .v2: #expect(migration.notes.isEmpty)
    }
  }

  /// Made with Ruby's OpenSSL, which fastlane uses: key, nonce and additional bytes from PBKDF2 over a salt of 1 … 8,
  /// and for v1 pkcs5_keyivgen.
  @Test(
    arguments: [
      "bWF0Y2hfZW5jcnlwdGVkX3YyX18BAgMEBQYHCIly7yjx/OQBCCtEGDVfHiMR\nZsYLMc575vWpOg==\n",
      "U2FsdGVkX18BAgMEBQYHCEHAEck7tfiNuBAHDOS8aKs=\n", "U2FsdGVkX18BAgMEBQYHCO9tXUXgGMGBSWDxSqrVQkI=\n",
    ])
  func `decrypts what Ruby encrypts`(_ file: String) throws {
    let encryption = try #require(MatchEncryption(Array(file.utf8)))
    func decrypt(_ passphrase: String) -> String? {
      encryption.decrypt(SecretBytes(passphrase)) { bytes in
        let text = bytes.withBytes { String(decoding: $0, as: UTF8.self) }
        return text == "Hello World" ? text : nil
      }
    }
    #expect(decrypt("2\"QAHg@v(Qp{=*n^") == "Hello World")
    #expect(decrypt("2\"QAHg@v(Qp{=*n") == nil)
  }

  @Test(.needs(.openssl), arguments: MatchRepository.Encryption.allCases.filter { $0 != .none })
  func `says that the passphrase is wrong or missing`(_ encryption: MatchRepository.Encryption) throws {
    let made = try Self.repository(encryption)
    let first = made.folder.file("certs/development/DEVELOPMENT.cer")
    #expect(throws: MigrationError.wrongPassphrase(file: first)) { try Self.read(made, passphrase: "wrong") }
    #expect(throws: MigrationError.passphraseNeeded(file: first)) { try Self.read(made, passphrase: nil) }
  }

  @Test(.needs(.openssl)) func `leaves out what another passphrase or nobody opens`() throws {
    let made = try Self.repository(.v2)
    let other = try MatchRepository(passphrase: "another")
    let strange = try other.write("x", TestKey.profile())
    try made.folder.write(
      "profiles/adhoc/AdHoc_strange.mobileprovision",
      other.folder.read(String(strange.split(separator: "/").last ?? "")))
    try made.write("certs/distribution/BAD.cer", Array("no certificate".utf8))
    let migration = try Self.read(made)
    #expect(migration.keys.count == 2)
    #expect(
      migration.notes == [
        .leftOut(file: made.folder.file("profiles/adhoc/AdHoc_strange.mobileprovision"), .otherPassphrase),
        .leftOut(file: made.folder.file("certs/distribution/BAD.cer"), .unreadable),
      ])
  }

  @Test(.needs(.openssl)) func `reads a PKCS 12 with an empty password and leaves out one with another`()
    throws
  {
    let made = try MatchRepository()
    let key = try TestKey.apple()
    try made.write("certs/distribution/A.p12", key.pkcs12(password: ""))
    try made.write("certs/development/B.p12", TestKey.apple("development").pkcs12(password: "secret"))
    let migration = try Self.read(made)
    let file = made.folder.file("certs/development/B.p12")
    #expect(try migration.opened() == ["ios-distribution": key.certificate])
    #expect(migration.notes == [.leftOut(file: file, .credential(.passwordNeeded(origin: file)))])
  }

  @Test(.needs(.openssl)) func `keeps a certificate without its key, and says so`() throws {
    let made = try MatchRepository()
    let file = try made.write("certs/distribution/A.cer", TestKey.apple().certificate.der)
    let other = try made.write("certs/distribution/B.p12", TestKey.android().pem())
    let migration = try Self.read(made)
    #expect(migration.keys.map(\.purpose) == [.distribution])
    #expect(try migration.opened().isEmpty)
    #expect(migration.notes == [.leftOut(file: other, .noCertificate), .leftOut(file: file, .noPrivateKey)])
  }

  /// The marker of the certificate, if it has one, and the folder that it lies in.
  @Test(
    .needs(.openssl),
    arguments: [
      ("6.1.13", "developer_id_application", .macos, .distribution),
      ("6.1.12", "development", .macos, .development),
      ("9.9", "enterprise", .ios, .distribution),
      ("9.9", "development", .ios, .development),
      ("9.9", "something", .ios, nil),
    ] as [(String, String, Platform, Purpose?)])
  func `tells platform and purpose from the certificate, else from the folder`(
    _ marker: String, _ type: String, _ platform: Platform, _ purpose: Purpose?
  ) throws {
    let made = try MatchRepository()
    let key = try TestKey.marked(marker)
    try made.write("certs/\(type)/A1.cer", key.certificate.der)
    try made.write("certs/\(type)/A1.p12", key.pem())
    let migration = try Self.read(made)
    #expect(migration.keys.map(\.platform) == [platform])
    #expect(migration.keys.map(\.purpose) == [purpose])
    #expect(migration.keys.map(\.name) == ["\(platform.rawValue)-\(purpose?.rawValue ?? "a1")"])
    #expect(migration.keys.map(\.isDefault) == [purpose != nil])
  }

  @Test(.needs(.openssl)) func `leaves out keys that sign no apps`() throws {
    let made = try MatchRepository()
    let key = try TestKey.marked("6.1.8")
    try made.write("certs/mac_installer_distribution/A1.cer", key.certificate.der)
    let file = try made.write("certs/mac_installer_distribution/A1.p12", key.pem())
    let migration = try Self.read(made)
    #expect(migration.keys.isEmpty)
    #expect(migration.notes == [.leftOut(file: file, .notForApps(.macInstaller))])
  }

  @Test(.needs(.openssl)) func `every cut and every flipped bit is refused`() throws {
    let made = try MatchRepository()
    let path = try made.write("certs/distribution/A.cer", TestKey.apple().certificate.der)
    let file = try made.folder.read("certs/distribution/A.cer")
    let whole = try #require(Base64.decode(file))
    for count in [0, 7, 19, 20, 27, 28, 43, 44, whole.count - 1] {
      guard let encryption = MatchEncryption(Array(Base64.encode(Array(whole[..<count])).utf8)) else {
        #expect(count < 20)
        continue
      }
      #expect(encryption.decrypt(SecretBytes(made.passphrase)) { $0 } == nil)
    }
    for index in stride(from: 20, to: whole.count, by: 17) {
      var changed = whole
      changed[index] ^= 4
      try made.folder.write("certs/distribution/A.cer", Base64.encode(changed).utf8)
      #expect(throws: MigrationError.wrongPassphrase(file: path)) { try Self.read(made) }
    }
  }

  @Test func `says that a folder is none`() throws {
    let folder = try TemporaryFolder()
    try folder.write("certs/README", "".utf8)
    #expect(try Migration.source(at: folder.path) == .folder)
    #expect(throws: MigrationError.nothingFound(path: folder.path, source: .match)) {
      try Migration.read(.match, at: folder.path)
    }
  }
}
