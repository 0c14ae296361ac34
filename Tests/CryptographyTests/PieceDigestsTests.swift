import Cryptography
import Testing

/// What digests several messages at once agrees with OpenSSL, which takes them one by one.
@Suite struct PieceDigestsTests {
  /// Lengths around the borders of blocks of 64 and 128 bytes, and some that take many.
  private static let lengths = [
    0, 1, 50, 55, 56, 58, 59, 60, 63, 64, 65, 111, 112, 119, 120, 122, 123, 124, 127, 128, 129, 255, 256, 257,
    4096, 4091, 10_000, 8192, 3, 7777,
  ]

  private static func message(_ length: Int, _ seed: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: ($0 &* 31) ^ ($0 >> 8) ^ (seed &* 97)) }
  }

  @Test(
    arguments: HashAlgorithm.allCases, [0, 1, 5, 8, 63])
  func `pieces of all lengths have their digests in order`(algorithm: HashAlgorithm, prefixLength: Int) {
    let prefix = Self.message(prefixLength, 7)
    for count in [1, 2, 3, 8, Self.lengths.count] {
      let messages = Self.lengths.suffix(count).enumerated().map { Self.message($1, $0) }
      let digests = withAll(messages) { buffers in
        PieceDigests.hash(algorithm, buffers.map { PieceDigests.Piece($0, prefix: prefix) })
      }
      #expect(digests == messages.flatMap { Digest.hash(algorithm, prefix + $0) })
    }
  }

  @Test func `no pieces have no digests`() {
    #expect(PieceDigests.hash(.sha256, []) == [])
    #expect(PieceDigests.lanes(of: .md5) == 1)
  }

  @Test(arguments: [0, 1, 63, 64, 65, 1000, 10_003])
  func `two digests advance side by side`(length: Int) {
    for other in Self.lengths {
      let (first, second) = (Self.message(length, 1), Self.message(other, 2))
      var digests = (SHA256(), SHA256())
      withAll([first, second, [1, 2, 3, 4, 5]]) { buffers in
        digests.1.update(buffers[2])
        SHA256.update(&digests.0, buffers[0], &digests.1, buffers[1])
        SHA256.update(&digests.0, buffers[1], &digests.1, buffers[0])
        digests.0.update(buffers[2])
      }
      #expect(digests.0.finish() == Digest.hash(.sha256, first + second + [1, 2, 3, 4, 5]))
      #expect(digests.1.finish() == Digest.hash(.sha256, [1, 2, 3, 4, 5] + second + first))
    }
  }

  private func withAll<Result>(
    _ messages: [[UInt8]], _ body: ([UnsafeRawBufferPointer]) -> Result
  ) -> Result {
    let buffers = messages.map { message in
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: message.count, alignment: 1)
      copy.copyBytes(from: message)
      return copy
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    return body(buffers.map { UnsafeRawBufferPointer($0) })
  }
}
