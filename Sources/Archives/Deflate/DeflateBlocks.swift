import CDeflate

/// Where a stream of deflate has the mark of its end, and where it ends, in bits from its beginning.
///
/// libdeflate ends whatever it compresses, and only who reads all blocks finds the header of the last one: they begin at
/// any bit (RFC 1951 3.2.3).
struct DeflateBlocks {
  private let lastHeader: Int
  private let end: Int

  /// Reads all blocks of a stream, with zlib, which tells where each begins.
  ///
  /// - Returns: nil when it is no whole stream, or when there is no memory.
  init?(of bytes: [UInt8]) {
    var stream = z_stream()
    guard slipway_inflate_init_raw(&stream) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var header = 0
    var end: Int?
    withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { scratch in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(clamping: input.count)
        while end == nil {
          stream.next_out = scratch.bindMemory(to: UInt8.self).baseAddress
          stream.avail_out = UInt32(scratch.count)
          guard inflate(&stream, Z_BLOCK) == Z_OK else { return }
          // zlib.h on Z_BLOCK: 128 right behind a block, 64 in the last one, below these the unused bits.
          guard stream.data_type & 128 != 0 else { continue }
          let position = Int(stream.total_in) * 8 - Int(stream.data_type & 7)
          if stream.data_type & 64 != 0 { end = position } else { header = position }
        }
      }
    }
    guard let end else { return nil }
    lastHeader = header
    self.end = end
  }

  /// Takes the mark of its end from the stream and puts an empty stored block behind it, which ends at a byte boundary:
  /// what follows may go on from there (RFC 1951 3.2.4).
  func leaveOpen(_ bytes: inout [UInt8]) {
    bytes[lastHeader / 8] &= ~(1 << (lastHeader % 8))
    bytes.removeLast(bytes.count - (end + 7) / 8)
    if end % 8 != 0 { bytes[end / 8] &= 1 << (end % 8) - 1 }
    // The three bits of the block's header are zero, as are those up to the boundary.
    if (end + 3 + 7) / 8 > bytes.count { bytes.append(0) }
    bytes += [0, 0, 0xff, 0xff]
  }
}
