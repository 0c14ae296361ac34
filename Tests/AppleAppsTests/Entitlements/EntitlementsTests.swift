import AppleApps
import Bytes
import FieldTools
import FoundationEssentials
import PropertyLists
import Testing

@Suite struct EntitlementsTests {
  private static let sample = Entitlements([
    "application-identifier": .string("TEAM123456.com.example.fixture"),
    "get-task-allow": .boolean(true),
    "aps-environment": .string("development"),
    "keychain-access-groups": .array([.string("TEAM123456.a"), .string("TEAM123456.ü")]),
    "nested": .dictionary([
      "z": .array([.array([]), .dictionary([:])]), "a": .integer(-300), "b": .boolean(false),
    ]),
    "big": .integer(.max), "small": .integer(.min),
    "long": .string(String(repeating: "x", count: 70_000)),
  ])

  @Test func `reads back what it writes`() throws {
    for entitlements in [Self.sample, Entitlements([:])] {
      #expect(try Entitlements(xml: entitlements.xml, file: "e") == entitlements)
      #expect(try Entitlements(der: entitlements.der(), file: "e") == entitlements)
    }
    let binary = PropertyList.dictionary(Self.sample.values).binary()
    #expect(try Entitlements(xml: binary, file: "e") == Self.sample)
  }

  /// Worked out by hand from the structure.
  @Test(
    arguments: [
      ([:], "7005020101b000"),
      (["b": .boolean(true), "a": .boolean(false)], "7015020101b01030060c016101010030060c01620101ff"),
      (["k": .integer(300)], "700e020101b00930070c016b0202012c"),
      (["k": .array([.string("é"), .integer(1)])], "7013020101b00e300c0c016b30070c02c3a9020101"),
      (["k": .dictionary(["n": .string("")])], "7013020101b00e300c0c016bb00730050c016e0c00"),
    ] as [([String: PropertyList], String)])
  func `writes DER`(values: [String: PropertyList], hex: String) throws {
    #expect(try Entitlements(values).der().hex == hex)
  }

  @Test(
    arguments: [
      (0, "00"), (1, "01"), (127, "7f"), (128, "0080"), (255, "00ff"), (256, "0100"), (300, "012c"),
      (-1, "ff"),
      (-128, "80"), (-129, "ff7f"), (-256, "ff00"), (32_767, "7fff"), (32_768, "008000"),
      (.max, "7fffffffffffffff"),
      (.min, "8000000000000000"),
    ] as [(Int, String)])
  func `writes integers as short as they go`(number: Int, hex: String) throws {
    let entitlements = Entitlements(["k": .integer(number)])
    let der = try entitlements.der()
    #expect(der.hex.hasSuffix("02\([UInt8(hex.count / 2)].hex)\(hex)"))
    #expect(try Entitlements(der: der, file: "e") == entitlements)
  }

  @Test func `sorts keys by their bytes`() throws {
    let der = try Entitlements([
      "é": .boolean(true), "e\u{301}f": .boolean(true), "z": .boolean(true), "Z": .boolean(true),
    ])
    .der()
    let places = ["Z", "e\u{301}f", "z", "é"].map { key -> Int? in
      let encoded = [0x0c, UInt8(key.utf8.count)] + Array(key.utf8)
      return der.indices.first { der[$0...].starts(with: encoded) }
    }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
  }

  @Test(
    arguments: [
      (.real(1), "real"), (.date(Date(timeIntervalSince1970: 0)), "date"), (.data([1]), "data"),
      (.array([.dictionary(["inner": .real(1)])]), "real"),
    ] as [(PropertyList, String)])
  func `refuses what DER has no form for`(value: PropertyList, kind: String) {
    #expect(throws: AppleError.cannotSign(.entitlementValue(key: "outer", kind: kind))) {
      try Entitlements(["outer": value]).der()
    }
  }

  /// A dictionary as a SET, with its version and without.
  @Test(arguments: ["310e300c0c016b310730050c01610c00", "7013020101310e300c0c016b310730050c01610c00"])
  func `reads the old form`(hex: String) throws {
    let der = try #require([UInt8](hex: hex))
    #expect(try Entitlements(der: der, file: "e").values == ["k": .dictionary(["a": .string("")])])
  }

  @Test(arguments: [
    ("", "root", 0), ("70", "root", 0), ("7005020101b0", "root", 0), ("7080020101b0000000", "root", 0),
    ("70850000000000", "root", 0), ("7005020101b00000", "end", 7), ("7006020101b00000", "end", 7),
    ("70050c0101b000", "version", 2), ("7003020101", "root", 5), ("70050201013000", "root", 5),
    ("0101ff", "root", 0), ("b0020c00", "dictionary", 2), ("b0023000", "key", 4),
    ("b00530030101ff", "key", 4),
    ("b00530030c0161", "value", 7), ("b00830060c0161010101", "boolean", 7),
    ("b00730050c01610100", "boolean", 7),
    ("b00730050c01610200", "integer", 7), ("b00930070c016102020001", "integer", 7),
    ("b00930070c01610202ff80", "integer", 7),
    ("b010300e0c01610209008000000000000000", "integer", 7),
    ("b00830060c0161040100", "tag", 7), ("b00830060c01610c01ff", "string", 7),
    ("b01430080c01610101ff0c0030080c01610101ff0c00", "dictionary", 10),
    ("b01030060c01610101ff30060c01610101ff", "key that is there twice", 12),
  ])
  func `refuses`(hex: String, field: String, offset: Int) throws {
    let der = try #require([UInt8](hex: hex))
    #expect(throws: AppleError.malformed(.entitlements, field: field, offset: offset, file: "e")) {
      try Entitlements(der: der, file: "e")
    }
  }

  @Test func `refuses another version by its number`() throws {
    let der = try #require([UInt8](hex: "7005020102b000"))
    #expect(throws: AppleError.unsupported(.entitlements, feature: "DER version 2", file: "e")) {
      try Entitlements(der: der, file: "e")
    }
  }

  @Test func `bounds nesting and size`() throws {
    let deep = (0..<200).reduce(PropertyList.integer(1)) { value, _ in .array([value]) }
    let limit = PropertyListLimits.levels
    #expect(
      throws: AppleError.tooLarge(
        .entitlements, field: "levels", size: 129, limit: limit, file: "entitlements")
    ) {
      try Entitlements(["a": deep]).der()
    }
    let shallow = (0..<127).reduce(PropertyList.integer(1)) { value, _ in .array([value]) }
    let der = try Entitlements(["a": shallow]).der()
    #expect(try Entitlements(der: der, file: "e").values == ["a": shallow])
    // 70,000 dictionaries in one another, each of an entry that ends with the next.
    let levels = 70_000
    var bomb: [UInt8] = []
    for level in (1...levels).reversed() {
      let count = level * 13
      func long(_ tag: UInt8, _ count: Int) -> [UInt8] {
        [tag, 0x83, UInt8(count >> 16), UInt8(count >> 8 & 0xff), UInt8(count & 0xff)]
      }
      bomb += long(0xb0, count - 5) + long(0x30, count - 10) + [0x0c, 1, 0x61]
    }
    #expect(throws: AppleError.tooLarge(.entitlements, field: "levels", size: 129, limit: limit, file: "e")) {
      try Entitlements(der: bomb, file: "e")
    }
    #expect(
      throws: AppleError.tooLarge(.entitlements, field: "DER", size: 1 << 20 + 1, limit: 1 << 20, file: "e")
    ) {
      try Entitlements(der: [UInt8](repeating: 0, count: 1 << 20 + 1), file: "e")
    }
  }

  @Test func `a broken form never traps`() throws {
    var entitlements = Self.sample
    entitlements.values["long"] = nil
    let der = try entitlements.der()
    for count in der.indices {
      #expect(throws: AppleError.self) { try Entitlements(der: Array(der[..<count]), file: "e") }
    }
    for place in der.indices {
      for bit in 0..<8 {
        var broken = der
        broken[place] ^= 1 << UInt8(bit)
        guard let read = try? Entitlements(der: broken, file: "e") else { continue }
        #expect(try Entitlements(der: read.der(), file: "e") == read)
      }
    }
  }

  @Test func `a property list must be a dictionary`() {
    #expect(throws: AppleError.malformed(.entitlements, field: "root", offset: 0, file: "e")) {
      try Entitlements(xml: PropertyList.array([]).xml(), file: "e")
    }
    #expect(throws: AppleError.propertyList(.notAPropertyList, file: "e")) {
      try Entitlements(xml: Array("key = value".utf8), file: "e")
    }
  }

  @Test(
    arguments: [
      ([:], 0), (["get-task-allow": .boolean(true)], 0x10), (["get-task-allow": .boolean(false)], 0),
      (["get-task-allow": .string("true")], 0), (["run-unsigned-code": .boolean(true)], 0x10),
      (["com.apple.private.cs.debugger": .boolean(true), "dynamic-codesigning": .boolean(true)], 0x60),
      (["com.apple.private.skip-library-validation": .boolean(true)], 0x80),
      (["com.apple.private.amfi.can-load-cdhash": .boolean(true)], 0x100),
      (["com.apple.private.amfi.can-execute-cdhash": .boolean(true)], 0x200),
    ] as [([String: PropertyList], UInt64)])
  func `say which flags the executable segment has`(values: [String: PropertyList], flags: UInt64) {
    #expect(Entitlements(values).executableSegmentFlags == flags)
  }

  /// Both forms in what Apple's own tools signed say the same, and are written again as they are.
  @Test(.needs(Corpus("apple/macho")), arguments: Corpus("apple/macho").files)
  func `agrees with Apple's own signatures`(name: String) throws {
    let corpus = Corpus("apple/macho")
    let bytes = [UInt8](try #require(FileManager.default.contents(atPath: corpus.path(name))))
    let xml = Self.blobs(0x71, in: bytes)
    let der = Self.blobs(0x72, in: bytes)
    #expect(xml.count == (Self.entitled[name]?.xml ?? 0))
    #expect(der.count == (Self.entitled[name]?.der ?? 0))
    for blob in xml { #expect(throws: Never.self) { try Entitlements(xml: blob, file: name) } }
    for (list, blob) in zip(xml, der) {
      let entitlements = try Entitlements(der: blob, file: name)
      #expect(try entitlements == Entitlements(xml: list, file: name))
      #expect(try entitlements.der() == blob)
    }
  }

  /// How many entitlement blobs there are in the files of the corpus that have any.
  private static let entitled: [String: (xml: Int, der: Int)] = [
    "MASTestApp": (1, 1), "SwiftAsynciOS": (1, 1), "TestMacOS-arm64e": (1, 1), "TestRTTI-arm64": (1, 0),
    "TestRTTI-armv7": (1, 0),
  ]

  /// The contents of the blobs with the magic number 0xfade71 and one byte more.
  private static func blobs(_ kind: UInt8, in bytes: [UInt8]) -> [[UInt8]] {
    let magic: [UInt8] = [0xfa, 0xde, 0x71, kind]
    return bytes.indices.compactMap { start in
      guard bytes[start] == 0xfa, bytes[start...].starts(with: magic), bytes.count - start >= 8 else {
        return nil
      }
      let length = bytes[start + 4..<start + 8].reduce(0) { $0 << 8 | Int($1) }
      guard (9...bytes.count - start).contains(length) else { return nil }
      return Array(bytes[start + 8..<start + length])
    }
  }
}
