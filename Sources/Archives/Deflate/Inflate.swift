import CDeflate
import CInflate

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
  ///
  /// Two of them that do not depend on one another go faster together than in turn.
  final class Stream {
    enum Stop {
      /// More input is needed: ``room`` and ``add(_:isLast:)``.
      case wantsInput
      /// What was made is to be taken.
      case isFull
      case isAtEnd
      /// This is no deflate stream, or it ends too early.
      case isBroken
    }

    private let state: OpaquePointer

    /// - Returns: nil when there is no memory.
    init?() {
      guard let state = slipway_inflation_new() else { return nil }
      self.state = state
    }

    deinit {
      slipway_inflation_free(state)
    }

    /// Why the inflation does not go on.
    var stop: Stop {
      switch slipway_inflation_stop(state) {
      case SLIPWAY_INFLATION_WANTS_INPUT: .wantsInput
      case SLIPWAY_INFLATION_IS_FULL: .isFull
      case SLIPWAY_INFLATION_IS_AT_END: .isAtEnd
      default: .isBroken
      }
    }

    /// Where further input goes, up to 64 KiB and never empty when input is wanted.
    var room: UnsafeMutableRawBufferPointer {
      var count = 0
      let start = slipway_inflation_room(state, &count)
      return UnsafeMutableRawBufferPointer(start: start, count: count)
    }

    /// Adds the first bytes of ``room`` to the input.
    ///
    /// - Parameter isLast: whether no input comes behind them.
    func add(_ count: Int, isLast: Bool) {
      slipway_inflation_add(state, count, isLast)
    }

    /// Goes on until one of the streams wants input, or all have stopped for other reasons.
    ///
    /// What was made before must have been taken from a stream that is full.
    static func run(_ stream: Stream, _ other: Stream? = nil) {
      slipway_inflation_run(stream.state, other?.state)
    }

    /// Takes what was made, at most about 160 KiB, which lives until the stream runs again.
    func take() -> UnsafeRawBufferPointer {
      var count = 0
      let start = slipway_inflation_take(state, &count)
      return UnsafeRawBufferPointer(start: start, count: count)
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
