import Bytes
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
    let piece = whole(bytes, level: level)
    guard !piece.isEmpty, !isLast else { return piece.isEmpty ? nil : piece }
    return left(open: piece)
  }

  /// A whole stream without the mark of its end, and with an empty stored block behind it, which ends at a byte boundary:
  /// what follows may go on from there (RFC 1951 3.2.4).
  ///
  /// - Returns: nil when it is no whole stream, or when there is no memory.
  static func left(open stream: [UInt8]) -> [UInt8]? {
    guard let reader = DeflateBlockReader(MemorySource(stream)) else { return nil }
    var last: DeflateBlockReader.Block?
    do throws(BytesError) {
      while let block = try reader.next() { last = block }
    } catch {
      return nil
    }
    guard let last, last.isLast else { return nil }
    var bytes = stream
    bytes[last.bits.lowerBound / 8] &= ~(1 << (last.bits.lowerBound % 8))
    bytes.removeLast(bytes.count - (last.bits.upperBound + 7) / 8)
    let used = last.bits.upperBound % 8
    if used > 0 { bytes[bytes.count - 1] &= 1 << used - 1 }
    // The three bits of the block's header are zero, as are those up to the boundary.
    if used == 0 || used > 5 { bytes.append(0) }
    return bytes + [0, 0, 0xff, 0xff]
  }
}
