import Cryptography
import Testing

@testable import Age

@Suite struct AgeFileTests {
  @Test(arguments: [0, 1, 65535, 65536, 65537, 200_000], [false, true])
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
    #expect(throws: AgeError.identityNeeded) { try AgeFile.decrypt(file, passphrase: SecretBytes("a")) }
  }
}
