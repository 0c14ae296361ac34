import Bytes
import Testing

@testable import Cryptography

/// X25519 and Ed25519, by the vectors of their RFCs.
@Suite struct CurveKeyTests {
  /// RFC 7748 §5.2, then both sides of §6.1: secret key, public key, what they share.
  static let sharedSecrets = [
    [
      "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
      "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
      "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
    ],
    [
      "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
      "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
      "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957",
    ],
    [
      "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
      "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
      "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
    ],
    [
      "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
      "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
      "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
    ],
  ]

  @Test(arguments: sharedSecrets)
  func `shares the secrets of RFC 7748`(vector: [String]) throws {
    let bytes = try vector.map { try #require([UInt8](hex: $0)) }
    #expect(try X25519.sharedSecret(SecretBytes(bytes[0]), with: bytes[1]) == SecretBytes(bytes[2]))
  }

  @Test func `has the public keys of RFC 7748`() throws {
    let alice = SecretBytes(try #require([UInt8](hex: Self.sharedSecrets[2][0])))
    #expect(try X25519.publicKey(of: alice).hex == Self.sharedSecrets[3][1])
    let bob = SecretBytes(try #require([UInt8](hex: Self.sharedSecrets[3][0])))
    #expect(try X25519.publicKey(of: bob).hex == Self.sharedSecrets[2][1])
    #expect(try X25519.generate() != X25519.generate())
  }

  /// Public keys of low order; the first two are the numbers 0 and 1.
  static let lowOrder = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  ]

  @Test(arguments: lowOrder)
  func `refuses to share zeros`(publicKey: String) throws {
    let secret = try X25519.generate()
    let publicKey = try #require([UInt8](hex: publicKey))
    #expect(throws: CryptographyError.lowOrderPublicKey) {
      try X25519.sharedSecret(secret, with: publicKey)
    }
  }

  @Test(arguments: [0, 31, 33])
  func `refuses keys of another length`(count: Int) throws {
    let bytes = [UInt8](repeating: 9, count: count)
    let secret = try X25519.generate()
    #expect(throws: CryptographyError.malformed(structure: .privateKey, offset: min(count, 32))) {
      try X25519.publicKey(of: SecretBytes(bytes))
    }
    #expect(throws: CryptographyError.malformed(structure: .publicKey, offset: min(count, 32))) {
      try X25519.sharedSecret(secret, with: bytes)
    }
    #expect(throws: CryptographyError.malformed(structure: .privateKey, offset: min(count, 32))) {
      try Ed25519.sign([], seed: SecretBytes(bytes))
    }
  }

  /// RFC 8032 §7.1, tests 1 to 3: seed, public key, message, signature.
  static let signatures = [
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        + "d25bf5f0595bbe24655141438e7a100b",
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        + "387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        + "4a7c15e9716ed28dc027beceea1ec40a",
    ],
  ]

  @Test(arguments: signatures)
  func `signs as RFC 8032 does`(vector: [String]) throws {
    let bytes = try vector.map { try #require([UInt8](hex: $0)) }
    let seed = SecretBytes(bytes[0])
    #expect(try Ed25519.publicKey(of: seed) == bytes[1])
    #expect(try Ed25519.sign(bytes[2], seed: seed) == bytes[3])
    #expect(Ed25519.verifies(bytes[3], over: bytes[2], publicKey: bytes[1]))
  }

  @Test func `a signature that was changed, or is none, does not hold`() throws {
    let bytes = try Self.signatures[1].map { try #require([UInt8](hex: $0)) }
    for bit in 0..<(8 * Ed25519.signatureLength) {
      var changed = bytes[3]
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(!Ed25519.verifies(changed, over: bytes[2], publicKey: bytes[1]), "bit \(bit)")
    }
    #expect(!Ed25519.verifies(bytes[3], over: [0x73], publicKey: bytes[1]))
    #expect(!Ed25519.verifies(bytes[3], over: bytes[2], publicKey: bytes[0]))
    for count in [0, 63, 65] {
      #expect(!Ed25519.verifies(Array((bytes[3] + [0]).prefix(count)), over: bytes[2], publicKey: bytes[1]))
    }
    #expect(!Ed25519.verifies(bytes[3], over: bytes[2], publicKey: Array(bytes[1].dropLast())))
    // The same signature with the group's order added to its number, which a lax verifier takes too.
    let order = try #require(
      [UInt8](hex: "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))
    var twin = bytes[3]
    var carry = 0
    for index in 0..<32 {
      let sum = Int(twin[32 + index]) + Int(order[index]) + carry
      twin[32 + index] = UInt8(sum & 0xff)
      carry = sum >> 8
    }
    #expect(!Ed25519.verifies(twin, over: bytes[2], publicKey: bytes[1]))
  }
}
