@testable import Archives

/// Archives that no tool would make.
enum SampleArchive {
  struct Entry {
    var name: String
    var method: UInt16 = 0
    var data: [UInt8] = []
    /// What the headers say; the data's own when nil.
    var size: Int?
    var crc32: UInt32?
  }

  /// A ZIP with these entries, as they are given.
  static func zip(_ entries: [Entry]) -> [UInt8] {
    var bytes: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let name = Array(entry.name.utf8)
      var common: [UInt8] = []
      for number in [20, 0, entry.method, 0, 33] { common.append(u16: number) }
      common.append(u32: entry.crc32 ?? CRC32.of(entry.data))
      common.append(u32: UInt32(entry.data.count))
      common.append(u32: UInt32(entry.size ?? entry.data.count))
      common.append(u16: UInt16(name.count))
      common.append(u16: 0)
      directory.append(u32: ZipEntry.signature)
      directory.append(u16: 20)
      directory += common + [UInt8](repeating: 0, count: 10)
      directory.append(u32: UInt32(bytes.count))
      directory += name
      bytes.append(u32: ZipLocalHeader.signature)
      bytes += common + name + entry.data
    }
    return bytes + directory
      + ZipEndRecord.bytes(
        entryCount: entries.count, directorySize: directory.count, directoryOffset: bytes.count, comment: [])
  }

  // MARK: Zeros

  /// Nearly 4 GiB, the most that a ZIP without extensions can say.
  static let zeros = 1 + 258 * 16_000_000

  /// ``zeros`` zeros as raw deflate, 4 MB: after the first, each two bits repeat it 258 times.
  ///
  /// One dynamic block (RFC 1951 §3.2.7) whose literal/length codes are 0 for the length 258, 10 for a zero and 11 for
  /// the end, and whose only distance is 1.
  static let deflatedZeros: [UInt8] = {
    var bits: [UInt8] = [1, 0, 1]
    func number(_ value: Int, _ width: Int) { for bit in 0..<width { bits.append(UInt8(value >> bit & 1)) } }
    number(29, 5)
    number(0, 5)
    number(14, 4)
    // Lengths of the code length codes, in the order 16, 17, 18, 0, 8, …: 18 has one bit, 2 and 1 have two.
    for place in 0..<18 { number(place == 2 ? 1 : place == 15 || place == 17 ? 2 : 0, 3) }
    let (run, one, two): ([UInt8], [UInt8], [UInt8]) = ([0], [1, 0], [1, 1])
    bits += two + run
    number(138 - 11, 7)
    bits += run
    number(117 - 11, 7)
    bits += two + run
    number(28 - 11, 7)
    bits += one + one
    bits += [1, 0]
    // So that the repetitions begin with a byte: three more zeros are nobody's concern, and so is the end.
    while bits.count % 8 != 0 { bits.append(0) }
    var bytes = stride(from: 0, to: bits.count, by: 8).map { start in
      (0..<8).reduce(UInt8(0)) { $0 | bits[start + $1] << UInt8($1) }
    }
    bytes += [UInt8](repeating: 0, count: 16_000_000 / 4)
    return bytes + [0b11]
  }()

  /// A tar's header for a file of ``zeros`` zeros.
  private static func tarHeader(_ name: String) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
    }
    put(name, at: 0)
    put("0000644\0", at: 100)
    put("0000000\0", at: 108)
    put("0000000\0", at: 116)
    let size = String(zeros, radix: 8)
    put(String(repeating: "0", count: 11 - size.count) + size + "\0", at: 124)
    put("00000000000\0", at: 136)
    put("        0", at: 148)
    put("ustar\u{0}00", at: 257)
    let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
    put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
    return header
  }

  /// A .tar.gz of 4 MB that holds a file of ``zeros`` zeros.
  static func gzippedTar(holding name: String) -> [UInt8] {
    let header = tarHeader(name)
    var bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    // A stored block: its length, and the complement.
    bytes += [0, 0x00, 0x02, 0xff, 0xfd] + header
    return bytes + deflatedZeros + [UInt8](repeating: 0, count: 8)
  }

  /// A .tar.zst of 128 kB that holds the same: blocks that repeat one byte (RFC 8878 §3.1.1.2).
  static func zstandardTar(holding name: String) -> [UInt8] {
    let header = tarHeader(name)
    var bytes: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]
    func block(_ type: Int, _ size: Int, isLast: Bool = false) {
      let number = size << 3 | type << 1 | (isLast ? 1 : 0)
      bytes += [UInt8(number & 255), UInt8(number >> 8 & 255), UInt8(number >> 16)]
    }
    block(0, header.count)
    bytes += header
    for _ in 0..<zeros / (128 << 10) {
      block(1, 128 << 10)
      bytes.append(0)
    }
    block(0, 0, isLast: true)
    return bytes
  }
}
