import Bytes
import Synchronization

/// Counts the bytes that are read from another source.
final class CountingSource: ByteSource {
  private let base: any ByteSource
  private let total = Mutex(0)

  init(_ base: any ByteSource) {
    self.base = base
  }

  var count: Int { base.count }
  /// How many bytes were read up to now.
  var readCount: Int { total.withLock { $0 } }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    total.withLock { $0 += buffer.count }
    try base.read(at: offset, into: buffer)
  }
}
