import CDeflate

/// Decompression of raw deflate: RFC 1951 without a frame.
enum Inflate {
  /// Above this, data is inflated as a stream, so that memory stays bounded.
  static let largestWhole = 1 << 20

  /// Inflates whole data into memory of just its size.
  ///
  /// - Parameter output: has an address even when it is empty, which libdeflate wants.
  /// - Returns: false when the data is no deflate stream, or expands to another number of bytes. Bytes behind the end of
  ///   the stream are ignored, as Android ignores them.
  static func isInflated(
    _ compressed: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard let decompressor = libdeflate_alloc_decompressor() else { return false }
    defer { libdeflate_free_decompressor(decompressor) }
    var used = 0
    var made = 0
    let result = libdeflate_deflate_decompress_ex(
      decompressor, compressed.baseAddress, compressed.count, output.baseAddress, output.count, &used, &made)
    return result == LIBDEFLATE_SUCCESS && made == output.count
  }

  /// An inflation that goes buffer by buffer, in memory that does not grow with the data.
  final class Stream {
    private let state: UnsafeMutablePointer<inflate_state>

    /// - Returns: nil when there is no memory.
    init?() {
      guard let state = slipway_inflation_new() else { return nil }
      self.state = state
    }

    deinit {
      slipway_inflation_free(state)
    }

    var isAtEnd: Bool { slipway_inflation_is_at_end(state) }

    /// Inflates until the input is used up or the output is full.
    ///
    /// - Parameters:
    ///   - input: less than 4 GiB, as is the output.
    /// - Returns: how many bytes of each were used and made; nil when this is no deflate stream.
    func step(
      _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> (used: Int, made: Int)? {
      var used: UInt32 = 0
      var made: UInt32 = 0
      let isDeflate = slipway_inflation_run(
        state, input.bindMemory(to: UInt8.self).baseAddress, UInt32(input.count),
        output.bindMemory(to: UInt8.self).baseAddress, UInt32(output.count), &used, &made)
      return isDeflate ? (Int(used), Int(made)) : nil
    }
  }
}

/// The CRC-32 of ZIP and gzip, which can be continued buffer by buffer.
package struct CRC32: Equatable, Sendable {
  package private(set) var value: UInt32 = 0

  package init() {}

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
    // Four times as fast as libdeflate's, and all that is signed or checked goes through it.
    value = slipway_crc32(value, start, bytes.count)
  }

  /// The checksum of bytes that are all at hand.
  package static func of(_ bytes: [UInt8]) -> UInt32 {
    var checksum = CRC32()
    bytes.withUnsafeBytes { checksum.update($0) }
    return checksum.value
  }
}
