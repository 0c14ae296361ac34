import Testing

@testable import Age

@Suite struct AgeArmorTests {
  private static let begin = "-----BEGIN AGE ENCRYPTED FILE-----\n"
  private static let end = "-----END AGE ENCRYPTED FILE-----\n"
  private static let full = String(repeating: "A", count: 64) + "\n"

  @Test(arguments: [1, 2, 3, 47, 48, 49, 95, 96, 97, 1000])
  func `what was armored is the same again`(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    #expect(try AgeArmor.decode(AgeArmor.encode(bytes)) == bytes)
  }

  static let accepted = [
    begin + "AAAA\n" + end,
    begin + "AAAA\n" + end.dropLast(),
    begin + "AA==\n" + end,
    begin + full + end,
    begin + full + "AAA=\n" + end,
    (begin + "AAAA\n" + end).replacing("\n", with: "\r\n"),
    begin + "AAAA\r\n" + end,
    " \t\r\n\n" + begin + "AAAA\n" + end + " \n\r\n\t",
    begin + "AAAA\n" + end.dropLast() + "  \n",
  ]

  @Test(arguments: accepted)
  func `takes blanks around it and both line ends`(text: String) throws {
    let bytes = try AgeArmor.decode(Array(text.utf8))
    #expect(!bytes.isEmpty && bytes.allSatisfy { $0 == 0 })
    #expect(AgeArmor.isArmored(Array(text.utf8)))
  }

  struct Flaw: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    let line: Int
    let flaw: AgeError.ArmorFlaw

    init(_ what: String, _ text: String, line: Int, _ flaw: AgeError.ArmorFlaw) {
      self.what = what
      self.text = text
      self.line = line
      self.flaw = flaw
    }

    var testDescription: String { what }
  }

  static let flaws = [
    Flaw("text before it", "Dear all,\n" + begin + "AAAA\n" + end, line: 1, .malformedBegin),
    Flaw("another label", "\n-----BEGIN MESSAGE-----\nAAAA\n" + end, line: 2, .malformedBegin),
    Flaw("a label in lower case", begin.lowercased() + "AAAA\n" + end, line: 1, .malformedBegin),
    Flaw("a blank behind its first line", begin.dropLast() + " \nAAAA\n" + end, line: 1, .malformedBegin),
    Flaw("nothing in it", begin + end, line: 1, .malformedBase64),
    Flaw("nothing behind its first line", begin, line: 2, .malformedLine),
    Flaw("an empty line first", begin + "\n" + full + end, line: 2, .malformedLine),
    Flaw("an empty line last", begin + full + "\n" + end, line: 3, .malformedLine),
    Flaw("a line of 65 columns", begin + "A" + full + end, line: 2, .malformedLine),
    Flaw("a short line that is not the last", begin + "AAAA\n" + full + end, line: 3, .malformedLine),
    Flaw("a blank before a line", begin + " AAAA\n" + end, line: 2, .malformedBase64),
    Flaw("a blank behind a line", begin + "AAAA \n" + end, line: 2, .malformedBase64),
    Flaw("a carriage return inside", begin + "AA\rAA\n" + end, line: 2, .malformedBase64),
    Flaw("two carriage returns", begin + "AAAA\r\r\n" + end, line: 2, .malformedBase64),
    Flaw("no padding", begin + "AA\n" + end, line: 2, .malformedBase64),
    Flaw("padding inside", begin + "AA==AAAA\n" + end, line: 2, .malformedBase64),
    Flaw("base 64 that is not canonical", begin + "AB==\n" + end, line: 2, .malformedBase64),
    Flaw("base 64 for addresses", begin + "A_-A\n" + end, line: 2, .malformedBase64),
    Flaw("a checksum of PGP's", begin + full + "AAAA\n=AAAA\n" + end, line: 4, .malformedLine),
    Flaw("no last line", begin + "AAAA", line: 3, .malformedEnd),
    Flaw("no last line after a line end", begin + "AAAA\n", line: 3, .malformedLine),
    Flaw("another last line", begin + "AAAA\n-----END MESSAGE-----\n", line: 3, .malformedEnd),
    Flaw("a last line cut short", begin + "AAAA\n" + end.dropLast(2), line: 3, .malformedEnd),
    Flaw("text behind it", begin + "AAAA\n" + end + "Yours\n", line: 3, .trailingText),
    Flaw("text in its last line", begin + "AAAA\n" + end.dropLast() + "A\n", line: 3, .trailingText),
    Flaw("a second one", begin + "AAAA\n" + end + begin + "AAAA\n" + end, line: 3, .trailingText),
  ]

  @Test(arguments: flaws)
  func `refuses armor with`(flaw: Flaw) {
    let bytes = Array(flaw.text.utf8)
    #expect(AgeArmor.resemblesArmor(bytes))
    #expect(throws: AgeError.armorMalformed(line: flaw.line, flaw: flaw.flaw)) { try AgeArmor.decode(bytes) }
  }
}
