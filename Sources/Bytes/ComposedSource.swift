/// Pieces of other sources and of memory, end to end: a file that is worked out but not written, readable at any offset.
package struct ComposedSource: ByteSource {
  private enum Origin: Sendable {
    case memory([UInt8])
    case source(any ByteSource, offset: Int)
  }

  private struct Piece: Sendable {
    /// Where the piece begins in the output.
    let start: Int
    let count: Int
    let origin: Origin
  }

  private var pieces: [Piece] = []
  package private(set) var count = 0

  package init() {}

  package mutating func append(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    pieces.append(Piece(start: count, count: bytes.count, origin: .memory(bytes)))
    count += bytes.count
  }

  /// The range lies inside the source.
  package mutating func append(_ range: Range<Int>, of source: any ByteSource) {
    guard !range.isEmpty else { return }
    pieces.append(
      Piece(start: count, count: range.count, origin: .source(source, offset: range.lowerBound)))
    count += range.count
  }

  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    guard offset >= 0, offset <= count, buffer.count <= count - offset else {
      throw .truncated(path: "", offset: offset, wanted: buffer.count)
    }
    var done = 0
    var index = piece(at: offset)
    while done < buffer.count {
      let piece = pieces[index]
      let inside = offset + done - piece.start
      let part = UnsafeMutableRawBufferPointer(
        rebasing: buffer[done..<min(buffer.count, done + piece.count - inside)])
      switch piece.origin {
      case .memory(let bytes):
        bytes.withUnsafeBytes {
          part.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[inside..<inside + part.count]))
        }
      case .source(let source, let start):
        try source.read(at: start + inside, into: part)
      }
      done += part.count
      index += 1
    }
  }

  /// The index of the piece that holds the byte at an offset.
  private func piece(at offset: Int) -> Int {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].start + pieces[middle].count <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
