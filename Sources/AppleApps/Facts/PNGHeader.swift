/// The size of an image in a PNG, from the first bytes of the file.
///
/// The first chunk is `IHDR`, with width and height in four bytes each (ISO/IEC 15948, 11.2.2). Xcode's images have a chunk
/// `CgBI` of four bytes before it.
struct PNGHeader {
  let width: Int
  let height: Int

  /// So many bytes are enough.
  static let length = 40

  private static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  /// Nil for what does not begin as a PNG does.
  init?(_ head: [UInt8]) {
    guard head.count >= Self.length, head.starts(with: Self.signature) else { return nil }
    let isXcodes = head.bigEndian32(8) == 4 && head[12..<16].elementsEqual("CgBI".utf8)
    let chunk = isXcodes ? 24 : 8
    guard head[chunk + 4..<chunk + 8].elementsEqual("IHDR".utf8) else { return nil }
    width = Int(head.bigEndian32(chunk + 8))
    height = Int(head.bigEndian32(chunk + 12))
  }
}
