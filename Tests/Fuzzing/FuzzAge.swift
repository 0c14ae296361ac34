import Cryptography

@testable import Age

/// The identity that the specification gives as its example.
private let identity = try? AgeIdentity(
  SecretBytes("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"))

/// What was read is written as it was, but for armor's line ends and the blanks around it.
///
/// No key is derived from a passphrase, which takes its time as it should.
func fuzzAge(_ bytes: [UInt8]) {
  guard let identity else { fatalError("the example cannot be read") }
  _ = try? AgeFile.decrypt(bytes, with: [identity])
  _ = try? AgeFile.recipientCount(of: bytes)
  _ = try? AgeIdentityFile.read(bytes, passphrase: nil)
  _ = try? AgeRecipient(String(decoding: bytes, as: UTF8.self))
  if let file = try? AgeArmor.decode(bytes) {
    let written = AgeArmor.encode(file)
    require(
      bytes.filter { !isBlank($0) } == written.filter { !isBlank($0) }, "armor was written as \(written)")
  }
  if let header = try? AgeHeader(bytes) {
    let written = AgeHeader.version + "\n" + header.stanzas.map(\.text).joined() + "--- "
    require(bytes.starts(with: written.utf8), "a header was written as \(written)")
    require(header.length <= bytes.count, "the header reaches behind the file")
    for stanza in header.stanzas { _ = try? ScryptStanza(stanza) }
  }
  if let decoded = bytes.withUnsafeBytes({ Bech32.decode($0) }) {
    let written = decoded.data.withBytes { Bech32.encode(prefix: decoded.prefix, $0) }
    // A prefix without letters does not say in which case the rest was.
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    require(
      written.withBytes { String(decoding: $0, as: UTF8.self) }.lowercased() == text,
      "\(text) was written as another text")
  }
}

private func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }
