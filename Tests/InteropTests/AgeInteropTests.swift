import Age
import Cryptography
import FieldTools
import Testing

/// Files and identities between Slipway and `age`, both ways.
@Suite(.needs(.age, .ageKeygen)) struct AgeInteropTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Lengths around the ends of chunks.
  static let lengths = [0, 1, 65535, 65536, 65537, 131_072, 200_000]

  @Test(arguments: lengths, [false, true])
  func `age decrypts what Slipway encrypted to two recipients`(length: Int, armored: Bool) throws {
    let (identity, _) = try makeIdentity("one")
    let own = try AgeIdentity.generate()
    let plaintext = Self.plaintext(length)
    for recipients in [[identity.recipient], [own.recipient, identity.recipient]] {
      try folder.write(
        "file.age", AgeFile.encrypt(SecretBytes(plaintext), to: recipients, armored: armored))
      let outcome = try Tool.age.run(["-d", "-i", folder.file("one"), folder.file("file.age")])
      #expect(outcome.status == 0, "\(outcome.text.prefix(300))")
      #expect(outcome.bytes == plaintext)
    }
  }

  @Test(arguments: lengths, [false, true])
  func `Slipway decrypts what age encrypted to two recipients`(length: Int, armored: Bool) throws {
    let (one, oneText) = try makeIdentity("one")
    let (other, otherText) = try makeIdentity("other")
    let plaintext = Self.plaintext(length)
    try folder.write("file", plaintext)
    for recipients in [[otherText], [oneText, otherText]] {
      let outcome = try Tool.age.run(
        recipients.flatMap { ["-r", $0] } + (armored ? ["-a"] : []) + [folder.file("file")])
      try #require(outcome.status == 0, "\(outcome.text.prefix(300))")
      #expect(try AgeFile.decrypt(outcome.bytes, with: [one, other]) == SecretBytes(plaintext))
      #expect(try AgeFile.recipientCount(of: outcome.bytes) == recipients.count)
    }
  }

  @Test func `age says that a stranger's file is not for it, and that a damaged one is damaged`() throws {
    let (identity, _) = try makeIdentity("one")
    let foreign = try AgeFile.encrypt(SecretBytes("a"), to: [AgeIdentity.generate().recipient])
    try folder.write("file.age", foreign)
    #expect(try Tool.age.run(["-d", "-i", folder.file("one"), folder.file("file.age")]).status == 1)
    var damaged = try AgeFile.encrypt(SecretBytes("a"), to: [identity.recipient])
    damaged[damaged.count - 1] ^= 1
    try folder.write("file.age", damaged)
    #expect(try Tool.age.run(["-d", "-i", folder.file("one"), folder.file("file.age")]).status == 1)
  }

  @Test func `age-keygen gives the recipient of an identity that Slipway made`() throws {
    let identity = try AgeIdentity.generate()
    let file = try AgeIdentityFile.write(identity, created: "2026-11-26T12:00:00Z", passphrase: nil)
    try folder.write("identity", file.withBytes { Array($0) })
    let outcome = try Tool.ageKeygen.run(["-y", folder.file("identity")])
    #expect(outcome.text == "\(identity.recipient)\n")
  }

  @Test(.needs(.python), arguments: [false, true])
  func `age and Slipway open what the other encrypted with a passphrase`(armored: Bool) throws {
    let plaintext = Self.plaintext(70_000)
    let passphrase = SecretBytes("correct horse")
    try folder.write(
      "file.age", AgeFile.encrypt(SecretBytes(plaintext), passphrase: passphrase, armored: armored))
    let opened = try Terminal.run(
      .age, ["-d", "-o", "opened", "file.age"], answers: ["correct horse"], in: folder)
    #expect(opened.status == 0, "\(opened.text)")
    #expect(try folder.read("opened") == plaintext)

    try folder.write("file", plaintext)
    let made = try Terminal.run(
      .age, ["-p", "-o", "made.age"] + (armored ? ["-a"] : []) + ["file"],
      answers: ["correct horse", "correct horse"], in: folder)
    #expect(made.status == 0, "\(made.text)")
    #expect(
      try AgeFile.decrypt(folder.read("made.age"), passphrase: passphrase) == SecretBytes(plaintext))
  }

  @Test(.needs(.python))
  func `age and Slipway use the identity file that the other wrapped`() throws {
    let identity = try AgeIdentity.generate()
    let wrapped = try AgeIdentityFile.write(
      identity, created: "2026-11-26T12:00:00Z", passphrase: SecretBytes("sesame"))
    try folder.write("wrapped", wrapped.withBytes { Array($0) })
    try folder.write("file.age", AgeFile.encrypt(SecretBytes("a secret"), to: [identity.recipient]))
    let opened = try Terminal.run(
      .age, ["-d", "-i", "wrapped", "-o", "opened", "file.age"], answers: ["sesame"], in: folder)
    #expect(opened.status == 0, "\(opened.text)")
    #expect(try folder.read("opened") == Array("a secret".utf8))

    let (one, _) = try makeIdentity("one")
    let made = try Terminal.run(
      .age, ["-p", "-o", "one.age", "one"], answers: ["sesame", "sesame"], in: folder)
    #expect(made.status == 0, "\(made.text)")
    let read = try AgeIdentityFile.read(folder.read("one.age"), passphrase: SecretBytes("sesame"))
    #expect(read.map(\.recipient) == [one.recipient])
  }

  /// A new identity by age-keygen, in a file of this name.
  private func makeIdentity(_ name: String) throws -> (AgeIdentity, recipient: String) {
    let outcome = try Tool.ageKeygen.run(["-o", folder.file(name)])
    try #require(outcome.status == 0, "\(outcome.text)")
    let identity = try #require(AgeIdentityFile.read(folder.read(name), passphrase: nil).first)
    let recipient = try Tool.ageKeygen.run(["-y", folder.file(name)]).text
    return (identity, recipient.filter { $0 != "\n" })
  }

  private static func plaintext(_ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  }
}
