import Bytes
import Glibc

/// What of a file's compressed data can be kept when little of the file has changed, as of an executable that is signed
/// anew: the blocks that make what is still the same, as they are.
enum DeflateReuse {
  enum Part: Equatable {
    /// Blocks of the old stream, by their bits, and the content that they make.
    case kept(bits: Range<Int>, content: Range<Int>)
    /// Content that is compressed anew.
    case made(Range<Int>)
  }

  /// What a block may refer back to, in bytes: the window of deflate (RFC 1951 2).
  private static let window = 32 << 10
  /// A shorter run of blocks is not worth the seams around it, in bytes.
  private static let shortestRun = 64 << 10
  /// Nobody makes so many, but to keep others busy.
  private static let mostBlocks = 1 << 20

  /// Compares what a stream makes with other content, block by block.
  ///
  /// - Returns: parts that make all of the new content, in its order. The last one is made, be it of nothing, since the
  ///   block that ends the old stream is never kept. All is made when the old data is no deflate.
  /// - Throws: ``BytesError`` when either cannot be read.
  static func parts(of old: any ByteSource, for new: any ByteSource) throws(BytesError) -> [Part] {
    guard let reader = DeflateBlockReader(old) else { return [.made(0..<new.count)] }
    let other = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { other.deallocate() }
    var runs: [(bits: Range<Int>, content: Range<Int>)] = []
    /// All has been the same from here on.
    var sameFrom = 0
    var offset = 0
    var count = 0
    while let block = try reader.next({ (content) throws(BytesError) in
      defer { offset += content.count }
      guard offset + content.count <= new.count else {
        sameFrom = .max
        return
      }
      let part = UnsafeMutableRawBufferPointer(rebasing: other[..<content.count])
      try new.read(at: offset, into: part)
      if let last = lastDifference(content, UnsafeRawBufferPointer(part)) { sameFrom = offset + last + 1 }
    }) {
      count += 1
      guard sameFrom < .max, count < mostBlocks else { break }
      let refersToSame = sameFrom == 0 || block.content.lowerBound >= sameFrom + window
      guard refersToSame, !block.isLast, try !isStored(block, in: old) else { continue }
      if let run = runs.last, run.bits.upperBound == block.bits.lowerBound {
        runs[runs.count - 1].bits = run.bits.lowerBound..<block.bits.upperBound
        runs[runs.count - 1].content = run.content.lowerBound..<block.content.upperBound
      } else {
        runs.append((block.bits, block.content))
      }
    }
    var parts: [Part] = []
    var end = 0
    for run in runs where run.content.count >= shortestRun {
      if run.content.lowerBound > end { parts.append(.made(end..<run.content.lowerBound)) }
      parts.append(.kept(bits: run.bits, content: run.content))
      end = run.content.upperBound
    }
    return parts + [.made(end..<new.count)]
  }

  /// Whether a block's data stands at a byte boundary, as it would not elsewhere (RFC 1951 3.2.4).
  private static func isStored(
    _ block: DeflateBlockReader.Block, in source: any ByteSource
  ) throws(BytesError) -> Bool {
    // One bit that says whether it is the last, and two for its kind.
    let first = block.bits.lowerBound / 8
    let bytes = try source.bytes(at: first, count: min(2, source.count - first))
    let word = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    return word >> (block.bits.lowerBound % 8 + 1) & 3 == 0
  }

  private static func lastDifference(
    _ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer
  ) -> Int? {
    guard let one = left.baseAddress, let other = right.baseAddress, memcmp(one, other, left.count) != 0
    else { return nil }
    return left.indices.last { left[$0] != right[$0] }
  }
}
