import CDeflate

/// Decompression of raw deflate: RFC 1951 without a frame.
enum Inflate {
  /// Above this, data is inflated as a stream, so that memory stays bounded.
  ///
  /// Below it, at once, which is twice as fast.
  static let largestWhole = 16 << 20

  /// Inflates whole data of known size.
  ///
  /// - Returns: nil when the data is no deflate stream, or expands to another number of bytes than `size`. Bytes
  ///   behind the end of the stream are ignored, as Android ignores them.
  static func whole(_ compressed: [UInt8], size: Int) -> [UInt8]? {
    guard let decompressor = libdeflate_alloc_decompressor() else { return nil }
    defer { libdeflate_free_decompressor(decompressor) }
    // An array's buffer has an address even when it is empty, which libdeflate wants.
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, size)) { buffer, filled in
      var used = 0
      var made = 0
      let result = libdeflate_deflate_decompress_ex(
        decompressor, compressed, compressed.count, buffer.baseAddress, size, &used, &made)
      isWhole = result == LIBDEFLATE_SUCCESS && made == size
      filled = isWhole ? size : 0
    }
    return isWhole ? bytes : nil
  }

  /// Inflates a stream buffer by buffer.
  final class Stream {
    private var stream = z_stream()
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    private(set) var isAtEnd = false

    init?() {
      guard slipway_inflate_init_raw(&stream) == Z_OK else {
        output.deallocate()
        return nil
      }
    }

    deinit {
      inflateEnd(&stream)
      output.deallocate()
    }

    /// Takes the next input and hands out what it expands to, in buffers of at most 256 KiB.
    ///
    /// - Returns: false when this is no deflate stream.
    func take(
      _ input: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) -> Bool {
      stream.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
      stream.avail_in = UInt32(input.count)
      repeat {
        stream.next_out = output.bindMemory(to: UInt8.self).baseAddress
        stream.avail_out = UInt32(output.count)
        let result = inflate(&stream, Z_NO_FLUSH)
        guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { return false }
        let made = output.count - Int(stream.avail_out)
        if made > 0 { try body(UnsafeRawBufferPointer(rebasing: output[..<made])) }
        isAtEnd = result == Z_STREAM_END
      } while !isAtEnd && (stream.avail_in > 0 || stream.avail_out == 0)
      return true
    }
  }
}

/// The CRC-32 of ZIP and gzip, which can be continued buffer by buffer.
package struct CRC32: Equatable, Sendable {
  package private(set) var value: UInt32 = 0

  package init() {}

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count > 0 else { return }
    value = libdeflate_crc32(value, bytes.baseAddress, bytes.count)
  }

  /// The checksum of bytes that are all at hand.
  package static func of(_ bytes: [UInt8]) -> UInt32 {
    var checksum = CRC32()
    bytes.withUnsafeBytes { checksum.update($0) }
    return checksum.value
  }
}
