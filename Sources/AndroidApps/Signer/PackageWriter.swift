import Archives
import Bytes
import Credentials
import Cryptography
import Synchronization

/// Writes a package that has been laid out, with its signing block, and digests it on the way.
struct PackageWriter: ~Copyable {
  private let identities: [SigningIdentity]
  private let plan: SigningPlan
  private let output: AtomicFile
  private let workers: Workers
  private let chunked: [ContentDigestAlgorithm: ChunkedDigest]
  private let pass: WindowPass
  /// The windows that are on their way already.
  private var begun = 0

  private static let windowSize = ChunkedDigest.chunkSize

  /// - Parameter entries: those that are digested as their windows are written, of ``storedEntries(of:)``.
  /// - Throws: ``AndroidError/cannotSign(_:)`` for a key without an algorithm of the plan's schemes.
  init(
    _ identities: [SigningIdentity], _ plan: SigningPlan, output: AtomicFile, entries: StoredEntries?,
    workers: Workers
  ) throws(AndroidError) {
    self.identities = identities
    self.plan = plan
    self.output = output
    self.workers = workers
    var chunked: [ContentDigestAlgorithm: ChunkedDigest] = [:]
    for identity in identities where plan.hasSigningBlock {
      let algorithm = try BlockSignatureAlgorithm(for: identity).contentDigest
      guard chunked[algorithm] == nil, let hash = algorithm.chunkHash else { continue }
      chunked[algorithm] = ChunkedDigest(hash)
    }
    self.chunked = chunked
    pass = WindowPass(
      bufferSize: Self.windowSize, chunked: Array(chunked.values), writingTo: output, entries: entries)
  }

  /// Where stored entries go by early enough, before the last windows; the others are read once more, so that the signature
  /// files can be made beside those windows.
  static func storedEntries(of layout: ZipLayout) -> (ZipEntry) -> Range<Int>? {
    let windows = layout.entriesEnd / windowSize
    let end = (windows - Schedule.lastWindows(of: windows)) * windowSize
    var places: [[UInt8]: Range<Int>] = [:]
    var last = 0
    for place in layout.placed.sorted(by: { $0.dataRange.lowerBound < $1.dataRange.lowerBound }) {
      // What overlaps another entry is no matter for windows that go by once.
      let isBehind = place.dataRange.lowerBound >= last
      last = max(last, place.dataRange.upperBound)
      if isBehind, place.entry.isStored, place.dataRange.upperBound <= end,
        place.dataRange.count >= StoredEntries.smallest
      {
        places[place.entry.nameBytes] = place.dataRange
      }
    }
    return { entry in places[entry.nameBytes] }
  }

  /// Writes all windows that entries to be added to the layout do not change, while a JAR signature is made.
  ///
  /// - Returns: the signature's files, which are those entries.
  /// - Throws: ``AndroidError`` when reading or writing fails, or as ``EntryDigests/perform(_:)`` and
  ///   ``JarSignature/files(workers:)``.
  mutating func writeWindows(
    of layout: ZipLayout, beside signature: JarSignature
  ) throws(AndroidError) -> [NewZipEntry] {
    let windows = begun..<layout.entriesEnd / Self.windowSize
    begun = windows.upperBound
    let digests = signature.digests
    let schedule = Mutex(Schedule(windows: windows, jobCount: digests.jobCount, threads: workers.limit))
    let made = Mutex<[NewZipEntry]?>(nil)
    let (pass, workers) = (pass, workers)
    try workers.concurrently(windows.count + digests.jobCount) { (_) throws(AndroidError) in
      let isCrowded = pass.isCrowded
      let turn = schedule.withLock { $0.next(isCrowded: isCrowded) }
      do throws(AndroidError) {
        switch turn {
        case .window(let index): try Self.bring(index, of: layout, end: layout.entriesEnd, to: pass)
        case .job(let job):
          try digests.perform(job)
          schedule.withLock { $0.jobsAtWork -= 1 }
        }
        guard digests.isDoneForTheFirstTime() else { return }
        let files = try signature.files(workers: workers)
        made.withLock { $0 = files }
      } catch {
        pass.cancel()
        throw error
      }
    }
    if let files = made.withLock({ $0 }) { return files }
    try wrapping { () throws(BytesError) in try pass.finishWindows() }
    return try signature.files(workers: workers)
  }

  /// Who does what next: half of the threads digest entries, the largest first, the others bring windows; when there are
  /// windows enough for now, or no more of one, all do the other.
  ///
  /// The last windows wait for the last entries, to have something to do while the signature files are made.
  private struct Schedule {
    var windows: Range<Int>
    var jobs: Range<Int>
    var jobsAtWork = 0
    private let threads: Int
    let lastWindows: Int

    enum Turn {
      case window(Int)
      case job(Int)
    }

    init(windows: Range<Int>, jobCount: Int, threads: Int) {
      self.windows = windows
      jobs = 0..<jobCount
      self.threads = threads
      lastWindows = Self.lastWindows(of: windows.count)
    }

    /// As many as it takes to make the signature files of thousands of entries.
    static func lastWindows(of count: Int) -> Int {
      max(min(count / 8, 32), min(count / 2, 6))
    }

    mutating func next(isCrowded: Bool) -> Turn {
      if let job = jobs.first,
        windows.count <= lastWindows || isCrowded || jobsAtWork < (threads + 1) / 2
      {
        jobs = job + 1..<jobs.upperBound
        jobsAtWork += 1
        return .job(job)
      }
      let window = windows.lowerBound
      windows = window + 1..<windows.upperBound
      return .window(window)
    }
  }

  /// Writes what is left, with the signing block.
  ///
  /// - Returns: the digest and the length of the whole file.
  /// - Throws: ``AndroidError`` when reading or writing fails, or a key cannot sign.
  consuming func finish(_ layout: ZipLayout) throws(AndroidError) -> (sha256: [UInt8], size: Int) {
    let padding =
      plan.hasSigningBlock
      ? (SigningBlock.pageSize - layout.entriesEnd % SigningBlock.pageSize) % SigningBlock.pageSize : 0
    let blockOffset = layout.entriesEnd + padding
    let (pass, first) = (pass, begun)
    let windowCount = ChunkedDigest.chunkCount(of: blockOffset)
    try workers.concurrently(windowCount - first) { (index) throws(AndroidError) in
      do throws(AndroidError) {
        try Self.bring(first + index, of: layout, end: blockOffset, to: pass)
      } catch {
        pass.cancel()
        throw error
      }
    }
    try wrapping { () throws(BytesError) in try pass.finishWindows() }

    var block: [UInt8] = []
    if plan.hasSigningBlock {
      // Digested as if the central directory came where the signing block will be.
      let digestedEnd = try endRecord(of: layout, centralDirectoryOffset: blockOffset)
      var chunk = windowCount
      for section in [layout.centralDirectory, digestedEnd] {
        for start in stride(from: 0, to: section.count, by: ChunkedDigest.chunkSize) {
          let bytes = section[start..<min(section.count, start + ChunkedDigest.chunkSize)]
          bytes.withUnsafeBytes { for digest in chunked.values { digest.take([($0, chunk)]) } }
          chunk += 1
        }
      }
      block = try signingBlock(chunked.mapValues { $0.finish() })
    }
    let end = try endRecord(of: layout, centralDirectoryOffset: blockOffset + block.count)
    var offset = blockOffset
    for part in [block, layout.centralDirectory, end] {
      try wrapping { () throws(BytesError) in
        try part.span.bytes.withUnsafeBytes { (bytes) throws(BytesError) in
          try output.write(bytes, at: offset)
        }
      }
      pass.append(part)
      offset += part.count
    }
    return (pass.finish(), offset)
  }

  /// Reads a window, with zeros behind the entries, and hands it over.
  private static func bring(
    _ index: Int, of layout: ZipLayout, end: Int, to pass: WindowPass
  ) throws(AndroidError) {
    let start = index * windowSize
    let window = UnsafeMutableRawBufferPointer(rebasing: pass.buffer().prefix(min(windowSize, end - start)))
    let content = UnsafeMutableRawBufferPointer(rebasing: window.prefix(max(0, layout.entriesEnd - start)))
    UnsafeMutableRawBufferPointer(rebasing: window[content.count...]).initializeMemory(
      as: UInt8.self, repeating: 0)
    try wrapping { () throws(BytesError) in
      try layout.source.read(at: start, into: content)
      try pass.submit(index, window, at: start, chunk: index)
    }
  }

  private func signingBlock(_ digests: [ContentDigestAlgorithm: [UInt8]]) throws(AndroidError) -> [UInt8] {
    let writer = SchemeBlockWriter(identities: identities, contentDigests: digests)
    let schemes = plan.schemes
    let hasV3 = schemes.contains(.v3)
    // A signature by a long RSA key takes as long as digesting some megabytes.
    let (v2, v3) = try workers.both(
      { () throws(AndroidError) in schemes.contains(.v2) ? try writer.v2(besidesV3: hasV3) : nil },
      { () throws(AndroidError) in hasV3 ? try writer.v3() : nil })
    return SigningBlock.bytes(
      of: [(SigningBlock.ID.v2, v2), (SigningBlock.ID.v3, v3)].compactMap { id, value in
        value.map { (id, $0) }
      })
  }

  private func endRecord(
    of layout: ZipLayout, centralDirectoryOffset offset: Int
  ) throws(AndroidError) -> [UInt8] {
    try wrapping { () throws(ArchiveError) in try layout.endRecord(centralDirectoryOffset: offset) }
  }
}
