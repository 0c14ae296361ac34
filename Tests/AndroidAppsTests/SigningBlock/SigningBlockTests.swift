import Archives
import Bytes
import Cryptography
import Testing

@testable import AndroidApps

struct SigningBlockTests {
  /// A ZIP of one entry with a block before its central directory.
  private func directory(_ block: [UInt8]) throws -> ZipDirectory {
    let layout = try ZipLayout(
      [.stored(name: "a", contents: [1, 2, 3], time: 0, date: 0)], alignment: .none, name: "test")
    let entries = try layout.source.bytes(at: 0, count: layout.entriesEnd)
    let end = try layout.endRecord(centralDirectoryOffset: entries.count + block.count)
    return try ZipDirectory(reading: MemorySource(entries + block + layout.centralDirectory + end))
  }

  @Test(arguments: [0, 1, 4038, 4039, 4040, 4048, 4052, 4053, 9000])
  func `a block is a whole number of pages and reads back`(size: Int) throws {
    let value = [UInt8](repeating: 7, count: size)
    let bytes = SigningBlock.bytes(of: [(SigningBlock.ID.v2, value), (SigningBlock.ID.v3, [1])])
    #expect(bytes.count.isMultiple(of: 4096))
    let block = try #require(try SigningBlock(in: directory(bytes)))
    #expect(block.value(of: SigningBlock.ID.v2)?.value == value)
    #expect(block.value(of: SigningBlock.ID.v3)?.value == [1])
    #expect(block.range.count == bytes.count)
  }

  @Test func `no block without the magic or with two sizes`() throws {
    var bytes = SigningBlock.bytes(of: [(1, [1])])
    bytes[bytes.count - 1] ^= 1
    #expect(try SigningBlock(in: directory(bytes)) == nil)
    bytes[bytes.count - 1] ^= 1
    bytes[0] ^= 1
    #expect(try SigningBlock(in: directory(bytes)) == nil)
    #expect(try SigningBlock(in: directory([])) == nil)
  }

  @Test(arguments: [UInt64(3), 5000, UInt64.max])
  func `refuses a pair that reaches beyond the block`(length: UInt64) throws {
    var bytes = SigningBlock.bytes(of: [(1, [1])])
    var field: [UInt8] = []
    field.append(u64: length)
    bytes.replaceSubrange(8..<16, with: field)
    let directory = try directory(bytes)
    #expect(throws: AndroidError.self) { try SigningBlock(in: directory) }
  }

  @Test(arguments: [
    ([UInt8](), false), ([0x30, 6, 2, 1, 1, 2, 1, 1], true), ([0x30, 6, 2, 1, 1, 2, 2, 1], false),
    ([0x30, 7, 2, 1, 1, 2, 1, 1], false), ([0x30, 0x81], false),
  ])
  func `tells what can be an ECDSA signature`(bytes: [UInt8], isSound: Bool) {
    #expect((SignatureEncoding.flaw(in: bytes, by: .ec(curve: "P-256", bits: 256)) == nil) == isSound)
  }
}
