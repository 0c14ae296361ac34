import Archives
import Bytes
import Cryptography
import FieldTools
import Synchronization
import Testing

@testable import AndroidApps

@Suite struct WindowPassTests {
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

  /// Brings all windows and gives the digest of the file, with a byte more at its end.
  private func run(_ pass: WindowPass, threads: Int) throws -> [UInt8] {
    try Workers(limit: threads).concurrently(Self.windows.count) { index in
      let content = Self.windows[index]
      let window = UnsafeMutableRawBufferPointer(rebasing: pass.buffer().prefix(content.count))
      window.copyBytes(from: content)
      let offset = Self.windows[..<index].reduce(0) { $0 + $1.count }
      try pass.submit(index, window, at: offset, chunk: index)
    }
    try pass.finishWindows()
    pass.append([9])
    return pass.finish()
  }

  @Test(arguments: [[], [.sha256], [.sha512], [.sha256, .sha512]] as [[HashAlgorithm]], [1, 2, 5])
  func `digests do not depend on who brings which window when`(hashes: [HashAlgorithm], threads: Int) throws {
    let chunked = hashes.map { ChunkedDigest($0) }
    let digest = try run(WindowPass(bufferSize: 2000, chunked: chunked), threads: threads)
    #expect(digest == Digest.hash(.sha256, Self.windows.flatMap { $0 } + [9]))
    for digest in chunked { #expect(digest.finish() == Self.content(digest.hash)) }
  }

  /// Entries that fill windows, share them, cross them and end with them.
  @Test(arguments: [[], [.sha256], [.sha512], [.sha256, .sha512]] as [[HashAlgorithm]], [1, 2, 5])
  func `stored entries are digested on the way`(hashes: [HashAlgorithm], threads: Int) throws {
    let content = Self.windows.flatMap { $0 }
    let ranges = [
      0..<1, 5..<5, 10..<1999, 2000..<4000, 4001..<30_000, 30_000..<30_063, 30_064..<30_128, 45_000..<46_700,
      content.count - 3000..<content.count,
    ]
    let wrong = 5
    let entries = ranges.enumerated().map { number, range in
      StoredEntries.Entry(
        range: range, crc32: CRC32.of(Array(content[range])) ^ (number == wrong ? 1 : 0), number: number)
    }
    let found = Mutex<[Int: [UInt8]?]>([:])
    let chunked = hashes.map { ChunkedDigest($0) }
    let pass = WindowPass(
      bufferSize: 2000, chunked: chunked,
      entries: StoredEntries(entries.reversed()) { number, value in
        found.withLock { $0[number] = .some(value) }
      })
    #expect(try run(pass, threads: threads) == Digest.hash(.sha256, content + [9]))
    for digest in chunked { #expect(digest.finish() == Self.content(digest.hash)) }
    for (number, range) in ranges.enumerated() {
      let expected = number == wrong ? nil : Digest.hash(.sha256, Array(content[range]))
      let value = found.withLock { $0 }[number]
      #expect(value == .some(expected), "entry \(number)")
    }
  }

  @Test(arguments: [1, 2, 5]) func `windows are written where they belong`(threads: Int) throws {
    let folder = try TemporaryFolder()
    let file = try AtomicFile(path: folder.file("out"))
    _ = try run(
      WindowPass(bufferSize: 2000, chunked: [ChunkedDigest(.sha256)], writingTo: file), threads: threads)
    #expect(try file.bytes(at: 0, count: file.count) == Self.windows.flatMap { $0 })
  }

  @Test func `what is no content is in the file's digest alone`() throws {
    let chunked = ChunkedDigest(.sha256)
    let pass = WindowPass(bufferSize: 8, chunked: [chunked])
    for (index, chunk) in [nil, 0, nil].enumerated() {
      let window = UnsafeMutableRawBufferPointer(rebasing: pass.buffer().prefix(1))
      window[0] = UInt8(index)
      try pass.submit(index, window, at: index, chunk: chunk)
    }
    try pass.finishWindows()
    #expect(pass.finish() == Digest.hash(.sha256, [0, 1, 2] as [UInt8]))
    let chunk = Digest.hash(.sha256, [0xa5, 1, 0, 0, 0, 1] as [UInt8])
    #expect(chunked.finish() == Digest.hash(.sha256, [0x5a, 1, 0, 0, 0] + chunk))
  }

  @Test func `a window that never comes keeps nobody waiting`() throws {
    let pass = WindowPass(bufferSize: 1, chunked: [])
    try Workers(limit: 2).concurrently(40) { index in
      if index == 0 { return pass.cancel() }
      let window = UnsafeMutableRawBufferPointer(rebasing: pass.buffer().prefix(1))
      try pass.submit(index, window, at: index, chunk: nil)
    }
  }

  @Test(.enabled(if: SmallDisk.canMount, "only root may mount a small disk"))
  func `a full disk ends the pass`() throws {
    let folder = try TemporaryFolder()
    let disk = try SmallDisk(at: folder.file("disk"), kilobytes: 4096)
    let pass = WindowPass(
      bufferSize: 1 << 20, chunked: [ChunkedDigest(.sha256)],
      writingTo: try AtomicFile(path: disk.path + "/out"))
    #expect(throws: BytesError.self) {
      try Workers(limit: 3).concurrently(64) { index in
        try pass.submit(index, pass.buffer(), at: index << 20, chunk: index)
      }
    }
  }
}
