import AppleApps
import Bytes
import Cryptography
import FieldTools
import FoundationEssentials
import Testing

@Suite struct RequirementTests {
  private static let words = SampleCode.bigEndian

  /// A string or data operand.
  private static func data(_ bytes: some Collection<UInt8>) -> [UInt8] {
    SampleCode.bigEndian(UInt32(bytes.count)) + bytes
      + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  private static func text(_ text: String) -> [UInt8] { data(Array(text.utf8)) }

  private static func blob(_ expression: [UInt8]) -> [UInt8] {
    SampleSignature.blob(0xfade_0c00, SampleCode.bigEndian(1) + expression)
  }

  private static let extensionIdentifier: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x63, 0x64, 6, 2, 1]

  /// Expressions and their text in Apple's language.
  private static let expressions: [(bytes: [UInt8], text: String)] = [
    (words(0), "never"), (words(1), "always"), (words(3), "anchor apple"),
    (words(15), "anchor apple generic"),
    (words(2) + text("com.acme.app"), "identifier \"com.acme.app\""),
    (words(2) + text("node"), "identifier node"),
    (words(2) + text("7zip"), "identifier \"7zip\""),
    (words(2) + text("host"), "identifier \"host\""),
    (words(2) + text("a \"b\\"), "identifier \"a \\\"b\\\\\""),
    (words(2) + text("grün"), "identifier 0x6772c3bc6e"),
    (
      words(4, 0) + data([UInt8](repeating: 0xab, count: 20)),
      "certificate leaf = H\"" + String(repeating: "ab", count: 20) + "\""
    ),
    (words(4, 0xffff_ffff) + data([1, 2]), "certificate root = H\"0102\""),
    (words(4, 2) + data([1, 2]), "certificate 2 = H\"0102\""),
    (words(5) + text("CFBundleVersion") + text("1.0"), "info[CFBundleVersion] = \"1.0\""),
    (words(6, 1, 0), "always and never"), (words(7, 1, 0), "always or never"),
    (words(6, 6, 1, 0, 1), "always and never and always"),
    (words(6, 7, 1, 0, 1), "(always or never) and always"),
    (words(7, 6, 1, 0, 1), "always and never or always"),
    (words(9, 1), "! always"), (words(9, 6, 1, 0), "! (always and never)"),
    (words(9, 7, 1, 0), "! (always or never)"),
    (words(8) + data([0xde, 0xad]), "cdhash H\"dead\""),
    (words(10) + text("key.with dots") + words(0), "info[\"key.with dots\"] /* exists */"),
    (words(10) + text("key.dotted") + words(14), "info[key.dotted] absent "),
    (words(11, 0) + text("subject.CN") + words(1) + text("Acme"), "certificate leaf[subject.CN] = Acme"),
    (words(11, 1) + text("subject.O") + words(2) + text("Acme"), "certificate 1[subject.O] ~ Acme"),
    (words(11, 0) + text("subject.O") + words(3) + text("Acme"), "certificate leaf[subject.O] = Acme*"),
    (words(11, 0) + text("subject.O") + words(4) + text("Acme"), "certificate leaf[subject.O] = *Acme"),
    (words(10) + text("v") + words(5) + text("2"), "info[v] < \"2\""),
    (words(10) + text("v") + words(6) + text("2"), "info[v] > \"2\""),
    (words(10) + text("v") + words(7) + text("2"), "info[v] <= \"2\""),
    (words(10) + text("v") + words(8) + text("2"), "info[v] >= \"2\""),
    (words(12, 1), "certificate 1 trusted"), (words(13), "anchor trusted"),
    (
      words(14, 1) + data(extensionIdentifier) + words(0),
      "certificate 1[field.1.2.840.113635.100.6.2.1] /* exists */"
    ),
    (words(17, 0) + data([0x55, 4, 3]) + words(0), "certificate leaf[policy.2.5.4.3] /* exists */"),
    (
      words(22, 0) + data([0x88, 0x37]) + words(10) + words(0, 476_150_400),
      "certificate leaf[timestamp.2.999] < <2016-02-03 00:00:00 +0000>"
    ),
    (words(10) + text("k") + words(9) + words(0, 0), "info[k] = <2001-01-01 00:00:00 +0000>"),
    (
      words(10) + text("k") + words(11) + words(0xffff_ffff, 0xffff_ffff),
      "info[k] > <2000-12-31 23:59:59 +0000>"
    ),
    (words(10) + text("k") + words(12) + words(0x7fff_ffff, 0xffff_ffff), "info[k] <= <9223372036854775807>"),
    (words(10) + text("k") + words(13) + words(0x8000_0000, 0), "info[k] >= <-9223372036854775808>"),
    (
      words(16) + text("com.apple.security.app-sandbox") + words(0),
      "entitlement[\"com.apple.security.app-sandbox\"] /* exists */"
    ),
    (words(18) + text("generic"), "anchor apple \"generic\""), (words(19) + text("code"), "(code)"),
    (words(20, 2), "platform = 2"), (words(21), "notarized"), (words(23), "legacy"),
    (words(0x8000_0063) + data([1, 2, 3]), "false /* opcode 99 */"),
    (words(6, 1, 0x4000_0063) + data([]), "always and /* opcode 99 */"),
  ]

  @Test(arguments: expressions.map(\.text))
  func `reads, writes and prints`(_ text: String) throws {
    let bytes = Self.blob(try #require(Self.expressions.first { $0.text == text }?.bytes))
    let requirement = try Requirement(bytes, file: "code")
    #expect(requirement.text == text)
    #expect(requirement.blob == bytes)
  }

  @Test func `another kind of requirement stays what it is`() throws {
    let bytes = SampleSignature.blob(0xfade_0c00, Self.words(2) + [0x70, 0])
    let requirement = try Requirement(bytes, file: "code")
    #expect(requirement == .other(kind: 2, [0x70, 0]) && requirement.blob == bytes)
  }

  @Test func `expressions end at some depth`() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Self.blob((0..<depth).flatMap { _ in Self.words(9) } + Self.words(1))
    }
    #expect(try Requirement(nested(255), file: "code").text.hasSuffix("! always"))
    #expect(throws: AppleError.tooLarge(.requirement, field: "levels", size: 256, limit: 256, file: "code")) {
      try Requirement(nested(256), file: "code")
    }
    #expect(throws: AppleError.self) { try Requirement(nested(200_000), file: "code") }
  }

  @Test(
    arguments: [
      ("no operator", [], "length"), ("half of an and", words(6, 1), "length"),
      ("an identifier without end", words(2, 0xffff_ffff), "length of data"),
      ("a test of an unknown kind", words(10) + text("k") + words(15), "match operator 15"),
      ("half of a date", words(10) + text("k") + words(9, 0), "date"),
    ] as [(String, [UInt8], String)])
  func `refuses what contradicts itself`(_ flaw: String, _ bytes: [UInt8], _ field: String) {
    let error = #expect(throws: AppleError.self) { try Requirement(Self.blob(bytes), file: "code") }
    guard case .malformed(.requirement, field: field, offset: _, file: "code") = error else {
      Issue.record("\(flaw): \(String(describing: error))")
      return
    }
  }

  @Test func `refuses an operator that says nothing of its length`() {
    #expect(throws: AppleError.unsupported(.requirement, feature: "operator 99", file: "code")) {
      try Requirement(Self.blob(Self.words(99)), file: "code")
    }
  }

  private static let set =
    words(0xfade_0c01, 0, 2, 2, 28, 3, 48).with(bigEndian: 72, at: 4)
    + words(0xfade_0c00, 20, 1, 9, 0) + words(0xfade_0c00, 24, 1, 6, 1, 15)

  @Test func `a set holds requirements by purpose`() throws {
    let set = try RequirementSet(Self.set, file: "code")
    #expect(set.text == "guest => ! never\ndesignated => always and anchor apple generic")
    #expect(set.blob == Self.set && set.designated == .and(.always, .appleGenericAnchor))
    #expect(RequirementSet().blob == Self.words(0xfade_0c01, 12, 0))
  }

  @Test(
    arguments: [
      (0, 0xfade_0c00, "magic"), (8, 17, "count"), (8, 0xffff_ffff, "count"), (16, 8, "offset"),
      (16, 0xffff_ffff, "offset"), (32, 4, "length"), (32, 0xffff_ffff, "length"),
      (20, 2, "type, which is there twice"),
    ] as [(Int, UInt32, String)])
  func `refuses a set that contradicts itself`(_ offset: Int, _ value: UInt32, _ field: String) {
    let bytes = Self.set.with(bigEndian: value, at: offset)
    let error = #expect(throws: AppleError.self) { try RequirementSet(bytes, file: "code", offset: 500) }
    guard case .malformed(.requirement, field: field, offset: 500..., file: "code") = error else {
      Issue.record("\(field): \(String(describing: error))")
      return
    }
  }

  @Test func `every changed byte is read or refused`() throws {
    for (bytes, _) in Self.expressions {
      let blob = Self.blob(bytes)
      for offset in blob.indices {
        for mask: UInt8 in [0x01, 0x80, 0xff] {
          var changed = blob
          changed[offset] ^= mask
          _ = (try? Requirement(changed, file: "code"))?.text
          _ = (try? Requirement(Array(blob[..<offset]), file: "code"))?.text
        }
      }
    }
  }
}
