import Cryptography
import FieldTools
import Foundation
import Testing

@testable import Credentials

@Suite struct CredentialFileTests {
  private let secret = SecretBytes("secret")

  private func refusal(_ bytes: [UInt8], _ origin: String = "x") -> CredentialError? {
    #expect(throws: CredentialError.self) { try CredentialFile(bytes, origin: origin) }
  }

  @Test(arguments: JavaKeystoreTests.files)
  func `tells Java's keystores and what is in them`(file: String) throws {
    let bytes = [UInt8](
      try Data(contentsOf: URL(filePath: "\(Repository.folder)/fixtures/keystores/\(file)")))
    for password in [nil, SecretBytes("store-secret")] {
      let found = try CredentialFile(bytes, origin: "author.p12", password: password)
      guard case .keystore(let store) = found.content else { throw Unexpected() }
      #expect(store.kind.rawValue == file.split { $0 == "." || $0 == "-" }[0].uppercased())
      #expect(store.isLegacy == true && found.isSecret && found.bytes == SecretBytes(bytes))
      let entries = try #require(store.entries)
      #expect(Set(entries.map(\.name)) == ["rsa", "ec", "trusted"])
      let rsa = try #require(entries.first { $0.name == "rsa" })
      #expect(rsa.hasPrivateKey && rsa.certificates.map(\.subject.rfc2253).last == "CN=Authority,O=Acme")
    }
    #expect(throws: CredentialError.wrongPassword(origin: file)) {
      try CredentialFile(bytes, origin: file, password: secret)
    }
  }

  @Test func `tells PKCS 12 and PEM keystores`() throws {
    let made = try TestIdentity()
    let texts = try [made.keyPEM() + made.certificatePEM, made.keyPEM("secret") + made.certificatePEM]
    for (bytes, kind, isClosed) in try [
      (made.pkcs12(), KeystoreContents.Kind.pkcs12, true), (Array(texts[0].utf8), .pem, false),
      (Array(texts[1].utf8), .pem, true),
    ] {
      for password in [nil, secret] {
        guard case .keystore(let store) = try CredentialFile(bytes, origin: "a", password: password).content
        else { throw Unexpected() }
        #expect(store.kind == kind)
        #expect((store.entries == nil) == (isClosed && password == nil))
        #expect(store.entries.map { $0.map(\.certificates) == [[made.certificate]] } ?? true)
      }
      if isClosed {
        #expect(throws: CredentialError.wrongPassword(origin: "a")) {
          try CredentialFile(bytes, origin: "a", password: SecretBytes("wrong"))
        }
      }
    }
  }

  @Test func `tells private keys`() throws {
    let made = try TestIdentity()
    let rsa = try PrivateKey.generateRSA(bits: 2048)
    let rsaText = try PEM.identity(key: rsa, chain: []).withBytes { Array($0) }
    for (bytes, password, algorithm) in try [
      (made.pk8(), nil, made.key.algorithm), (made.pk8("secret"), nil, nil),
      (made.pk8("secret"), secret, made.key.algorithm), (Array(made.keyPEM("secret").utf8), nil, nil),
      (Array(made.keyPEM("secret").utf8), secret, made.key.algorithm), (rsaText, nil, rsa.algorithm),
    ] as [([UInt8], SecretBytes?, KeyAlgorithm?)] {
      let found = try CredentialFile(bytes, origin: "AuthKey_2X9R4HXF34.p8", password: password)
      guard case .privateKey(let key) = found.content else { throw Unexpected() }
      #expect(key?.algorithm == algorithm && found.isSecret)
    }
    #expect(throws: CredentialError.wrongPassword(origin: "k")) {
      try CredentialFile(made.pk8("secret"), origin: "k", password: SecretBytes("x"))
    }
  }

  @Test(
    arguments: [
      ("keys/AuthKey_2X9R4HXF34.p8", "2X9R4HXF34"), ("ApiKey_ABCDEFGHIJ.p8", "ABCDEFGHIJ"),
      ("AuthKey_2x9r4hxf34.p8", nil), ("AuthKey_2X9R4HXF3.p8", nil), ("AuthKey_2X9R4HXF34.pem", nil),
      ("key.p8", nil),
    ] as [(String, String?)])
  func `tells Apple's private keys, and their id by the name`(_ name: String, _ hint: String?) throws {
    let made = try TestIdentity()
    guard
      case .applePrivateKey(let key, let found) = try CredentialFile(
        Array(made.keyPEM().utf8), origin: name
      ).content
    else { throw Unexpected() }
    #expect(key.publicKeyInfo == made.key.publicKeyInfo && found == hint)
  }

  @Test(.needs(.openssl))
  func `tells certificates and profiles`() throws {
    let apple = try AppleAuthority.shared.get()
    let folder = try TemporaryFolder()
    try folder.write("a.pem", apple.pem("distribution.pem"))
    try folder.write("b.pem", apple.pem("intermediate.pem"))
    let convert = [
      ["x509", "-in", "a.pem", "-outform", "DER", "-out", "a.cer"],
      [
        "crl2pkcs7", "-nocrl", "-certfile", "a.pem", "-certfile", "b.pem", "-outform", "DER", "-out", "a.p7b",
      ],
      ["crl2pkcs7", "-nocrl", "-certfile", "a.pem", "-certfile", "b.pem", "-out", "a.p7b.pem"],
    ]
    for arguments in convert { #expect(try Tool.openssl.run(arguments, in: folder.path).status == 0) }
    for (name, count) in [("a.pem", 1), ("a.cer", 1), ("a.p7b", 2), ("a.p7b.pem", 2)] {
      let found = try CredentialFile(folder.read(name), origin: name)
      guard case .certificates(let certificates) = found.content else {
        throw Unexpected()
      }
      #expect(certificates.count == count && !found.isSecret)
      let leaf = try #require(certificates.first { $0.appleKind == .distribution })
      #expect(leaf.appleTeam == AppleAuthority.team && leaf.purpose(on: .ios) == .distribution)
    }
    guard
      case .provisioningProfile(let profile) = try CredentialFile(apple.profile(), origin: "a.txt").content
    else { throw Unexpected() }
    #expect(profile.name == "Fixture" && profile.teamIdentifiers == [AppleAuthority.team])
    #expect(profile.applicationIdentifier == "\(AppleAuthority.team).com.example.fixture")
  }

  // MARK: Google

  private static let account = Result {
    let key = try PrivateKey.generateRSA(bits: 2048)
    return try PEM.identity(key: key, chain: []).withBytes { String(decoding: $0, as: UTF8.self) }
  }

  private func account(_ change: (inout [String: Any]) throws -> Void = { _ in }) throws -> [UInt8] {
    var members: [String: Any] = [
      "type": "service_account", "project_id": "acme-play", "private_key_id": "0123456789abcdef0123",
      "private_key": try Self.account.get(), "client_email": "play@acme-play.iam.gserviceaccount.com",
      "client_id": "1234567890", "token_uri": "https://oauth2.googleapis.com/token",
      "universe_domain": "googleapis.com", "extra": ["nested": [1, 2, 3]],
    ]
    try change(&members)
    return Array(try JSONSerialization.data(withJSONObject: members))
  }

  @Test func `tells a service account`() throws {
    let found = try CredentialFile(account(), origin: "play.json")
    guard case .googleServiceAccount(let account) = found.content else {
      throw Unexpected()
    }
    #expect(account.projectID == "acme-play" && account.privateKeyID == "0123456789abcdef0123")
    #expect(account.clientEmail == "play@acme-play.iam.gserviceaccount.com")
    #expect(account.key.algorithm == .rsa(bits: 2048) && found.isSecret)
    var text = ""
    dump(found, to: &text)
    #expect(!text.contains("BEGIN PRIVATE KEY") && text.contains("«redacted»"))
  }

  @Test(
    arguments: [
      ("type", "authorized_user"), ("project_id", nil), ("project_id", ""), ("project_id", "a\u{1b}[31m"),
      ("private_key_id", "../x"), ("client_email", "nobody"), ("client_email", "a@b@c"),
      ("client_email", "a b@c.com"), ("token_uri", "http://oauth2.googleapis.com/token"),
      ("token_uri", "https://a.example/ x"), ("private_key", nil), ("private_key", "secret-value"),
      ("private_key", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"),
    ] as [(String, String?)])
  func `names the member of a service account that is malformed`(_ member: String, _ value: String?) throws {
    let bytes = try account { $0[member] = value }
    #expect(
      refusal(bytes, "play.json") == .malformedServiceAccount(origin: "play.json", member: member))
    let other = try account { $0[member] = 5 }
    #expect(refusal(other, "play.json") == .malformedServiceAccount(origin: "play.json", member: member))
  }

  // MARK: BlackBerry

  private static let tokenManifest = """
    Archive-Manifest-Version: 1.2
    Archive-Created-By: BlackBerry BAR Packager v1.5.14

    Package-Author: Acme
    Package-Name: debug.token
    Package-Type: debug-token
    Package-Author-Id: graAgmXcffjRiB07222W4tMFuow
    Package-Issue-Date: 2013-01-17T01:47:50Z

    Debug-Token-System-Actions: execute,run_native
    Debug-Token-Expiry-Date: 2013-02-16T01:47:50Z
    Debug-Token-Device-Id: 1311521222,128366899

    """

  private func bar(_ manifest: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try folder.write("META-INF/MANIFEST.MF", manifest.utf8)
    let zipped = try Tool.python.run(
      ["-m", "zipfile", "-c", "token.bar", "META-INF"], in: folder.path)
    #expect(zipped.status == 0, "\(zipped.text)")
    return try folder.read("token.bar")
  }

  @Test(.needs(.python))
  func `tells a debug token`() throws {
    let found = try CredentialFile(bar(Self.tokenManifest), origin: "debugtoken.bar")
    guard case .debugToken(let token) = found.content else { throw Unexpected() }
    #expect(token.author == "Acme" && token.authorID == "graAgmXcffjRiB07222W4tMFuow")
    #expect(token.devices == ["4E2C39C6", "07A6B933"] && token.systemActions == ["execute", "run_native"])
    #expect(token.issued == Date(timeIntervalSince1970: 1_358_387_270))
    #expect(token.expires == Date(timeIntervalSince1970: 1_360_979_270))
  }

  @Test(
    .needs(.python),
    arguments: [
      ("Package-Author: Acme\n", "", "Package-Author"),
      ("2013-02-16T", "soon", "Debug-Token-Expiry-Date"), ("2013-01-17T", "", "Package-Issue-Date"),
      ("1311521222,", "1311521222,,", "Debug-Token-Device-Id"),
      ("128366899", "4294967296", "Debug-Token-Device-Id"),
      ("128366899", "+1", "Debug-Token-Device-Id"),
    ])
  func `names the attribute of a debug token that is malformed`(
    _ old: String, _ new: String, _ attribute: String
  ) throws {
    let bytes = try bar(Self.tokenManifest.replacingOccurrences(of: old, with: new))
    #expect(refusal(bytes, "t.bar") == .malformedDebugToken(origin: "t.bar", attribute: attribute))
  }

  // MARK: Others

  @Test(
    arguments: [
      ("", .empty), (" \n", .empty), ("hello", .text), ("\u{0}\u{1}", .unknown), ("{", .brokenJSON),
      ("{\"a\": 1}", .json), ("  { \"project_info\": {} }", .json), ("{\"type\": \"x\"", .brokenJSON),
      (String(repeating: "{\"a\":", count: 10_000), .brokenJSON), ("PK\u{3}\u{4}", .archive),
      ("<?xml version=\"1.0\"?><plist/>", .propertyList), ("bplist00", .propertyList), ("0\u{3}ab", .unknown),
      ("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", .certificateRequest),
      ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", .publicKey),
      ("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", .sshKey),
      ("-----BEGIN PGP MESSAGE-----\nAAAA\n-----END PGP MESSAGE-----", .text),
    ] as [(String, CredentialFile.Appearance)])
  func `says what else a file looks like`(_ text: String, _ appearance: CredentialFile.Appearance) {
    #expect(refusal(Array(text.utf8)) == .unknownCredential(origin: "x", appearance: appearance))
  }

  @Test func `takes a fixture of an app for an archive`() throws {
    let apk = [UInt8](try Data(contentsOf: URL(filePath: Repository.androidFixture("demo.apk"))))
    #expect(refusal(apk) == .unknownCredential(origin: "x", appearance: .archive))
    let large = [UInt8](repeating: 0x30, count: Keystore.sizeLimit + 1)
    #expect(refusal(large) == .unknownCredential(origin: "x", appearance: .tooLarge))
  }

  /// Cut off anywhere, a file is refused or still what it was, never a trap.
  @Test(.needs(.openssl))
  func `reads or refuses what is cut off`() throws {
    let made = try TestIdentity()
    let whole = try [
      made.pkcs12(), made.pk8(), Array(made.keyPEM().utf8), made.certificate.der, account(),
      AppleAuthority.shared.get().profile(),
    ]
    for bytes in whole {
      for count in stride(from: 0, to: bytes.count, by: 13) {
        _ = try? CredentialFile(Array(bytes[..<count]), origin: "cut", password: secret)
      }
      for offset in stride(from: 0, to: bytes.count, by: 29) {
        var changed = bytes
        changed[offset] ^= 0x41
        _ = try? CredentialFile(changed, origin: "changed", password: secret)
      }
    }
    #expect(refusal(Array(made.certificate.der.dropLast())) != nil)
  }
}

/// A file was taken for something else.
private struct Unexpected: Error {}
