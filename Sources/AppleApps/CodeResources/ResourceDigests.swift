import Bytes
import Cryptography
import Synchronization

/// The digests of a bundle's files, each read once for all of its own.
///
/// The work is cut into jobs that do not depend on one another: many small files, which are read whole and digested side
/// by side, or two large ones, which are read side by side, buffer by buffer. Memory does not grow with the files.
final class ResourceDigests: Sendable {
  /// What is wanted of one file.
  struct Request: Sendable {
    /// In the tree.
    let path: String
    let size: Int
    let algorithms: Set<HashAlgorithm>
  }

  private let requests: [Request]
  private let tree: any BundleTree
  private let results: Mutex<[[HashAlgorithm: [UInt8]]]>

  /// Above this, a file is large; a job's small ones together are no larger, and stay in a core's cache for all digests.
  private static let jobSize = 1 << 18
  /// A job of files that are nearly empty has no more than this.
  private static let jobCount = 256

  private init(_ requests: [Request], in tree: any BundleTree) {
    self.requests = requests
    self.tree = tree
    results = Mutex(Array(repeating: [:], count: requests.count))
  }

  /// Per request, its digests.
  ///
  /// - Throws: ``AppleError`` for the first file that cannot be read or has not the size that the tree says.
  static func compute(
    _ requests: [Request], in tree: any BundleTree, workers: Workers
  ) throws(AppleError) -> [[HashAlgorithm: [UInt8]]] {
    let digests = ResourceDigests(requests, in: tree)
    let jobs = jobs(requests)
    try workers.concurrently(jobs.count) { (number) throws(AppleError) in try digests.perform(jobs[number]) }
    return digests.results.withLock { $0 }
  }

  /// The requests of each job, by their numbers; the jobs with most to do first.
  private static func jobs(_ requests: [Request]) -> [[Int]] {
    let order = requests.indices.sorted { requests[$0].size > requests[$1].size }
    let large = order.prefix { requests[$0].size > jobSize }
    // Neighbours in this order are of nearly one size, so that they end nearly together.
    var jobs = stride(from: 0, to: large.count, by: 2).map { Array(large[$0..<min($0 + 2, large.count)]) }
    var job: [Int] = []
    var size = 0
    for number in order[large.count...] {
      if size + requests[number].size > jobSize || job.count == jobCount {
        jobs.append(job)
        (job, size) = ([], 0)
      }
      job.append(number)
      size += requests[number].size
    }
    if !job.isEmpty { jobs.append(job) }
    return jobs
  }

  private func perform(_ job: [Int]) throws(AppleError) {
    let isLarge = job.contains { requests[$0].size > Self.jobSize }
    let values = isLarge ? try digestsOfLarge(job) : try digestsOfSmall(job)
    results.withLock { for (number, value) in zip(job, values) { $0[number] = value } }
  }

  private func digestsOfSmall(_ job: [Int]) throws(AppleError) -> [[HashAlgorithm: [UInt8]]] {
    let total = job.reduce(0) { $0 + requests[$1].size }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, total), alignment: 16)
    defer { memory.deallocate() }
    var parts: [UnsafeRawBufferPointer] = []
    var start = 0
    for number in job {
      let source = try source(of: requests[number])
      let part = UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + requests[number].size])
      try Self.read(source, at: 0, into: part)
      parts.append(UnsafeRawBufferPointer(part))
      start += part.count
    }
    var values = [[HashAlgorithm: [UInt8]]](repeating: [:], count: job.count)
    for algorithm in HashAlgorithm.allCases {
      let wanted = job.indices.filter { requests[job[$0]].algorithms.contains(algorithm) }
      let digests = PieceDigests.hash(algorithm, wanted.map { PieceDigests.Piece(parts[$0]) })
      for (place, index) in wanted.enumerated() {
        values[index][algorithm] = Array(digests[place * algorithm.length..<(place + 1) * algorithm.length])
      }
    }
    return values
  }

  private func digestsOfLarge(_ job: [Int]) throws(AppleError) -> [[HashAlgorithm: [UInt8]]] {
    var files: [LargeFile] = []
    for number in job {
      files.append(LargeFile(try source(of: requests[number]), requests[number].algorithms))
    }
    while true {
      var buffers: [UnsafeRawBufferPointer] = []
      for file in files { buffers.append(try file.next()) }
      if buffers.allSatisfy(\.isEmpty) { break }
      if files.count == 2, files.allSatisfy(\.hasSHA256) {
        LargeFile.update(files[0], buffers[0], files[1], buffers[1])
      } else {
        for (file, buffer) in zip(files, buffers) { file.update(buffer) }
      }
    }
    return files.map { $0.finish() }
  }

  private func source(of request: Request) throws(AppleError) -> any ByteSource {
    let source = try tree.source(of: request.path)
    guard source.count == request.size else {
      throw .bytes(.truncated(path: request.path, offset: source.count, wanted: request.size))
    }
    return source
  }

  static func read(
    _ source: any ByteSource, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(AppleError) {
    do throws(BytesError) {
      try source.read(at: offset, into: buffer)
    } catch {
      throw .bytes(error)
    }
  }
}
