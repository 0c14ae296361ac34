import Bytes
import Testing

@testable import Cryptography

@Suite struct ChaCha20Poly1305Tests {
  /// RFC 8439 §2.8.2; its tag covers additional data, so that there the encrypted bytes alone compare.
  @Test func `encrypts as RFC 8439 does`() throws {
    let plaintext =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
      + "sunscreen would be it."
    let sealed = try seal(
      Array(plaintext.utf8), Array(0x80...0x9f), [7, 0, 0, 0, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47])
    #expect(
      sealed.dropLast(ChaCha20Poly1305.tagLength).hex
        == "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b"
        + "1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc"
        + "3ff4def08e4b7a9de576d26586cec64b6116")
  }

  /// Of the vectors of Project Wycheproof, those numbered 2, 4 and 56: key, nonce, plaintext, sealed.
  static let vectors = [
    [
      "80ba3192c803ce965ea371d5ff073cf0f43b6a2ab576b208426e11409c09b9b0", "4da5bf8dfd5852c1ea12379d", "",
      "76acb342cf3166a5b63c0c0ea1383c8d",
    ],
    [
      "cc56b680552eb75008f5484b4cb803fa5063ebd6eab91f6ab6aef4916a766273", "99e23ec48985bccdeeab60f1", "2a",
      "3acac27dec0968801e9f6eded69d807522",
    ],
    [
      "77d824795d2029f0eb0e0baab5cfeb32f7e93474913a7f95c737a667a3c33314", "f3307430f492d2b8a72d3a81",
      "0c4179a497d8fdd72796fb725692b805d63b7c718359cf10518aee",
      "49c81d17d67d7ba9954f497d0b0ddc21f3f839c9d2cc198d30bc2c50009899e5b2a9726c8f3556cadfbe84",
    ],
  ]

  @Test(arguments: vectors)
  func `seals and opens as Wycheproof has it`(vector: [String]) throws {
    let bytes = try vector.map { try #require([UInt8](hex: $0)) }
    #expect(try seal(bytes[2], bytes[0], bytes[1]) == bytes[3])
    #expect(try open(bytes[3], bytes[0], bytes[1]) == SecretBytes(bytes[2]))
  }

  @Test func `what was changed is not authentic`() throws {
    let bytes = try Self.vectors[2].map { try #require([UInt8](hex: $0)) }
    for bit in 0..<(8 * bytes[3].count) {
      var changed = bytes[3]
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(try open(changed, bytes[0], bytes[1]) == nil, "bit \(bit)")
    }
    for count in 0..<bytes[3].count {
      #expect(try open(Array(bytes[3].prefix(count)), bytes[0], bytes[1]) == nil, "\(count) bytes")
    }
    #expect(try open(bytes[3], bytes[0].reversed(), bytes[1]) == nil)
    #expect(try open(bytes[3], bytes[0], bytes[1].reversed()) == nil)
  }

  private func seal(_ plaintext: [UInt8], _ key: [UInt8], _ nonce: [UInt8]) throws -> [UInt8] {
    try plaintext.withUnsafeBytes { try ChaCha20Poly1305.seal($0, key: SecretBytes(key), nonce: nonce) }
  }

  private func open(_ sealed: [UInt8], _ key: [UInt8], _ nonce: [UInt8]) throws -> SecretBytes? {
    try sealed.withUnsafeBytes { try ChaCha20Poly1305.open($0, key: SecretBytes(key), nonce: nonce) }
  }
}
