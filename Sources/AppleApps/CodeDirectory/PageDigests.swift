import Bytes
import Cryptography
import Synchronization

/// The digests of code, page by page.
enum PageDigests {
  /// How much is read at once, in bytes, and the largest page that is digested in one piece.
  private static let windowSize = 1 << 20

  /// Digests the first `limit` bytes of a source, on all free cores; each page is read once for all algorithms.
  ///
  /// - Parameter pageSize: bytes; nil when all is one page.
  /// - Returns: for each algorithm, the digests of all pages, end to end.
  /// - Throws: ``AppleError/bytes(_:)``.
  static func of(
    _ source: any ByteSource, limit: Int, pageSize: Int?, algorithms: [HashAlgorithm], workers: Workers
  ) throws(AppleError) -> [HashAlgorithm: [UInt8]] {
    guard let pageSize, pageSize <= windowSize else {
      return try inBuffers(source, limit: limit, pageSize: pageSize ?? max(1, limit), algorithms: algorithms)
    }
    let windowSize = windowSize / pageSize * pageSize
    let count = (limit + windowSize - 1) / windowSize
    let results = Mutex(
      [HashAlgorithm: [[UInt8]]](
        uniqueKeysWithValues: algorithms.map { ($0, [[UInt8]](repeating: [], count: count)) }))
    try workers.concurrently(count) { (index) throws(AppleError) in
      let start = index * windowSize
      let window = UnsafeMutableRawBufferPointer.allocate(
        byteCount: min(windowSize, limit - start), alignment: 16)
      defer { window.deallocate() }
      try wrapping { () throws(BytesError) in try source.read(at: start, into: window) }
      let pages = stride(from: 0, to: window.count, by: pageSize).map { offset in
        PieceDigests.Piece(
          UnsafeRawBufferPointer(rebasing: window[offset..<min(window.count, offset + pageSize)]))
      }
      for algorithm in algorithms {
        let digests = PieceDigests.hash(algorithm, pages)
        results.withLock { $0[algorithm]?[index] = digests }
      }
    }
    return results.withLock { $0.mapValues { Array($0.joined()) } }
  }

  /// The same for pages that are too large for memory, which nobody makes any more: one by one, and read anew for each
  /// algorithm.
  private static func inBuffers(
    _ source: any ByteSource, limit: Int, pageSize: Int, algorithms: [HashAlgorithm]
  ) throws(AppleError) -> [HashAlgorithm: [UInt8]] {
    var results: [HashAlgorithm: [UInt8]] = [:]
    for algorithm in algorithms {
      var digest = Digest(algorithm)
      for start in stride(from: 0, to: max(1, limit), by: pageSize) {
        let page = start..<start + min(pageSize, limit - start)
        try source.forEachBuffer(in: page, failing: AppleError.bytes) { (buffer) throws(AppleError) in
          digest.update(buffer)
        }
        results[algorithm, default: []] += [UInt8](unsafeUninitializedCapacity: algorithm.length) {
          digest.finish(into: UnsafeMutableRawBufferPointer($0))
          $1 = algorithm.length
        }
      }
    }
    return results
  }
}
