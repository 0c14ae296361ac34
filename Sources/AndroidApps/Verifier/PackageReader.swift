import Archives
import Bytes
import Cryptography

/// Reads a package once, and digests it for everything that is to be compared.
struct PackageReader: Sendable {
  let directory: ZipDirectory
  /// The signing block; nil when there is none.
  let block: Range<Int>?
  let workers: Workers

  /// A part of the file that is read at once.
  private struct Window: Sendable {
    let range: Range<Int>
    /// Its number among the chunks of the content; nil for what is not content.
    let chunk: Int?
  }

  /// The whole file's SHA-256, and the content's digests.
  ///
  /// - Parameter entries: are digested on the way.
  /// - Throws: ``AndroidError`` when the file cannot be read.
  func digest(
    _ algorithms: Set<ContentDigestAlgorithm>, passing entries: StoredEntries? = nil
  ) throws(AndroidError) -> (sha256: [UInt8], content: [ContentDigestAlgorithm: [UInt8]]) {
    let windows = windows()
    let tail = try tail()
    let chunked = algorithms.sorted().compactMap { algorithm in
      algorithm.chunkHash.map { (algorithm, ChunkedDigest($0)) }
    }
    let contentEnd = block?.lowerBound ?? directory.centralDirectory.lowerBound
    let tree =
      algorithms.contains(.verity)
      ? VerityTree(size: contentEnd + tail.centralDirectory.count + tail.endRecord.count) : nil
    let pass = WindowPass(bufferSize: ChunkedDigest.chunkSize, chunked: chunked.map(\.1), entries: entries)
    try workers.concurrently(windows.count) { (index) throws(AndroidError) in
      let window = windows[index]
      let buffer = UnsafeMutableRawBufferPointer(rebasing: pass.buffer().prefix(window.range.count))
      do throws(BytesError) {
        try directory.source.read(at: window.range.lowerBound, into: buffer)
        if window.range.upperBound <= contentEnd {
          tree?.take(UnsafeRawBufferPointer(buffer), at: window.range.lowerBound)
        }
        try pass.submit(index, buffer, at: window.range.lowerBound, chunk: window.chunk)
      } catch {
        pass.cancel()
        throw .archive(.bytes(error))
      }
    }
    try wrapping { () throws(BytesError) in try pass.finishWindows() }
    let chunkCount = windows.count { $0.chunk != nil }
    tail.endRecord.withUnsafeBytes { record in
      for (_, digest) in chunked { digest.take([(record, chunkCount)]) }
    }
    var content = Dictionary(uniqueKeysWithValues: chunked.map { ($0.0, $0.1.finish()) })
    if let tree, contentEnd.isMultiple(of: SigningBlock.pageSize) {
      (tail.centralDirectory + tail.endRecord).withUnsafeBytes { tree.take($0, at: contentEnd) }
      content[.verity] = tree.finish()
    }
    return (pass.finish(), content)
  }

  /// All of the file in windows of at most a chunk, none across the border of a section.
  private func windows() -> [Window] {
    let central = directory.centralDirectory
    let entriesEnd = block?.lowerBound ?? central.lowerBound
    let sections: [(range: Range<Int>, isContent: Bool)] = [
      (0..<entriesEnd, true), (entriesEnd..<central.lowerBound, false), (central, true),
      (central.upperBound..<directory.source.count, false),
    ]
    var windows: [Window] = []
    var chunk = 0
    for section in sections {
      for start in stride(
        from: section.range.lowerBound, to: section.range.upperBound, by: ChunkedDigest.chunkSize)
      {
        let end = min(section.range.upperBound, start + ChunkedDigest.chunkSize)
        windows.append(Window(range: start..<end, chunk: section.isContent ? chunk : nil))
        if section.isContent { chunk += 1 }
      }
    }
    return windows
  }

  /// The central directory, and the end record as it is digested: with the offset of the signing block in it.
  private func tail() throws(AndroidError) -> (centralDirectory: [UInt8], endRecord: [UInt8]) {
    try wrapping { () throws(BytesError) in
      let source = directory.source
      let central = directory.centralDirectory
      var record = try source.bytes(
        at: directory.endRecordOffset, count: source.count - directory.endRecordOffset)
      var offset: [UInt8] = []
      offset.append(u32: UInt32(truncatingIfNeeded: block?.lowerBound ?? central.lowerBound))
      record.replaceSubrange(16..<20, with: offset)
      return (try source.bytes(at: central.lowerBound, count: central.count), record)
    }
  }
}
