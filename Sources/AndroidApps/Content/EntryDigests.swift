import Archives
import Bytes
import Cryptography
import Synchronization

/// The digests of a package's entries, uncompressed, for JAR signatures.
///
/// The work is cut into jobs that do not depend on one another: many small entries, which are inflated whole and digested
/// side by side, or two large ones, which are read side by side, buffer by buffer. Memory does not grow with the entries.
/// Stored entries of a file that is read anyway are left to whoever reads it (``stored``).
final class EntryDigests: Sendable {
  /// What is wanted of one entry.
  struct Request: Sendable {
    let entry: ZipEntry
    let algorithms: [HashAlgorithm]
  }

  private let requests: [Request]
  private let directory: ZipDirectory
  /// The requests of each job, by their numbers; the jobs with most to do first.
  private let jobs: [[Int]]
  /// The entries that are digested as the windows of a file go by with them; nil without any.
  let stored: StoredEntries?
  private let state: Mutex<State>
  /// For the small entries of a job.
  private let buffers = BufferPool(bufferSize: EntryDigests.jobSize)

  private struct State {
    var values: [[[UInt8]]]
    /// How many jobs and stored entries are not done.
    var left: Int
    var isClaimed = false
    var corrupt: Int?
  }

  /// Above this, an entry is large; a job's small ones together are no larger.
  private static let jobSize = 1 << 20

  /// - Parameter place: where a stored entry's data is in a file whose windows go by ``stored``; nil for an entry that
  ///   is to be read.
  init(
    _ requests: [Request], in directory: ZipDirectory, passing place: (ZipEntry) -> Range<Int>? = { _ in nil }
  ) {
    self.requests = requests
    self.directory = directory
    var passing: [StoredEntries.Entry] = []
    for (number, request) in requests.enumerated() where request.algorithms == [.sha256] {
      guard let range = place(request.entry), range.count == request.entry.size else { continue }
      passing.append(StoredEntries.Entry(range: range, crc32: request.entry.crc32, number: number))
    }
    let passed = Set(passing.map(\.number))
    jobs = Self.jobs(requests.indices.filter { !passed.contains($0) }, of: requests)
    state = Mutex(
      State(
        values: [[[UInt8]]](repeating: [], count: requests.count), left: jobs.count + passing.count))
    let sink = Sink()
    stored = passing.isEmpty ? nil : StoredEntries(passing) { sink.digests?.finish($0, $1) }
    sink.digests = self
  }

  /// What the stored entries tell of themselves; it does not keep them alive.
  private final class Sink: @unchecked Sendable {
    weak var digests: EntryDigests?
  }

  var jobCount: Int { jobs.count }

  /// Does one job, on any thread.
  ///
  /// - Throws: ``AndroidError`` for the first entry that cannot be inflated, or does not have the checksum and size that
  ///   the central directory states.
  func perform(_ job: Int) throws(AndroidError) {
    let numbers = jobs[job]
    let isLarge = numbers.contains { requests[$0].entry.size > Self.jobSize }
    let values = try wrapping { () throws(ArchiveError) in
      isLarge ? try digestsOfLarge(numbers) : try digestsOfSmall(numbers)
    }
    state.withLock { state in
      for (number, value) in zip(numbers, values) { state.values[number] = value }
      state.left -= 1
    }
  }

  private func finish(_ number: Int, _ value: [UInt8]?) {
    state.withLock { state in
      if let value { state.values[number] = [value] } else { state.corrupt = state.corrupt ?? number }
      state.left -= 1
    }
  }

  /// Whether all is done and nobody was told so before.
  func isDoneForTheFirstTime() -> Bool {
    state.withLock { state in
      guard state.left == 0, !state.isClaimed else { return false }
      state.isClaimed = true
      return true
    }
  }

  /// Per request, the digests in the order of its algorithms, once every job is done and every stored entry has gone by.
  ///
  /// - Throws: ``AndroidError`` for a stored entry that does not have the checksum that the central directory states.
  func values() throws(AndroidError) -> [[[UInt8]]] {
    let (values, corrupt) = state.withLock { ($0.values, $0.corrupt) }
    if let corrupt {
      throw .archive(.corruptEntry(archive: directory.name, entry: requests[corrupt].entry.name))
    }
    return values
  }

  /// Does all jobs on all free cores.
  ///
  /// - Returns: ``values()``.
  /// - Throws: as ``perform(_:)``.
  func compute(workers: Workers) throws(AndroidError) -> [[[UInt8]]] {
    try workers.concurrently(jobCount) { (job) throws(AndroidError) in try self.perform(job) }
    return try values()
  }

  private static func jobs(_ numbers: [Int], of requests: [Request]) -> [[Int]] {
    let order = numbers.sorted { requests[$0].entry.size > requests[$1].entry.size }
    let large = order.prefix { requests[$0].entry.size > jobSize }
    // Neighbours in this order are of nearly one size, so that they end nearly together.
    var jobs = stride(from: 0, to: large.count, by: 2).map { Array(large[$0..<min($0 + 2, large.count)]) }
    var job: [Int] = []
    var size = 0
    for number in order[large.count...] {
      if size + requests[number].entry.size > jobSize {
        jobs.append(job)
        (job, size) = ([], 0)
      }
      job.append(number)
      size += requests[number].entry.size
    }
    if !job.isEmpty { jobs.append(job) }
    return jobs
  }

  private func digestsOfSmall(_ numbers: [Int]) throws(ArchiveError) -> [[[UInt8]]] {
    let memory = buffers.take()
    defer { buffers.giveBack(memory) }
    var parts: [UnsafeRawBufferPointer] = []
    var start = 0
    for number in numbers {
      let entry = requests[number].entry
      let part = UnsafeMutableRawBufferPointer(rebasing: memory[start..<start + entry.size])
      try directory.read(entry, into: part)
      parts.append(UnsafeRawBufferPointer(part))
      start += entry.size
    }
    var values = [[HashAlgorithm: [UInt8]]](repeating: [:], count: numbers.count)
    for algorithm in HashAlgorithm.allCases {
      let wanted = numbers.indices.filter { requests[numbers[$0]].algorithms.contains(algorithm) }
      let digests = PieceDigests.hash(algorithm, wanted.map { PieceDigests.Piece(parts[$0]) })
      for (place, index) in wanted.enumerated() {
        values[index][algorithm] = Array(digests[place * algorithm.length..<(place + 1) * algorithm.length])
      }
    }
    return zip(numbers, values).map { number, values in requests[number].algorithms.compactMap { values[$0] }
    }
  }

  private func digestsOfLarge(_ numbers: [Int]) throws(ArchiveError) -> [[[UInt8]]] {
    if numbers.count == 2, numbers.allSatisfy({ requests[$0].algorithms == [.sha256] }) {
      return try digestsOfTwo(requests[numbers[0]].entry, requests[numbers[1]].entry).map { [$0] }
    }
    var values: [[[UInt8]]] = []
    for number in numbers {
      let running = requests[number].algorithms.map(RunningDigest.init)
      try directory.inflate(requests[number].entry) { (buffer) in
        for digest in running { digest.update(buffer) }
      }
      values.append(running.map { $0.finish() })
    }
    return values
  }

  private func digestsOfTwo(_ first: ZipEntry, _ second: ZipEntry) throws(ArchiveError) -> [[UInt8]] {
    let readers = (try ZipEntryReader(first, in: directory), try ZipEntryReader(second, in: directory))
    var digests = (SHA256(), SHA256())
    var buffers = try ZipEntryReader.next(readers.0, readers.1)
    while let one = buffers.0, let other = buffers.1 {
      SHA256.update(&digests.0, one, &digests.1, other)
      buffers = try ZipEntryReader.next(readers.0, readers.1)
    }
    while let one = buffers.0 {
      digests.0.update(one)
      buffers.0 = try readers.0.next()
    }
    while let other = buffers.1 {
      digests.1.update(other)
      buffers.1 = try readers.1.next()
    }
    return [digests.0.finish(), digests.1.finish()]
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
