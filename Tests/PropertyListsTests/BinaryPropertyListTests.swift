import FieldTools
import FoundationEssentials
import PropertyLists
import Testing

@Suite struct BinaryPropertyListTests {
  @Test func `reads back what it writes`() throws {
    let many = PropertyList.array((0..<70_000).map { .integer($0) })
    for list in [
      SampleList.value, many, .real(0.1), .boolean(false), .string("\u{e9} e\u{301}"), SampleList.nested(128),
    ] {
      let (value, format) = try PropertyList.read(list.binary())
      #expect(value == list)
      #expect(format == .binary)
      #expect(list.encoded(as: .binary) == list.binary())
    }
  }

  @Test func `writes equal values once`() {
    let text = String(repeating: "x", count: 1000)
    #expect(PropertyList.array(Array(repeating: .string(text), count: 1000)).binary().count < 4000)
    // Strings that only Unicode normalisation makes equal are two.
    let spellings = PropertyList.array([.string("\u{e9}"), .string("e\u{301}")])
    #expect(spellings.binary().contains(0xe9) && spellings.binary().contains(0x65))
  }

  @Test(
    arguments: [
      ([0x13] + [UInt8](repeating: 0xff, count: 8), PropertyList.integer(-1)),
      (
        [0x14] + [UInt8](repeating: 0, count: 8) + [0x7f] + [UInt8](repeating: 0xff, count: 7), .integer(.max)
      ),
      ([0x14] + [UInt8](repeating: 0xff, count: 16), .integer(-1)),
      ([0x12, 0xff, 0xff, 0xff, 0xff], .integer(0xffff_ffff)),
      ([0x22, 0x3f, 0x80, 0, 0], .real(1)),
      ([0x5f, 0x10, 2, 0x61, 0x62], .string("ab")),
      ([0x61, 0, 0xe9], .string("é")),
      ([0x40], .data([])),
      ([0x33, 0, 0, 0, 0, 0, 0, 0, 0], .date(Date(timeIntervalSinceReferenceDate: 0))),
    ] as [([UInt8], PropertyList)])
  func `reads`(object: [UInt8], value: PropertyList) throws {
    #expect(try PropertyList(reading: SampleList.binary([object])) == value)
  }

  @Test(
    arguments: [
      ([[0x14] + [UInt8](repeating: 0, count: 8) + [UInt8](repeating: 0xff, count: 8)], "integer"),
      ([[0x15, 0]], "integer"),
      ([[0x12, 0]], "object that is cut off"),
      ([[0x00]], "object marker"),
      ([[0x0f]], "object marker"),
      ([[0xc0]], "object marker"),
      ([[0x80, 1]], "UID, which only archived objects have"),
      ([[0x51, 0xe9]], "string"),
      ([[0x61, 0xd8, 0x00]], "string"),
      ([[0x33, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0]], "date"),
      ([[0x33, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0]], "date"),
      ([[0x5f]], "object count"),
      ([[0x5f, 0x14]], "object count"),
      ([[0x4f, 0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]], "object count"),
      ([[0xaf, 0x13, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]], "object count"),
      ([[0xdf, 0x13, 0x80, 0, 0, 0, 0, 0, 0, 0]], "object count"),
      ([[0xa1, 0, 5]], "object reference"),
      ([[0xa1, 0, 0]], "object that contains itself"),
      ([[0xa1, 0, 1], [0xd1, 0, 2, 0, 0], [0x51, 0x61]], "object that contains itself"),
      ([[0xd1, 0, 1, 0, 1], [0x09]], "dictionary with a key that is no string"),
      ([[0xd2, 0, 1, 0, 1, 0, 1, 0, 1], [0x51, 0x61]], "dictionary with a key twice"),
    ] as [([[UInt8]], String)])
  func `refuses`(objects: [[UInt8]], what: String) {
    let error = #expect(throws: PropertyListError.self) {
      try PropertyList(reading: SampleList.binary(objects))
    }
    guard case .malformed(what, offset: _) = error else {
      Issue.record("\(String(describing: error)) instead of \(what)")
      return
    }
  }

  /// Bytes of the trailer, counted from its start, and what is wrong with them then.
  @Test(
    arguments: [
      ([6: 0], "sizes in the trailer"), ([6: 9], "sizes in the trailer"), ([7: 0], "sizes in the trailer"),
      ([8: 0xff], "object count in the trailer"), ([15: 0], "object count in the trailer"),
      ([15: 3], "object count in the trailer"), ([23: 1], "top object"), ([16: 0x80], "top object"),
      ([24: 0xff], "offset table offset"), ([31: 8], "offset table offset"),
      ([31: 0xff], "offset table offset"),
    ] as [([Int: UInt8], String)])
  func `refuses a trailer that lies`(changes: [Int: UInt8], what: String) {
    var bytes = SampleList.binary([[0x09]])
    for (place, byte) in changes { bytes[bytes.count - 32 + place] = byte }
    let error = #expect(throws: PropertyListError.self) { try PropertyList(reading: bytes) }
    guard case .malformed(what, offset: _) = error else {
      Issue.record("\(String(describing: error)) instead of \(what)")
      return
    }
  }

  @Test func `bounds nesting`() {
    let limit = PropertyListError.tooLarge(what: "levels", limit: 128)
    #expect(throws: limit) { try PropertyList(reading: SampleList.nested(129).binary()) }
    // Read from the inside, each of them is shallow.
    let chain = (1...200).map { [0xa1, UInt8($0 >> 8), UInt8($0 & 0xff)] } + [[0x09]]
    let inside = [[0xaf, 0x10, 200] + (1...200).reversed().flatMap { [0, UInt8($0)] }] + chain.dropFirst()
    #expect(throws: limit) { try PropertyList(reading: SampleList.binary(Array(inside))) }
  }

  @Test func `counts what is referred to as often as it is`() {
    // Every array holds the next one twice.
    let doubling: [[UInt8]] = (1...100).map { [0xa2, 0, $0, 0, $0] } + [[0x09]]
    #expect(throws: PropertyListError.tooLarge(what: "values", limit: PropertyListLimits.values)) {
      try PropertyList(reading: SampleList.binary(doubling))
    }
    let text = [0x5f, 0x11, 0x10, 0x00] + [UInt8](repeating: 0x61, count: 4096)
    let long: [[UInt8]] = (1...15).map { [0xa2, 0, $0, 0, $0] } + [text]
    #expect(throws: PropertyListError.tooLarge(what: "bytes", limit: PropertyListLimits.bytes)) {
      try PropertyList(reading: SampleList.binary(long))
    }
  }
}
