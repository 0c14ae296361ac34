import Bytes
import CDeflate

/// The blocks of a stream of raw deflate, one after the other, each with its place to the bit.
///
/// Blocks begin at any bit, and only who inflates them all finds where (RFC 1951 3.2.3). zlib tells.
final class DeflateBlockReader {
  struct Block {
    /// From its header to the end of its data.
    let bits: Range<Int>
    /// The bytes it makes, by their places in the uncompressed data.
    let content: Range<Int>
    let isLast: Bool
  }

  /// Whether the last block has been read, rather than anything that is no deflate.
  private(set) var isAtEnd = false

  private let source: any ByteSource
  private var offset = 0
  private var position = 0
  private var made = 0
  /// zlib remembers where it is.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let input = UnsafeMutablePointer<UInt8>.allocate(capacity: bufferSize)
  private let output = UnsafeMutablePointer<UInt8>.allocate(capacity: bufferSize)

  private static let bufferSize = 64 << 10

  /// - Returns: nil when zlib has no memory.
  init?(_ source: any ByteSource) {
    self.source = source
    stream.initialize(to: z_stream())
    guard slipway_inflate_init_raw(stream) == Z_OK else { return nil }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
    output.deallocate()
  }

  /// Inflates the next block.
  ///
  /// - Parameter body: gets what the block makes, in buffers that live only for the call.
  /// - Returns: nil at the end, and where the data is no deflate or breaks off.
  func next(_ body: (UnsafeRawBufferPointer) throws(BytesError) -> Void = { _ in }) throws(BytesError)
    -> Block?
  {
    guard !isAtEnd else { return nil }
    let start = (bit: position, byte: made)
    while true {
      if stream.pointee.avail_in == 0 { try refill() }
      stream.pointee.next_out = output
      stream.pointee.avail_out = UInt32(Self.bufferSize)
      guard inflate(stream, Z_BLOCK) == Z_OK else { return nil }
      let count = Self.bufferSize - Int(stream.pointee.avail_out)
      if count > 0 {
        try body(UnsafeRawBufferPointer(start: output, count: count))
        made += count
      }
      // zlib.h on Z_BLOCK: 128 right behind a block, 64 in the last one, and below these the bits that are not used.
      let state = stream.pointee.data_type
      guard state & 128 != 0 else { continue }
      position = Int(stream.pointee.total_in) * 8 - Int(state & 7)
      isAtEnd = state & 64 != 0
      return Block(bits: start.bit..<position, content: start.byte..<made, isLast: isAtEnd)
    }
  }

  private func refill() throws(BytesError) {
    let count = min(Self.bufferSize, source.count - offset)
    try source.read(at: offset, into: UnsafeMutableRawBufferPointer(start: input, count: count))
    offset += count
    stream.pointee.next_in = input
    stream.pointee.avail_in = UInt32(count)
  }
}
