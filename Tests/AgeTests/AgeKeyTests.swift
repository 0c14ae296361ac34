import Cryptography
import Testing

@testable import Age

/// Identities, recipients, and files of identities.
@Suite struct AgeKeyTests {
  @Test func `reads the example of the specification`() throws {
    let identity = try ExampleKeys.identity()
    #expect(identity.secret == SecretBytes(repeatElement(0x42, count: 32)))
    #expect("\(identity.recipient)" == ExampleKeys.recipientText)
    #expect(identity.text == SecretBytes(ExampleKeys.identityText))
    #expect(try AgeRecipient(ExampleKeys.recipientText) == identity.recipient)
    #expect(try AgeRecipient(publicKey: identity.recipient.publicKey) == identity.recipient)
    #expect(try AgeIdentity(SecretBytes("\r\n \t\(ExampleKeys.identityText) \n")).secret == identity.secret)
  }

  @Test func `an identity shows nothing, whichever way it is printed`() throws {
    let identity = try ExampleKeys.identity()
    var dumped = ""
    dump([identity], to: &dumped)
    let printed = "\(identity) \([identity]) \(String(reflecting: identity)) \(Optional(identity) as Any)"
    for text in [dumped, printed] {
      #expect(text.contains("«redacted»"))
      #expect(!text.contains("66") && !text.contains("age1") && !text.contains("GFPYY"))
    }
  }

  @Test func `new identities differ`() throws {
    let (one, other) = (try AgeIdentity.generate(), try AgeIdentity.generate())
    #expect(one.recipient != other.recipient)
    #expect(try AgeIdentity(one.text).recipient == one.recipient)
  }

  @Test(arguments: [
    "", " ", "hello", ExampleKeys.recipientText, ExampleKeys.identityText.lowercased(),
    String(ExampleKeys.identityText.dropLast()), ExampleKeys.identityText + "\n" + ExampleKeys.identityText,
    text(of: [UInt8](repeating: 1, count: 31), "AGE-SECRET-KEY-"), text(of: [], "AGE-SECRET-KEY-"),
  ])
  func `refuses what is no identity`(text: String) {
    #expect(throws: AgeError.malformedIdentity(line: nil)) { try AgeIdentity(SecretBytes(text)) }
  }

  @Test(arguments: ["AGE-SECRET-KEY-PQ-", "AGE-PLUGIN-YUBIKEY-"])
  func `says that it does not read other kinds of identities`(kind: String) {
    let text = Self.text(of: [UInt8](repeating: 1, count: 32), kind)
    #expect(throws: AgeError.unsupportedIdentity(line: nil, kind: kind)) {
      try AgeIdentity(SecretBytes(text))
    }
    let file = Array("# a comment\n\(text)\n".utf8)
    #expect(throws: AgeError.unsupportedIdentity(line: 2, kind: kind)) {
      try AgeIdentityFile.read(file, passphrase: nil)
    }
  }

  @Test(arguments: [
    "", "age1", "hello", ExampleKeys.recipientText.uppercased(), ExampleKeys.recipientText + "\n",
    text(of: [UInt8](repeating: 1, count: 33), "age"), text(of: [UInt8](repeating: 1, count: 32), "bc"),
  ])
  func `refuses what is no recipient`(text: String) {
    let shown = text.count > 62 ? text.prefix(62) + "…" : text[...]
    #expect(throws: AgeError.malformedRecipient(String(shown))) { try AgeRecipient(text) }
  }

  @Test func `shows of a long text the beginning, and of a secret key nothing`() {
    let long = String(repeating: "a", count: 1000)
    #expect(throws: AgeError.malformedRecipient(String(repeating: "a", count: 62) + "…")) {
      try AgeRecipient(long)
    }
    for text in [ExampleKeys.identityText, ExampleKeys.identityText.lowercased(), "x AGE-SECRET-KEY-1A"] {
      #expect(throws: AgeError.identityGivenAsRecipient) { try AgeRecipient(text) }
    }
    #expect(throws: AgeError.malformedRecipient("31 bytes")) {
      try AgeRecipient(publicKey: [UInt8](repeating: 1, count: 31))
    }
    let postQuantum = Self.text(of: [UInt8](repeating: 1, count: 20), "age1pq")
    #expect(throws: AgeError.unsupportedRecipient(postQuantum)) { try AgeRecipient(postQuantum) }
  }

  @Test func `a file of identities has comments, blank lines and several identities`() throws {
    let other = try AgeIdentity.generate()
    let otherText = other.text.withBytes { String(decoding: $0, as: UTF8.self) }
    let text = "# one\r\n\(ExampleKeys.identityText)\r\n\n  # another\n \t\n \(otherText) "
    let identities = try AgeIdentityFile.read(Array(text.utf8), passphrase: nil)
    #expect(identities.map(\.recipient) == [try ExampleKeys.identity().recipient, other.recipient])
    #expect(!AgeIdentityFile.isWrapped(Array(text.utf8)))
  }

  @Test func `names the line that is no identity`() {
    let text = "# one\n\(ExampleKeys.identityText)\n\nage1\n"
    #expect(throws: AgeError.malformedIdentity(line: 4)) {
      try AgeIdentityFile.read(Array(text.utf8), passphrase: nil)
    }
    for text in ["", "# only a comment\n", "\n\n"] {
      #expect(throws: AgeError.noIdentity) { try AgeIdentityFile.read(Array(text.utf8), passphrase: nil) }
    }
    let large = [UInt8](repeating: UInt8(ascii: "#"), count: AgeIdentityFile.limit + 1)
    #expect(throws: AgeError.tooLarge(.identityFileBytes, limit: AgeIdentityFile.limit)) {
      try AgeIdentityFile.read(large, passphrase: nil)
    }
  }

  @Test func `writes a file as age-keygen does`() throws {
    let file = try AgeIdentityFile.write(
      ExampleKeys.identity(), created: "2026-11-26T12:00:00Z", passphrase: nil)
    let expected =
      "# created: 2026-11-26T12:00:00Z\n# public key: \(ExampleKeys.recipientText)\n\(ExampleKeys.identityText)\n"
    #expect(file == SecretBytes(expected))
  }

  @Test func `a wrapped file needs its passphrase`() throws {
    let identity = try ExampleKeys.identity()
    let file = try AgeIdentityFile.write(identity, created: "today", passphrase: SecretBytes("sesame"))
    let bytes = file.withBytes { Array($0) }
    #expect(AgeIdentityFile.isWrapped(bytes))
    for bytes in [bytes, try AgeArmor.decode(bytes)] {
      #expect(
        try AgeIdentityFile.read(bytes, passphrase: SecretBytes("sesame")).map(\.recipient)
          == [identity.recipient])
      #expect(throws: AgeError.passphraseNeeded) { try AgeIdentityFile.read(bytes, passphrase: nil) }
      #expect(throws: AgeError.wrongPassphrase) {
        try AgeIdentityFile.read(bytes, passphrase: SecretBytes("other"))
      }
    }
  }

  private static func text(of bytes: [UInt8], _ prefix: String) -> String {
    bytes.withUnsafeBytes { Bech32.encode(prefix: prefix, $0) }
      .withBytes { String(decoding: $0, as: UTF8.self) }
  }
}
