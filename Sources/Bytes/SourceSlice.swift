/// A part of another source, with offsets of its own.
package struct SourceSlice: ByteSource {
  private let base: any ByteSource
  /// The part's place in the source it was cut from, in bytes.
  package let range: Range<Int>

  /// - Throws: ``BytesError/truncated(path:offset:wanted:)`` when the range lies outside the source.
  package init(of base: any ByteSource, range: Range<Int>) throws(BytesError) {
    guard range.lowerBound >= 0, range.upperBound <= base.count else {
      throw .truncated(path: "", offset: range.lowerBound, wanted: range.count)
    }
    self.base = base
    self.range = range
  }

  package var count: Int { range.count }

  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    guard offset >= 0, offset <= count, buffer.count <= count - offset else {
      throw .truncated(path: "", offset: offset, wanted: buffer.count)
    }
    try base.read(at: range.lowerBound + offset, into: buffer)
  }
}
