import PropertyLists
import FieldTools
import Testing

@Suite struct BrokenPropertyListTests {
  @Test(arguments: [PropertyListFormat.xml, .binary])
  func `every beginning of a list is refused`(format: PropertyListFormat) {
    let bytes = SampleList.value.encoded(as: format)
    // Without the line end, it is whole.
    for count in 0..<bytes.count - 1 {
      #expect(throws: PropertyListError.self, "\(count) bytes") {
        try PropertyList(reading: Array(bytes[..<count]))
      }
    }
  }

  /// Whatever is read from a broken list can be written, and reads back.
  @Test(arguments: [PropertyListFormat.xml, .binary])
  func `flipped bits never trap`(format: PropertyListFormat) throws {
    var random = SplitMix(seed: 7)
    let bytes = SampleList.value.encoded(as: format)
    var readable = 0
    for _ in 0..<4000 {
      var broken = bytes
      for _ in 0...random.next() % 3 {
        broken[Int(random.next() % UInt64(bytes.count))] ^= 1 << UInt8(random.next() % 8)
      }
      guard let value = try? PropertyList(reading: broken) else { continue }
      readable += 1
      // A real may have become no number, which equals nothing.
      #expect(try PropertyList(reading: value.binary()).binary() == value.binary())
      #expect(try PropertyList(reading: value.xml()).xml() == value.xml())
    }
    #expect(readable > 100)
  }
}
