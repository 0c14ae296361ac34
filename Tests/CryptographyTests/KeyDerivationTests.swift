import Bytes
import Testing

@testable import Cryptography

@Suite struct KeyDerivationTests {
  /// RFC 5869 appendix A.1 to A.3.
  @Test func `HKDF gives the keys of RFC 5869`() throws {
    let simple = SecretBytes([UInt8](repeating: 0x0b, count: 22))
    #expect(
      try key(HKDF.sha256(simple, salt: Array(0...12), info: Array(0xf0...0xf9), count: 42))
        == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    #expect(
      try key(
        HKDF.sha256(
          SecretBytes(Array(0x00...0x4f)), salt: Array(0x60...0xaf), info: Array(0xb0...0xff), count: 82))
        == "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
        + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87")
    #expect(
      try key(HKDF.sha256(simple, salt: [], info: [], count: 42))
        == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
  }

  /// Those of RFC 7914 §12 that have no parallelisation and take no gibibyte.
  @Test func `scrypt gives the keys of RFC 7914`() throws {
    #expect(
      try key(Scrypt.derive(SecretBytes(""), salt: [], workFactor: 4, blockSize: 1, count: 64))
        == "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
        + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906")
    #expect(
      try key(
        Scrypt.derive(
          SecretBytes("pleaseletmein"), salt: Array("SodiumChloride".utf8), workFactor: 14, count: 64))
        == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887")
  }

  @Test func `scrypt refuses parameters that its definition excludes`() {
    // N has to be less than 2^(128 · r / 8).
    #expect(throws: CryptographyError.self) {
      try Scrypt.derive(SecretBytes("a"), salt: [], workFactor: 16, blockSize: 1, count: 32)
    }
  }

  /// RFC 4231 §4.3.
  @Test func `HMAC gives the code of RFC 4231`() throws {
    let code = try MessageAuthentication.code(
      .sha256, key: SecretBytes("Jefe"), over: Array("what do ya want for nothing?".utf8))
    #expect(code.hex == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  private func key(_ secret: SecretBytes) -> String { secret.withBytes { $0.hex } }
}
