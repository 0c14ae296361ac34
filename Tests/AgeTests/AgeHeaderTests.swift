import Cryptography
import Testing

@testable import Age

@Suite struct AgeHeaderTests {
  private static let mac = "--- " + String(repeating: "A", count: 43) + "\n"
  private static let stanza =
    "-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nhjabGXwSLQ9c3S6Lw2i+S2Tu2fiwQHHslbBN6B41FLE\n"
  private static let scrypt =
    "-> scrypt rF0/NwblUHHTpgQgRpe5CQ 10\n" + String(repeating: "A", count: 43) + "\n"
  private static let full = String(repeating: "A", count: 64)

  struct Flaw: Sendable, CustomTestStringConvertible {
    let what: String
    let header: String
    let line: Int
    let flaw: AgeError.HeaderFlaw

    init(_ what: String, _ header: String, line: Int, _ flaw: AgeError.HeaderFlaw) {
      self.what = what
      self.header = header
      self.line = line
      self.flaw = flaw
    }

    var testDescription: String { what }
  }

  static let flaws = [
    Flaw("nothing", "", line: 1, .notVersion1),
    Flaw("no line end", "age-encryption.org/v1", line: 1, .notVersion1),
    Flaw("a later version", "age-encryption.org/v2\n\(stanza)\(mac)", line: 1, .notVersion1),
    Flaw("line ends of Windows", "age-encryption.org/v1\r\n", line: 1, .notVersion1),
    Flaw("nothing behind the version", "age-encryption.org/v1\n", line: 2, .truncated),
    Flaw("no MAC", v1(stanza), line: 4, .truncated),
    Flaw("no line end at the end", v1(stanza + mac.dropLast()), line: 4, .truncated),
    Flaw("no stanza", v1(mac), line: 2, .noStanza),
    Flaw("an empty line", v1("\n" + stanza + mac), line: 2, .unexpectedLine),
    Flaw("a stanza without its blank", v1("->X25519 A\n\n" + mac), line: 2, .unexpectedLine),
    Flaw("no arguments", v1("-> \n\n" + mac), line: 2, .malformedArguments),
    Flaw("two blanks", v1("-> a  b\n\n" + mac), line: 2, .malformedArguments),
    Flaw("a blank at the end", v1("-> a \n\n" + mac), line: 2, .malformedArguments),
    Flaw("a tab", v1("-> a\tb\n\n" + mac), line: 2, .malformedArguments),
    Flaw("a letter beyond ASCII", v1("-> ä\n\n" + mac), line: 2, .malformedArguments),
    Flaw("no body", v1("-> a\n" + mac), line: 3, .malformedBody),
    Flaw("a body without its short line", v1("-> a\n\(full)\n" + mac), line: 4, .malformedBody),
    Flaw("a line of 65 columns", v1("-> a\n\(full)A\n\n" + mac), line: 3, .malformedBody),
    Flaw("a padded body", v1("-> a\nAA==\n" + mac), line: 3, .malformedBody),
    Flaw("a body that is not canonical", v1("-> a\nAB\n" + mac), line: 3, .malformedBody),
    Flaw("a body of one character", v1("-> a\nA\n" + mac), line: 3, .malformedBody),
    Flaw("a blank in a body", v1("-> a\nAA AA\n" + mac), line: 3, .malformedBody),
    Flaw("two short lines", v1("-> a\nAAAA\nAAAA\n" + mac), line: 4, .unexpectedLine),
    Flaw("a MAC without its blank", v1(stanza + "---" + mac.dropFirst(4)), line: 4, .malformedMAC),
    Flaw("a short MAC", v1(stanza + "--- AAAA\n"), line: 4, .malformedMAC),
    Flaw("a long MAC", v1(stanza + "--- A" + mac.dropFirst(4)), line: 4, .malformedMAC),
    Flaw("a MAC that is not canonical", v1(stanza + mac.dropLast(2) + "B\n"), line: 4, .malformedMAC),
    Flaw("two passphrases", v1(scrypt + scrypt + mac), line: 2, .passphraseNotAlone),
    Flaw("a passphrase behind a recipient", v1(stanza + scrypt + mac), line: 4, .passphraseNotAlone),
    Flaw("a passphrase before an unknown type", v1(scrypt + "-> a\n\n" + mac), line: 2, .passphraseNotAlone),
  ]

  @Test(arguments: flaws)
  func `refuses a header with`(flaw: Flaw) {
    #expect(throws: AgeError.headerMalformed(line: flaw.line, flaw: flaw.flaw)) {
      try AgeHeader(Array(flaw.header.utf8))
    }
  }

  @Test func `reads what it does not know, and writes it the same`() throws {
    let text = Self.v1("-> !\"#$%& a-grease ~\n\(Self.full)\n\n-> x-grease\nAAAA\n" + Self.stanza + Self.mac)
    let header = try AgeHeader(Array(text.utf8) + [1, 2, 3])
    #expect(header.stanzas.map(\.type) == ["!\"#$%&", "x-grease", "X25519"])
    #expect(header.stanzas.map(\.line) == [2, 5, 7])
    #expect(header.stanzas[0].body == [UInt8](repeating: 0, count: 48))
    #expect(Self.v1(header.stanzas.map(\.text).joined() + Self.mac) == text)
    #expect(header.length == text.utf8.count && header.lineCount == 9)
    #expect(try AgeFile.recipientCount(of: Array(text.utf8)) == 2)
  }

  @Test func `bounds what every reader has to work through`() {
    #expect(throws: AgeError.tooLarge(.recipients, limit: 1000)) {
      try AgeHeader(Array(Self.v1(String(repeating: Self.stanza, count: 1001) + Self.mac).utf8))
    }
    let long = "-> a\n" + String(repeating: Self.full + "\n", count: 20_000)
    #expect(throws: AgeError.tooLarge(.headerBytes, limit: 1 << 20)) {
      try AgeHeader(Array(Self.v1(long).utf8))
    }
  }

  /// What is wrong with a stanza of a type that is known: its arguments, and how many bytes its body has.
  static let malformedStanzas: [(arguments: [String], bodyLength: Int)] = [
    (["X25519"], 32), (["X25519", share, "more"], 32), (["X25519", share], 31), (["X25519", share], 33),
    (["X25519", String(share.dropLast())], 32), (["X25519", share + "="], 32),
    (["X25519", "AAAA" + share], 32),
    (["X25519", String(share.dropLast()) + "B"], 32), (["scrypt"], 32), (["scrypt", salt], 32),
    (["scrypt", salt, "10", "more"], 32), (["scrypt", salt, "10"], 31), (["scrypt", salt, "10"], 48),
    (["scrypt", String(salt.dropLast()), "10"], 32), (["scrypt", salt + "AAAA", "10"], 32),
    (["scrypt", String(salt.dropLast()) + "B", "10"], 32), (["scrypt", salt, "0"], 32),
    (["scrypt", salt, "010"], 32), (["scrypt", salt, "+10"], 32), (["scrypt", salt, "-1"], 32),
    (["scrypt", salt, "0x1"], 32), (["scrypt", salt, "1a"], 32), (["scrypt", salt, "१"], 32),
  ]
  private static let share = String(repeating: "A", count: 43)
  private static let salt = String(repeating: "A", count: 22)

  @Test(arguments: malformedStanzas)
  func `refuses a malformed stanza`(arguments: [String], bodyLength: Int) {
    let stanza = AgeStanza(arguments, body: [UInt8](repeating: 0, count: bodyLength))
    #expect(throws: AgeError.headerMalformed(line: 0, flaw: .malformedStanza(type: arguments[0]))) {
      _ = try X25519Stanza(stanza)
      _ = try ScryptStanza(stanza)
    }
  }

  @Test(arguments: [("23", 23), ("99999999999999999999999", Int.max)])
  func `refuses work that nobody asks for, before it is done`(text: String, factor: Int) {
    let stanza = AgeStanza(["scrypt", Self.salt, text], body: [UInt8](repeating: 0, count: 32))
    #expect(throws: AgeError.workFactorTooHigh(factor, limit: 22)) { try ScryptStanza(stanza) }
  }

  private static func v1(_ rest: some StringProtocol) -> String { "age-encryption.org/v1\n" + rest }
}
