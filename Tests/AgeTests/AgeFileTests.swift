import Cryptography
import Testing

@testable import Age

@Suite struct AgeFileTests {
  private let secret = SecretBytes("a secret\n")

  @Test func `decrypts what age encrypted`() throws {
    let file = Array(ExampleKeys.file.utf8)
    #expect(try AgeFile.decrypt(file, with: [ExampleKeys.identity()]) == secret)
    #expect(try AgeFile.decrypt(AgeArmor.decode(file), with: [ExampleKeys.identity()]) == secret)
    #expect(try AgeFile.recipientCount(of: file) == 2)
    let wrapped = Array(ExampleKeys.passphraseFile.utf8)
    #expect(try AgeFile.decrypt(wrapped, passphrase: SecretBytes("secret")) == secret)
    #expect(try AgeFile.recipientCount(of: wrapped) == 1)
  }

  @Test(arguments: [0, 1, 65535, 65536, 65537, 131_072, 200_000], [false, true])
  func `what was encrypted is decrypted`(count: Int, armored: Bool) throws {
    let plaintext = SecretBytes((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let identities = try [AgeIdentity.generate(), AgeIdentity.generate()]
    let file = try AgeFile.encrypt(plaintext, to: identities.map(\.recipient), armored: armored)
    for identity in identities {
      #expect(try AgeFile.decrypt(file, with: [identity]) == plaintext)
    }
    #expect(try AgeFile.recipientCount(of: file) == 2)
    #expect(AgeFile.isAge(file))
    let stranger = try AgeIdentity.generate()
    #expect(throws: AgeError.noMatch) { try AgeFile.decrypt(file, with: [stranger]) }
    #expect(throws: AgeError.noMatch) { try AgeFile.decrypt(file, with: []) }
    #expect(throws: AgeError.identityNeeded) { try AgeFile.decrypt(file, passphrase: SecretBytes("a")) }
  }

  @Test(arguments: [1, 10], [false, true])
  func `a passphrase opens what it encrypted, and no other does`(workFactor: Int, armored: Bool) throws {
    let file = try AgeFile.encrypt(
      secret, passphrase: SecretBytes("sesame"), workFactor: workFactor, armored: armored)
    #expect(try AgeFile.decrypt(file, passphrase: SecretBytes("sesame")) == secret)
    #expect(throws: AgeError.wrongPassphrase) { try AgeFile.decrypt(file, passphrase: SecretBytes("sesamE")) }
    #expect(throws: AgeError.wrongPassphrase) { try AgeFile.decrypt(file, passphrase: SecretBytes("")) }
    #expect(throws: AgeError.passphraseNeeded) {
      try AgeFile.decrypt(file, with: [ExampleKeys.identity()])
    }
  }

  @Test func `the same plaintext is another file each time`() throws {
    let recipient = try ExampleKeys.identity().recipient
    #expect(try AgeFile.encrypt(secret, to: [recipient]) != AgeFile.encrypt(secret, to: [recipient]))
  }

  @Test func `refuses to encrypt to nobody, to somebody twice and to more than can be read`() throws {
    let recipient = try ExampleKeys.identity().recipient
    #expect(throws: AgeError.noRecipient) { try AgeFile.encrypt(secret, to: []) }
    #expect(throws: AgeError.duplicateRecipient(ExampleKeys.recipientText)) {
      try AgeFile.encrypt(secret, to: [recipient, AgeIdentity.generate().recipient, recipient])
    }
    #expect(throws: AgeError.tooLarge(.recipients, limit: 1000)) {
      try AgeFile.encrypt(secret, to: [AgeRecipient](repeating: recipient, count: 1001))
    }
    #expect(throws: AgeError.passphraseNeeded) { try AgeFile.encrypt(secret, passphrase: SecretBytes("")) }
    #expect(throws: AgeError.workFactorTooHigh(23, limit: 22)) {
      try AgeFile.encrypt(secret, passphrase: SecretBytes("a"), workFactor: 23)
    }
    let zeros = try AgeRecipient(publicKey: [UInt8](repeating: 0, count: 32))
    #expect(throws: AgeError.malformedRecipient("\(zeros)")) { try AgeFile.encrypt(secret, to: [zeros]) }
  }

  @Test func `refuses more than 64 MiB`() throws {
    let limit = AgeFile.limit
    let recipient = try ExampleKeys.identity().recipient
    let large = SecretBytes(count: limit + 1) { (_) in }
    #expect(throws: AgeError.tooLarge(.bytes, limit: limit)) { try AgeFile.encrypt(large, to: [recipient]) }
    #expect(throws: AgeError.tooLarge(.bytes, limit: limit)) {
      try AgeFile.recipientCount(of: [UInt8](repeating: 0, count: limit / 2 * 3 + 1))
    }
  }

  @Test(arguments: [false, true])
  func `a file in which any bit was flipped is refused`(armored: Bool) throws {
    let identity = try ExampleKeys.identity()
    let file = try AgeFile.encrypt(secret, to: [identity.recipient], armored: armored)
    for bit in 0..<(8 * file.count) {
      var changed = file
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: AgeError.self, "bit \(bit)") { try AgeFile.decrypt(changed, with: [identity]) }
    }
  }

  @Test(arguments: [9, 65536, 65537])
  func `a file that was cut off is refused`(count: Int) throws {
    let identity = try ExampleKeys.identity()
    let file = try AgeFile.encrypt(SecretBytes(repeatElement(7, count: count)), to: [identity.recipient])
    let armored = AgeArmor.encode(file)
    let lengths = (0..<file.count).filter { $0 < 400 || $0 > file.count - 100 || $0 % 9973 == 0 }
    for length in lengths {
      #expect(throws: AgeError.self, "\(length) bytes") {
        try AgeFile.decrypt(Array(file.prefix(length)), with: [identity])
      }
    }
    // Its last line end is not needed.
    for length in (0..<(armored.count - 1)).filter({ $0 < 400 || $0 > armored.count - 200 }) {
      #expect(throws: AgeError.self, "\(length) bytes of armor") {
        try AgeFile.decrypt(Array(armored.prefix(length)), with: [identity])
      }
    }
    #expect(throws: AgeError.self) { try AgeFile.decrypt(file + [0], with: [identity]) }
  }

  @Test func `names the chunk that is damaged`() throws {
    let identity = try ExampleKeys.identity()
    let file = try AgeFile.encrypt(SecretBytes(repeatElement(7, count: 150_000)), to: [identity.recipient])
    let start = try AgeHeader(file).length + 16
    for (chunk, offset) in [(1, 0), (1, 65551), (2, 65552), (3, 131_104)] {
      var changed = file
      changed[start + offset] ^= 1
      #expect(throws: AgeError.payloadDamaged(chunk: chunk)) {
        try AgeFile.decrypt(changed, with: [identity])
      }
    }
    // A chunk that is missing, and two that changed places.
    let head = Array(file.prefix(start))
    let chunks = [0, 65552].map { Array(file[(start + $0)..<(start + $0 + 65552)]) }
    let rest = Array(file[(start + 131_104)...])
    #expect(throws: AgeError.payloadDamaged(chunk: 2)) {
      try AgeFile.decrypt(head + chunks[0] + rest, with: [identity])
    }
    #expect(throws: AgeError.payloadDamaged(chunk: 1)) {
      try AgeFile.decrypt(head + chunks[1] + chunks[0] + rest, with: [identity])
    }
    #expect(throws: AgeError.payloadDamaged(chunk: 2)) {
      try AgeFile.decrypt(head + chunks[0] + chunks[1], with: [identity])
    }
  }

  @Test func `knows an age file by its beginning`() {
    for text in [ExampleKeys.file, " \r\n\t\(ExampleKeys.file)", "age-encryption.org/v1\n"] {
      #expect(AgeFile.isAge(Array(text.utf8)), "\(text)")
    }
    for text in ["", "age-encryption.org/v1", "age-encryption.org/v2\n", "-----BEGIN PRIVATE KEY-----\n"] {
      #expect(!AgeFile.isAge(Array(text.utf8)), "\(text)")
    }
  }
}
