import Bytes

/// Joins pieces of deflate, made apart or cut out of other streams at any bit, into one stream.
///
/// What comes back from each call are the stream's next whole bytes; the bits behind them wait for the next call.
struct DeflateSeam {
  private var pending: UInt64 = 0
  private var pendingCount = 0

  private static let bufferSize = 1 << 20

  /// Adds blocks, none of them stored, which then stand at other bits.
  ///
  /// - Parameters:
  ///   - bits: in the source.
  ///   - body: gets the stream's next bytes, at most a mebibyte at a time.
  /// - Throws: ``ArchiveError/bytes(_:)``, or what `body` throws.
  mutating func append(
    _ bits: Range<Int>, of source: any ByteSource, _ body: ([UInt8]) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    var position = bits.lowerBound
    while position < bits.upperBound {
      // From the byte that has the next bit, as much as a buffer holds.
      let end = min(bits.upperBound, (position / 8 + Self.bufferSize) * 8)
      let bytes = try wrapping { () throws(BytesError) in
        try source.bytes(at: position / 8, count: (end + 7) / 8 - position / 8)
      }
      try body(joined(bytes, from: position % 8, count: end - position))
      position = end
    }
  }

  /// Adds bytes of deflate, which begin at a byte boundary: where there is none, an empty stored block brings one about
  /// (RFC 1951 3.2.4).
  mutating func append(_ piece: [UInt8]) -> [UInt8] {
    guard pendingCount > 0 else { return piece }
    // Three bits of header, zeros up to the boundary, a length of 0 and its complement.
    let boundary = (pendingCount + 3 + 7) / 8
    let word = pending
    (pending, pendingCount) = (0, 0)
    return (0..<boundary).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } + [0, 0, 0xff, 0xff] + piece
  }

  /// Puts bits behind those that wait, 56 at a time.
  private mutating func joined(_ bytes: [UInt8], from first: Int, count: Int) -> [UInt8] {
    var (pending, waiting) = (pending, pendingCount)
    defer { (self.pending, pendingCount) = (pending, waiting) }
    return [UInt8](unsafeUninitializedCapacity: count / 8 + 16) { output, filled in
      let output = UnsafeMutableRawBufferPointer(output)
      bytes.withUnsafeBytes { input in
        var index = 0
        var left = count
        while left > 0 {
          let isWhole = index + 8 <= input.count
          let word =
            isWhole
            ? UInt64(littleEndian: input.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            : input[index...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
          let taken = min(56, left)
          let mask = (UInt64(1) << taken) - 1
          pending |= ((word >> first) & mask) << waiting
          waiting += taken
          output.storeBytes(of: pending.littleEndian, toByteOffset: filled, as: UInt64.self)
          let whole = waiting / 8
          filled += whole
          pending >>= 8 * whole
          waiting -= 8 * whole
          index += 7
          left -= taken
        }
      }
    }
  }
}
