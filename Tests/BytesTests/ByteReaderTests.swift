import Testing

@testable import Bytes

@Suite struct ByteReaderTests {
  @Test func `reads numbers of both byte orders`() throws {
    var reader = ByteReader([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 1, 2, 3, 4])
    #expect(try reader.u64() == 0x0807_0605_0403_0201)
    #expect(try reader.u16(bigEndian: true) == 0x0102)
    #expect(try reader.u32() == 0x0403_0201)
    #expect(reader.isAtEnd)
  }

  @Test func `a length that lies is an overrun with the place in the file`() throws {
    var reader = ByteReader([255, 255, 255, 255, 0], at: 1000)
    #expect(throws: ByteReader.Overrun(offset: 1004, wanted: 0xffff_ffff, available: 1)) {
      try reader.lengthPrefixed()
    }
  }

  @Test func `what is inside a length keeps its place`() throws {
    var reader = ByteReader([2, 0, 0, 0, 7, 8, 9], at: 10)
    var inner = try reader.lengthPrefixed()
    #expect(inner.offset == 14)
    #expect(try inner.u16() == 0x0807)
    #expect(throws: ByteReader.Overrun(offset: 16, wanted: 1, available: 0)) { try inner.u8() }
    #expect(reader.remaining == 1)
  }

  @Test(arguments: ["", "00", "deadbeef", "DEADBEEF"]) func `hexadecimal goes both ways`(text: String) throws
  {
    #expect([UInt8](hex: text)?.hex == text.lowercased())
  }

  @Test(arguments: ["0", "0g", "é", "00 "]) func `what is not hexadecimal is nil`(text: String) {
    #expect([UInt8](hex: text) == nil)
  }
}
