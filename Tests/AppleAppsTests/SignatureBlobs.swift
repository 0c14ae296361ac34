import AppleApps
import Testing

/// The SuperBlob in a Mach-O file of one architecture, for tests that put something else into it.
struct SignatureBlobs {
  /// By slot, each with its header.
  var blobs: [UInt32: [UInt8]] = [:]
  /// Where it is in the file.
  let range: Range<Int>

  init(of code: [UInt8], range: Range<Int>) throws {
    self.range = range
    let start = range.lowerBound
    for index in 0..<Self.number(code, start + 8) {
      let blob = start + Self.number(code, start + 12 + index * 8 + 4)
      blobs[UInt32(Self.number(code, start + 12 + index * 8))] = Array(
        code[blob..<blob + Self.number(code, blob + 4)])
    }
  }

  /// The blobs put together, with zeros behind them up to the room there is.
  var encoded: [UInt8] {
    get throws {
      var index: [UInt8] = []
      var data: [UInt8] = []
      for slot in blobs.keys.sorted() {
        index += Self.bytes(Int(slot)) + Self.bytes(12 + blobs.count * 8 + data.count)
        data += blobs[slot] ?? []
      }
      let whole =
        Self.bytes(0xfade_0cc0) + Self.bytes(12 + index.count + data.count) + Self.bytes(blobs.count) + index
        + data
      try #require(whole.count <= range.count)
      return whole + [UInt8](repeating: 0, count: range.count - whole.count)
    }
  }

  /// A blob around some bytes.
  static func blob(_ magic: Int, _ content: [UInt8]) -> [UInt8] {
    bytes(magic) + bytes(8 + content.count) + content
  }

  private static func number(_ code: [UInt8], _ offset: Int) -> Int {
    code[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func bytes(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

extension DamagedTree {
  /// Changes the blobs of a signature.
  mutating func editSignature(
    of path: String, _ change: (inout [UInt32: [UInt8]]) throws -> Void
  ) throws {
    let range = try #require(try code(at: path).slices[0].signatureRange)
    try edit(path) { bytes in
      var signature = try SignatureBlobs(of: bytes, range: range)
      try change(&signature.blobs)
      bytes.replaceSubrange(range, with: try signature.encoded)
    }
  }

  /// The blobs of a signature.
  func signature(of path: String) throws -> [UInt32: [UInt8]] {
    let range = try #require(try code(at: path).slices[0].signatureRange)
    return try SignatureBlobs(of: bytes(of: path), range: range).blobs
  }
}
