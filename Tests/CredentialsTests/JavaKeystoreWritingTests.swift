import Cryptography
import Testing

@testable import Credentials

@Suite struct JavaKeystoreWritingTests {
  private let store = SecretBytes("störe-secret")

  @Test(arguments: [nil, "kéy-secret"], ["acme", "Zwölf 😀"])
  func `opens the JKS that it writes`(keyPassword: String?, name: String) throws {
    let made = try TestIdentity()
    let keyPassword = keyPassword.map { SecretBytes($0) }
    let bytes = try JavaKeystore.write(
      key: made.key, chain: [made.certificate], name: name, password: store, keyPassword: keyPassword)
    let opened = try Keystore.open(
      bytes, origin: "acme.jks", alias: name, password: store, keyPassword: keyPassword)
    #expect(opened.identity.chain == [made.certificate] && opened.aliases == [name.lowercased()])
    if keyPassword != nil {
      #expect(throws: CredentialError.wrongKeyPassword(origin: "acme.jks", alias: name.lowercased())) {
        try Keystore.open(bytes, origin: "acme.jks", password: store)
      }
    }
    #expect(throws: CredentialError.wrongPassword(origin: "acme.jks")) {
      try Keystore.open(bytes, origin: "acme.jks", password: SecretBytes("x"))
    }
    #expect(try PKCS8.isAbsent(of: made.key, in: bytes))
  }

  @Test func `writes no key without its own certificate`() throws {
    let (made, other) = try (TestIdentity(), TestIdentity([("CN", "Other")]))
    #expect(throws: CryptographyError.certificateDoesNotMatchKey(subject: "CN=Other")) {
      try JavaKeystore.write(key: made.key, chain: [other.certificate], name: "a", password: store)
    }
    #expect(throws: CryptographyError.certificateDoesNotMatchKey(subject: "")) {
      try JavaKeystore.write(key: made.key, chain: [], name: "a", password: store)
    }
    #expect(throws: CryptographyError.malformed(structure: .jks, offset: 16)) {
      try JavaKeystore.write(
        key: made.key, chain: [made.certificate], name: String(repeating: "a", count: 65_536), password: store
      )
    }
  }
}

private enum PKCS8 {
  /// Whether the key's own bytes stand nowhere among the others.
  static func isAbsent(of key: PrivateKey, in bytes: [UInt8]) throws -> Bool {
    // The private number of P-256 begins 36 bytes into its PKCS#8.
    let number = try key.pkcs8().withBytes { Array($0[36..<60]) }
    return !bytes.indices.contains { bytes[$0...].starts(with: number) }
  }
}
