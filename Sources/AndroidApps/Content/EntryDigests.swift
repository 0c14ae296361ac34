import Archives
import Bytes
import Cryptography
import Synchronization

/// The digests of a package's entries, uncompressed, for JAR signatures.
enum EntryDigests {
  /// What is wanted of one entry.
  struct Request: Sendable {
    let entry: ZipEntry
    let algorithms: [HashAlgorithm]
  }

  /// Digests the entries on all free cores, the largest first, in bounded memory.
  ///
  /// - Returns: per request, the digests in the order of its algorithms.
  /// - Throws: ``AndroidError`` for the first entry that cannot be inflated, or does not have the checksum and size that
  ///   the central directory states.
  static func compute(
    _ requests: [Request], in directory: ZipDirectory, workers: Workers
  ) throws(AndroidError) -> [[[UInt8]]] {
    let results = Mutex([[[UInt8]]](repeating: [], count: requests.count))
    let order = requests.indices.sorted { requests[$0].entry.size > requests[$1].entry.size }
    try workers.concurrently(order.count) { (turn) throws(AndroidError) in
      let request = requests[order[turn]]
      let values = try wrapping { () throws(ArchiveError) in try digests(request, in: directory) }
      results.withLock { $0[order[turn]] = values }
    }
    return results.withLock { $0 }
  }

  private static func digests(
    _ request: Request, in directory: ZipDirectory
  ) throws(ArchiveError) -> [[UInt8]] {
    guard let first = request.algorithms.first else { return [] }
    var digest = Digest(first)
    let others = request.algorithms.dropFirst().map(RunningDigest.init)
    try directory.inflate(request.entry) { (buffer) in
      digest.update(buffer)
      for index in others.indices { others[index].update(buffer) }
    }
    return [digest.finish()] + others.map { $0.finish() }
  }

  /// A digest that can stand in an array.
  private final class RunningDigest {
    private var digest: Digest

    init(_ algorithm: HashAlgorithm) {
      digest = Digest(algorithm)
    }

    func update(_ buffer: UnsafeRawBufferPointer) {
      digest.update(buffer)
    }

    func finish() -> [UInt8] {
      [UInt8](unsafeUninitializedCapacity: digest.algorithm.length) { buffer, count in
        digest.finish(into: UnsafeMutableRawBufferPointer(buffer))
        count = digest.algorithm.length
      }
    }
  }
}
