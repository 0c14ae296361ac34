import Archives
import Bytes
import Credentials
import Cryptography

/// Writes a package that has been laid out, with its signing block, and digests it on the way.
struct PackageWriter: Sendable {
  let layout: ZipLayout
  let output: AtomicFile
  let workers: Workers

  /// - Returns: the digest and the length of the whole file.
  /// - Throws: ``AndroidError`` when reading or writing fails, or a key cannot sign.
  func write(
    _ identities: [SigningIdentity], _ plan: SigningPlan
  ) throws(AndroidError) -> (sha256: [UInt8], size: Int) {
    let padding =
      plan.hasSigningBlock
      ? (SigningBlock.pageSize - layout.entriesEnd % SigningBlock.pageSize) % SigningBlock.pageSize : 0
    let blockOffset = layout.entriesEnd + padding
    // Digested as if the central directory came where the signing block will be.
    let digestedEnd = try endRecord(centralDirectoryOffset: blockOffset)
    let chunked = try chunkedDigests(identities, plan, sections: [blockOffset, digestedEnd.count])
    let digests = WindowDigests(bufferSize: ChunkedDigest.chunkSize, chunked: Array(chunked.values))
    try writeEntries(upTo: blockOffset, digests)

    var block: [UInt8] = []
    if plan.hasSigningBlock {
      var chunk = ChunkedDigest.chunkCount(of: blockOffset)
      for section in [layout.centralDirectory, digestedEnd] {
        for start in stride(from: 0, to: section.count, by: ChunkedDigest.chunkSize) {
          let bytes = section[start..<min(section.count, start + ChunkedDigest.chunkSize)]
          bytes.withUnsafeBytes { for digest in chunked.values { digest.take([($0, chunk)]) } }
          chunk += 1
        }
      }
      block = try signingBlock(identities, plan, chunked.mapValues { $0.finish() })
    }
    let end = try endRecord(centralDirectoryOffset: blockOffset + block.count)
    var offset = blockOffset
    for part in [block, layout.centralDirectory, end] {
      try wrapping { () throws(BytesError) in
        try part.span.bytes.withUnsafeBytes { (bytes) throws(BytesError) in
          try output.write(bytes, at: offset)
        }
      }
      digests.append(part)
      offset += part.count
    }
    return (digests.finish(), offset)
  }

  /// Reads, hashes and writes the entries and the zeros behind them.
  private func writeEntries(upTo end: Int, _ digests: WindowDigests) throws(AndroidError) {
    try workers.concurrently(ChunkedDigest.chunkCount(of: end)) { (index) throws(AndroidError) in
      let start = index * ChunkedDigest.chunkSize
      let window = UnsafeMutableRawBufferPointer(
        rebasing: digests.buffer().prefix(min(ChunkedDigest.chunkSize, end - start)))
      do throws(BytesError) {
        let content = UnsafeMutableRawBufferPointer(
          rebasing: window.prefix(max(0, layout.entriesEnd - start)))
        try layout.source.read(at: start, into: content)
        UnsafeMutableRawBufferPointer(rebasing: window[content.count...]).initializeMemory(
          as: UInt8.self, repeating: 0)
        try output.write(UnsafeRawBufferPointer(window), at: start)
      } catch {
        digests.cancel()
        throw .archive(.bytes(error))
      }
      digests.submit(index, window, chunk: index)
    }
    digests.finishChunks()
  }

  private func chunkedDigests(
    _ identities: [SigningIdentity], _ plan: SigningPlan, sections: [Int]
  ) throws(AndroidError) -> [ContentDigestAlgorithm: ChunkedDigest] {
    guard plan.hasSigningBlock else { return [:] }
    let chunks = (sections + [layout.centralDirectory.count]).reduce(0) {
      $0 + ChunkedDigest.chunkCount(of: $1)
    }
    var digests: [ContentDigestAlgorithm: ChunkedDigest] = [:]
    for identity in identities {
      let algorithm = try BlockSignatureAlgorithm(for: identity).contentDigest
      guard digests[algorithm] == nil, let hash = algorithm.chunkHash else { continue }
      digests[algorithm] = ChunkedDigest(hash, chunkCount: chunks)
    }
    return digests
  }

  private func signingBlock(
    _ identities: [SigningIdentity], _ plan: SigningPlan, _ digests: [ContentDigestAlgorithm: [UInt8]]
  ) throws(AndroidError) -> [UInt8] {
    let writer = SchemeBlockWriter(identities: identities, contentDigests: digests)
    let hasV3 = plan.schemes.contains(.v3)
    var values: [(id: UInt32, value: [UInt8])] = []
    if plan.schemes.contains(.v2) { values.append((SigningBlock.ID.v2, try writer.v2(besidesV3: hasV3))) }
    if hasV3 { values.append((SigningBlock.ID.v3, try writer.v3())) }
    return SigningBlock.bytes(of: values)
  }

  private func endRecord(centralDirectoryOffset offset: Int) throws(AndroidError) -> [UInt8] {
    try wrapping { () throws(ArchiveError) in try layout.endRecord(centralDirectoryOffset: offset) }
  }
}
