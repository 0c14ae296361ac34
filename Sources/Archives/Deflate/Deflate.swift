import CDeflate

/// Compression to raw deflate: RFC 1951 without a frame.
package enum Deflate {
  /// The levels of libdeflate: 0 stores, 1 is fastest, 12 is smallest.
  package static let levels = 0...12

  /// Compresses whole data with libdeflate, twice as fast as zlib and somewhat smaller.
  ///
  /// The result is the same on every machine with the same libdeflate; empty when it has no memory.
  package static func whole(_ bytes: UnsafeRawBufferPointer, level: Int) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(Int32(min(max(level, 0), 12))) else { return [] }
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_deflate_compress_bound(compressor, bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
      filled = libdeflate_deflate_compress(
        compressor, bytes.baseAddress, bytes.count, buffer.baseAddress, buffer.count)
    }
  }

  /// Compresses with zlib at level 9, byte for byte as apksig and jarsigner do with Java's zlib.
  ///
  /// For the small files of signatures: a libdeflate or zlib-ng would be faster and its bytes would differ.
  ///
  /// - Returns: nil when zlib has no memory.
  package static func signatureFile(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard slipway_deflate_init_raw(&stream, 9) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    let result = bytes.withUnsafeBufferPointer { input in
      [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = buffer.baseAddress
        stream.avail_out = UInt32(buffer.count)
        filled = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
      }
    }
    return result.isEmpty ? nil : result
  }

  /// Compresses one piece of a longer stream with libdeflate.
  ///
  /// Pieces end at byte boundaries, so that their results, joined, are one stream: they can be made on all cores. None
  /// refers to what came before it, which costs a few bytes in a thousand when a piece has a mebibyte or more.
  ///
  /// - Parameter isLast: ends the stream.
  /// - Returns: nil when there is no memory.
  static func piece(_ bytes: UnsafeRawBufferPointer, level: Int, isLast: Bool) -> [UInt8]? {
    var piece = whole(bytes, level: level)
    guard !piece.isEmpty else { return nil }
    if !isLast {
      guard let blocks = DeflateBlocks(of: piece) else { return nil }
      blocks.leaveOpen(&piece)
    }
    return piece
  }
}
