import Bytes
import Cryptography
import Testing

@testable import Age

@Suite struct Bech32Tests {
  /// Those of BIP 173's valid strings whose data are whole bytes, and the examples of the age specification.
  static let valid = [
    ("A12UEL5L", ""), ("a12uel5l", ""),
    (
      "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs", ""
    ),
    ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "00443214c74254b635cf84653a56d7c675be77df"),
    (
      "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
      "c5f38b70305f519bf66d85fb6cf03058f3dde463ecd7918f2dc743918f2d"
    ),
    (
      "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
      String(repeating: "42", count: 32)
    ),
  ]

  @Test(arguments: valid)
  func `text and bytes are one`(text: String, data: String) throws {
    let decoded = try #require(decode(text))
    #expect(decoded.data.withBytes { $0.hex } == data)
    // A prefix without letters would leave open in which case the rest is.
    let written = decoded.data.withBytes { Bech32.encode(prefix: decoded.prefix, $0) }
    #expect(written.withBytes { String(decoding: $0, as: UTF8.self) } == text)
  }

  @Test(arguments: 0...40)
  func `any number of bytes becomes text and bytes again`(count: Int) throws {
    let data = SecretBytes((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ count) })
    let text = data.withBytes { Bech32.encode(prefix: "age", $0) }
    let decoded = try #require(text.withBytes { Bech32.decode($0) })
    #expect(decoded.prefix == "age" && decoded.data == data)
  }

  /// What is wrong, and a text with that flaw: first BIP 173's, then others.
  static let invalid = [
    ("a space in the prefix", " 1nwldj5"), ("a DEL in the prefix", "\u{7f}1axkwrx"),
    ("a byte beyond ASCII", "\u{80}1eym55h"), ("no separator", "pzry9x0s0muk"),
    ("an empty prefix", "1pzry9x0s0muk"), ("a character outside the alphabet", "x1b4n0q5v"),
    ("a short checksum", "li1dgmt3"), ("a character outside ASCII in the checksum", "de1lg7wt\u{ff}"),
    ("a checksum of the prefix in upper case", "A1G7SGD8"), ("no prefix", "10a06t8"),
    ("nothing but a checksum", "1qzzfhee"), ("nothing", ""), ("nothing but a separator", "1"),
    ("two cases", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwJ"),
    ("two cases in prefix and data", "AGE1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"),
    ("a changed character", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwq"),
    ("two swapped characters", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnuwjj"),
    ("a missing character", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujw"),
    ("a group that is padding alone", "abcdef1qqyvq4nd"),
    ("a line end", "a12uel5l\n"),
  ]

  @Test(arguments: invalid)
  func `refuses`(flaw: String, text: String) {
    #expect(decode(text) == nil, "\(flaw)")
  }

  /// BIP 173's own checksum over these is right; only what is left of the last group is not.
  @Test func `refuses what is left over of the last group when it is not zero or a whole group`() {
    let whole = [UInt8](repeating: 0xff, count: 2)
    // 16 bits take four groups, the last of which has four bits of padding: set one of them.
    for last in 1...15 {
      #expect(decode(text(of: groups(whole, lastPadding: last))) == nil, "\(last)")
    }
    #expect(decode(text(of: groups(whole, lastPadding: 0))) != nil)
    #expect(decode(text(of: [0, 0])) != nil)
    for count in [1, 3, 6] {
      #expect(decode(text(of: [UInt8](repeating: 0, count: count))) == nil, "\(count) groups")
    }
  }

  @Test func `refuses text longer than any key`() {
    let data = SecretBytes([UInt8](repeating: 1, count: Bech32.limit))
    let text = data.withBytes { Bech32.encode(prefix: "age", $0) }
    #expect(text.withBytes { Bech32.decode($0) == nil })
  }

  private func decode(_ text: String) -> (prefix: String, data: SecretBytes)? {
    Array(text.utf8).withUnsafeBytes { Bech32.decode($0) }
  }

  private func groups(_ bytes: [UInt8], lastPadding: Int) -> [UInt8] {
    let bits = bytes.reduce(0) { $0 << 8 | Int($1) } << 4 | lastPadding
    return (0..<4).map { UInt8(bits >> (5 * (3 - $0)) & 31) }
  }

  /// The text of any groups, with the checksum that they have.
  private func text(of groups: [UInt8]) -> String {
    var checksum = Bech32.Checksum(prefix: "a".utf8)
    for group in groups { checksum.add(group) }
    let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l")
    return "a1" + String((groups + checksum.groups).map { alphabet[Int($0)] })
  }
}
