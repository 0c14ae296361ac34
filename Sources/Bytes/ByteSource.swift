/// Bytes that can be read at any offset, from several threads at once.
///
/// Format code takes sources, not paths: a file, a part of one, or bytes in memory read the same.
package protocol ByteSource: Sendable {
  /// The length in bytes. It does not change while the source lives.
  var count: Int { get }

  /// Fills the whole buffer with the bytes at `offset`.
  ///
  /// - Throws: ``BytesError/truncated(path:offset:wanted:)`` when the source ends before the buffer is full;
  ///   ``BytesError/inputOutput(path:operation:reason:)`` when the system fails. An empty buffer always succeeds.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError)
}

extension ByteSource {
  /// A copy of `count` bytes at `offset`.
  ///
  /// The caller bounds `count`: it is allocated.
  ///
  /// - Throws: as ``read(at:into:)``. Nothing is allocated for a range that lies outside the source.
  package func bytes(at offset: Int, count wanted: Int) throws(BytesError) -> [UInt8] {
    guard offset >= 0, wanted >= 0, offset <= count, wanted <= count - offset else {
      throw .truncated(path: "", offset: offset, wanted: wanted)
    }
    var failure: BytesError?
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      do throws(BytesError) {
        try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
        filled = wanted
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Hands the bytes of a range to `body` in order, in buffers of at most `size` bytes that live only for the call.
  ///
  /// - Throws: ``BytesError`` when the source cannot be read, or what `body` throws.
  package func forEachBuffer(
    in range: Range<Int>, size: Int = 1 << 18, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    try forEachBuffer(in: range, size: size, failing: { $0 as any Error }, body)
  }

  /// The same with errors of one type.
  ///
  /// - Throws: what `wrap` makes of ``BytesError``, or what `body` throws.
  package func forEachBuffer<Failure: Error>(
    in range: Range<Int>, size: Int = 1 << 18, failing wrap: (BytesError) -> Failure,
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, min(size, range.count)), alignment: 16)
    defer { buffer.deallocate() }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(range.upperBound - offset))
      do throws(BytesError) {
        try read(at: offset, into: part)
      } catch {
        throw wrap(error)
      }
      try body(UnsafeRawBufferPointer(part))
      offset += part.count
    }
  }
}
