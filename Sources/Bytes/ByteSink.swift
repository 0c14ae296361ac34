/// Somewhere that takes bytes in order.
package protocol ByteSink: AnyObject {
  /// Appends the bytes.
  ///
  /// - Throws: ``BytesError`` when they cannot be stored; the sink is of no further use then.
  func write(_ bytes: UnsafeRawBufferPointer) throws(BytesError)
}

extension ByteSink {
  /// Appends the bytes of an array.
  package func write(_ bytes: [UInt8]) throws(BytesError) {
    try bytes.span.bytes.withUnsafeBytes { (buffer) throws(BytesError) in try write(buffer) }
  }
}

/// A sink in memory, for what is known to be small.
package final class MemorySink: ByteSink {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package func write(_ buffer: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: buffer)
  }
}
