import Cryptography
import FieldTools
import FoundationEssentials
import Testing

@testable import Credentials

/// The keystores of `fixtures/keystores`, which keytool and Bouncy Castle wrote.
@Suite struct JavaKeystoreTests {
  static let files = ["jks.jks", "jceks.jks", "bks.bks", "bks-v1.bks"]
  private let store = SecretBytes("store-secret")
  private let key = SecretBytes("key-secret")

  private func fixture(_ file: String) throws -> [UInt8] {
    [UInt8](
      try #require(FileManager.default.contents(atPath: "\(Repository.folder)/fixtures/keystores/\(file)")))
  }

  @Test(arguments: files)
  func `opens each key with its own password`(file: String) throws {
    let bytes = try fixture(file)
    let rsa = try Keystore.open(bytes, origin: file, alias: "RSA", password: store, keyPassword: key)
    #expect(rsa.identity.name == "rsa" && Set(rsa.aliases) == ["rsa", "ec"])
    #expect(rsa.identity.chain.map(\.subject.rfc2253) == ["CN=RSA,O=Acme", "CN=Authority,O=Acme"])
    #expect(rsa.identity.key.algorithm == .rsa(bits: 2048))
    #expect(rsa.warnings.map(\.id) == ["legacy-keystore-encryption"])
    for keyPassword in [nil, key] {
      let ec = try Keystore.open(bytes, origin: file, alias: "ec", password: store, keyPassword: keyPassword)
      #expect(ec.identity.key.algorithm == .ec(curve: "P-256", bits: 256) && ec.identity.chain.count == 1)
    }
  }

  @Test(arguments: files)
  func `says what is wrong with a password or alias`(file: String) throws {
    let bytes = try fixture(file)
    func open(_ alias: String?, _ password: SecretBytes?, _ keyPassword: SecretBytes? = nil) throws {
      _ = try Keystore.open(
        bytes, origin: file, alias: alias, password: password, keyPassword: keyPassword)
    }
    #expect(throws: CredentialError.passwordNeeded(origin: file)) { try open("rsa", nil, key) }
    for wrong in ["", "Store-secret", "store-secret ", "störe"] {
      #expect(throws: CredentialError.wrongPassword(origin: file)) {
        try open("rsa", SecretBytes(wrong), key)
      }
      let keyPassword = wrong.isEmpty ? nil : SecretBytes(wrong)
      #expect(throws: CredentialError.wrongKeyPassword(origin: file, alias: "rsa")) {
        try open("rsa", store, keyPassword)
      }
    }
    let error = #expect(throws: CredentialError.self) { try open(nil, store) }
    guard case .aliasNeeded(file, let aliases) = error else { throw try #require(error) }
    #expect(Set(aliases) == ["rsa", "ec"])
    #expect(throws: CredentialError.noSuchAlias(origin: file, alias: "trusted", aliases: aliases)) {
      try open("trusted", store)
    }
  }

  /// What is not the file that was written is refused, wherever it differs.
  @Test(arguments: files)
  func `refuses what was changed or cut off`(file: String) throws {
    let bytes = try fixture(file)
    func refusal(_ changed: [UInt8]) -> CredentialError? {
      #expect(throws: CredentialError.self) {
        try Keystore.open(changed, origin: file, alias: "rsa", password: store, keyPassword: key)
      }
    }
    for count in stride(from: 8, to: bytes.count, by: 41) {
      guard case .unreadable(file, .malformed) = refusal(Array(bytes[..<count])) else {
        Issue.record("cut off at \(count)")
        continue
      }
    }
    // The salt of version 1 leaves 16 bits to tell a change by.
    for offset in stride(from: file == "bks-v1.bks" ? 32 : 8, to: bytes.count, by: 41) {
      var changed = bytes
      changed[offset] ^= 0x55
      switch refusal(changed) {
      case .unreadable, .wrongPassword: break
      case let other: Issue.record("changed at \(offset): \(String(describing: other))")
      }
    }
    #expect(refusal(bytes + [0]) != nil)
  }

  @Test(
    arguments: [
      ([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff], CryptographyError.Structure.jks),
      ([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 3, 0, 0, 0, 0], .jks),
      ([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3], .jks),
      ([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 0xff, 0xff], .jks),
      ([0xfe, 0xed, 0xfe, 0xed], .jks), ([0xce, 0xce, 0xce, 0xce, 0, 0, 0, 2, 0, 0, 0, 9], .jceks),
      ([0, 0, 0, 2, 0, 0, 0, 20], .bks), ([0, 0, 0, 1, 0, 0, 0, 20, 1, 2, 3], .bks),
    ] as [([UInt8], CryptographyError.Structure)])
  func `believes no length and no number`(_ start: [UInt8], _ structure: CryptographyError.Structure) {
    for padding in [0, 20, 200] {
      let bytes = start + [UInt8](repeating: 0, count: padding)
      let error = #expect(throws: CredentialError.self) {
        try Keystore.open(bytes, origin: "x", password: store)
      }
      guard case .unreadable("x", .malformed(structure, _)) = error else {
        Issue.record("\(padding): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func `bounds the iterations of a BKS`() throws {
    var bytes = try fixture("bks.bks")
    bytes.replaceSubrange(28..<32, with: [0x7f, 0xff, 0xff, 0xff])
    #expect(
      throws: CredentialError.unreadable(
        origin: "x",
        error: .tooManyIterations(structure: .bks, iterations: 0x7fff_ffff, limit: 1_000_000))
    ) { try Keystore.open(bytes, origin: "x", password: store) }
  }

  /// Java's own cipher made these; in the second salt both halves are the same.
  @Test(
    arguments: [
      ([1, 2, 3, 4, 5, 6, 7, 8], "50788f3cf3e030991370d707c3ba16f28939347a118d0b59"),
      ([1, 2, 3, 4, 1, 2, 3, 4], "689b73413a5a9c6bc23d6f8a924c4b0adec35af8b3da4a84"),
    ] as [([UInt8], String)])
  func `decrypts as Java's PBEWithMD5AndTripleDES does`(_ salt: [UInt8], _ encrypted: String) throws {
    let digits = Array(encrypted.utf8)
    let bytes = try stride(from: 0, to: digits.count, by: 2).map { start in
      try #require(UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16))
    }
    func info(_ iterations: [UInt8]) throws -> EncryptedPrivateKeyInfo {
      let integer = [0x02, UInt8(iterations.count)] + iterations
      func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, UInt8(content.count)] + content }
      let oid: [UInt8] = [0x2b, 0x06, 0x01, 0x04, 0x01, 0x2a, 0x02, 0x13, 0x01]
      let algorithm = element(0x30, element(0x06, oid) + element(0x30, element(0x04, salt) + integer))
      return try EncryptedPrivateKeyInfo(der: element(0x30, algorithm + element(0x04, bytes))[...])
    }
    #expect(try info([3]).algorithm.objectIdentifier == JCEKSKeyProtector.objectIdentifier)
    let plain = try JCEKSKeyProtector.recover(info([3]), password: SecretBytes("secret"))
    #expect(plain == SecretBytes("sixteen bytes ok"))
    #expect(try JCEKSKeyProtector.recover(info([4]), password: SecretBytes("secret")) != plain)
    #expect(try JCEKSKeyProtector.recover(info([3]), password: SecretBytes("sécret")) == nil)
    #expect(
      throws: CryptographyError.tooManyIterations(
        structure: .jceks, iterations: 0x7fff_ffff, limit: 5_000_000)
    ) { try JCEKSKeyProtector.recover(info([0x7f, 0xff, 0xff, 0xff]), password: SecretBytes("secret")) }
  }

  @Test(
    arguments: [
      ("acme", [0x61, 0x63, 0x6d, 0x65]), ("é", [0xc3, 0xa9]), ("\0", [0xc0, 0x80]), ("", []),
      ("€", [0xe2, 0x82, 0xac]), ("😀", [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]),
    ] as [(String, [UInt8])])
  func `reads and writes modified UTF 8`(_ text: String, _ bytes: [UInt8]) {
    #expect(ModifiedUTF8.encode(text) == bytes)
    #expect(ModifiedUTF8.decode(bytes[...]) == text)
  }

  @Test(arguments: [[0x80], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98, 0x80], [0xc3, 0x41]] as [[UInt8]])
  func `refuses what is no modified UTF 8`(_ bytes: [UInt8]) {
    #expect(ModifiedUTF8.decode(bytes[...]) == nil)
  }
}
