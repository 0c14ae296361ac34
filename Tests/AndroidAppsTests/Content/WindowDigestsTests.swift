import Bytes
import Cryptography
import Testing

@testable import AndroidApps

@Suite struct WindowDigestsTests {
  private static let windows = (0..<60).map { index in
    [UInt8](repeating: UInt8(index), count: index % 7 == 6 ? 300 + index : 2000)
  }

  /// What the chunks' digests come to when each is taken by itself.
  private static func content(_ hash: HashAlgorithm) -> [UInt8] {
    var chunks: [UInt8] = []
    for window in windows {
      var header: [UInt8] = [0xa5]
      header.append(u32: UInt32(window.count))
      chunks += Digest.hash(hash, header + window)
    }
    var header: [UInt8] = [0x5a]
    header.append(u32: UInt32(windows.count))
    return Digest.hash(hash, header + chunks)
  }

  @Test(arguments: [[], [.sha256], [.sha512], [.sha256, .sha512]] as [[HashAlgorithm]], [1, 2, 5])
  func `digests do not depend on who brings which window when`(hashes: [HashAlgorithm], threads: Int) {
    let chunked = hashes.map { ChunkedDigest($0, chunkCount: Self.windows.count) }
    let digests = WindowDigests(bufferSize: 2000, chunked: chunked)
    Workers(limit: threads).concurrently(Self.windows.count) { index in
      let content = Self.windows[index]
      let window = UnsafeMutableRawBufferPointer(rebasing: digests.buffer().prefix(content.count))
      window.copyBytes(from: content)
      digests.submit(index, window, chunk: index)
    }
    digests.finishChunks()
    digests.append([9])
    #expect(digests.finish() == Digest.hash(.sha256, Self.windows.flatMap { $0 } + [9]))
    for digest in chunked { #expect(digest.finish() == Self.content(digest.hash)) }
  }

  @Test func `what is no content is in the file's digest alone`() {
    let chunked = ChunkedDigest(.sha256, chunkCount: 1)
    let digests = WindowDigests(bufferSize: 8, chunked: [chunked])
    for (index, chunk) in [nil, 0, nil].enumerated() {
      let window = UnsafeMutableRawBufferPointer(rebasing: digests.buffer().prefix(1))
      window[0] = UInt8(index)
      digests.submit(index, window, chunk: chunk)
    }
    digests.finishChunks()
    #expect(digests.finish() == Digest.hash(.sha256, [0, 1, 2] as [UInt8]))
    let chunk = Digest.hash(.sha256, [0xa5, 1, 0, 0, 0, 1] as [UInt8])
    #expect(chunked.finish() == Digest.hash(.sha256, [0x5a, 1, 0, 0, 0] + chunk))
  }

  @Test func `a window that never comes keeps nobody waiting`() {
    let digests = WindowDigests(bufferSize: 1, chunked: [])
    Workers(limit: 2).concurrently(40) { index in
      if index == 0 { return digests.cancel() }
      digests.submit(index, UnsafeMutableRawBufferPointer(rebasing: digests.buffer().prefix(1)), chunk: nil)
    }
  }
}
