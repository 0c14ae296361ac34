import FieldTools
import Testing

@testable import Cryptography

@Suite struct CipherTests {
  private static let empty = (key: SecretBytes(zeros(32)), nonce: SecretBytes(zeros(12)))

  /// Test cases 13 and 14 of McGrew and Viega, The Galois/Counter Mode of Operation, appendix B.
  @Test(
    arguments: [
      (0, "", "530f8afbc74536b9a963b4f1c4cb738b"),
      (16, "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"),
    ])
  func `seals as the mode's authors say`(_ count: Int, _ ciphertext: String, _ tag: String) throws {
    let (key, nonce) = Self.empty
    let message = SecretBytes(zeros(count))
    let sealed = try AESGCM.seal(message, key: key, nonce: nonce, authenticating: SecretBytes(""))
    #expect(hexadecimal(sealed.ciphertext) == ciphertext && hexadecimal(sealed.tag) == tag)
    #expect(AESGCM.open(sealed, key: key, nonce: nonce, authenticating: SecretBytes("")) == message)
  }

  @Test func `opens nothing that was changed`() throws {
    let (key, nonce) = Self.empty
    let additional = SecretBytes("header")
    let sealed = try AESGCM.seal(SecretBytes("message"), key: key, nonce: nonce, authenticating: additional)
    func opens(
      _ change: (inout [UInt8], inout [UInt8]) -> Void = { _, _ in }, nonce: SecretBytes = Self.empty.nonce,
      additional: SecretBytes = SecretBytes("header")
    ) -> Bool {
      var (ciphertext, tag) = (sealed.ciphertext, sealed.tag)
      change(&ciphertext, &tag)
      return AESGCM.open(
        AESGCM.Sealed(ciphertext: ciphertext, tag: tag), key: key, nonce: nonce, authenticating: additional)
        != nil
    }
    #expect(opens())
    #expect(!opens { ciphertext, _ in ciphertext[0] ^= 1 })
    #expect(!opens { _, tag in tag[15] ^= 1 })
    #expect(!opens { _, tag in tag.removeLast() })
    #expect(!opens { ciphertext, _ in ciphertext.removeLast() })
    #expect(!opens(nonce: SecretBytes([1] + zeros(11))))
    #expect(!opens(nonce: SecretBytes(zeros(11))))
    #expect(!opens(additional: SecretBytes("Header")))
    #expect(throws: CryptographyError.self) {
      try AESGCM.seal(SecretBytes("m"), key: SecretBytes(zeros(16)), nonce: nonce, authenticating: additional)
    }
  }

  /// RFC 7914 §11.
  @Test func `makes keys by PBKDF2`() throws {
    let key = try PasswordKey.pbkdf2(
      SecretBytes("passwd"), salt: Array("salt".utf8), iterations: 1, hash: .sha256, count: 32)
    #expect(
      key.withBytes { hexadecimal($0) } == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")
  }

  @Test(.needs(.openssl), arguments: [HashAlgorithm.md5, .sha256])
  func `opens what openssl enc wrote`(_ hash: HashAlgorithm) throws {
    let folder = try TemporaryFolder()
    let outcome = try Tool.openssl.run([
      "enc", "-aes-256-cbc", "-md", hash.rawValue, "-salt", "-pass", "pass:secret", "-in",
      try folder.write("message", Array("a message of more than one block".utf8)),
    ])
    let bytes = outcome.bytes
    #expect(bytes.starts(with: "Salted__".utf8))
    func read(_ password: String, _ ciphertext: [UInt8]) throws -> SecretBytes? {
      let (key, vector) = try PasswordKey.bytesToKey(
        SecretBytes(password), salt: Array(bytes[8..<16]), hash: hash)
      return AESCBC.decrypt(ciphertext, key: key, initializationVector: vector)
    }
    #expect(try read("secret", Array(bytes[16...])) == SecretBytes("a message of more than one block"))
    #expect(try read("secret", Array(bytes[16...].dropLast())) == nil)
    #expect(try read("Secret", Array(bytes[16...])) != SecretBytes("a message of more than one block"))
    #expect(throws: CryptographyError.self) {
      try PasswordKey.bytesToKey(SecretBytes("secret"), salt: [1, 2, 3], hash: hash)
    }
  }
}

private func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
