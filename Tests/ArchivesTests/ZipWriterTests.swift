import Bytes
import FieldTools
import Foundation
import Testing

@testable import Archives

@Suite struct ZipWriterTests {
  /// Text that deflates well, with no long period.
  private static func text(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return UInt8(ascii: "a") + UInt8(state >> 28)
    }
  }

  private static let items: [ZipWriter.Item] = [
    .init(name: "Payload/", contents: MemorySource([]), externalAttributes: 0o040755 << 16 | 0x10),
    .init(name: "Payload/small.txt", contents: MemorySource(text(1000))),
    .init(name: "Payload/empty", contents: MemorySource([])),
    .init(name: "Payload/stored.png", contents: MemorySource(text(5000)), isCompressed: false),
    .init(
      name: "Payload/large", contents: MemorySource(text((5 << 20) + 12_345)),
      externalAttributes: 0o100755 << 16),
    .init(name: "Payload/incompressible", contents: MemorySource([1, 2, 3])),
    .init(name: "Payload/last", contents: MemorySource(text(100_000))),
  ]

  private func written(in folder: TemporaryFolder, level: Int = 6, cores: Int = 2) throws -> (
    String, [ZipLayout.Placed]
  ) {
    let path = folder.path + "/out-\(cores).zip"
    let file = try AtomicFile(path: path)
    let placed = try ZipWriter(level: level, time: 0, date: 0x3a21)
      .write(Self.items, to: file, workers: Workers(limit: cores))
    try ReadBack.check(file, name: path, placed: placed)
    try file.commit()
    return (path, placed)
  }

  @Test(arguments: [0, 1, 6, 12])
  func `is read back`(level: Int) throws {
    let folder = try TemporaryFolder()
    let (path, placed) = try written(in: folder, level: level)
    let directory = try ZipDirectory(reading: FileSource(path: path))
    try directory.validateForPackaging()
    #expect(try directory.irregularities().isEmpty)
    #expect(directory.entries == placed.map(\.entry))
    for (entry, item) in zip(directory.entries, Self.items) {
      #expect(entry.name == item.name)
      let contents = try item.contents.bytes(at: 0, count: item.contents.count)
      #expect(try directory.contents(of: entry, limit: 1 << 30) == contents)
      #expect(entry.compressedSize <= max(entry.size, 1))
    }
  }

  @Test(.needs(.unzip)) func `unzip reads it`() throws {
    let folder = try TemporaryFolder()
    let result = try Tool.unzip.run(["-tq", written(in: folder).0])
    #expect(result.status == 0, "\(result.text)")
  }

  @Test func `does not depend on the number of cores`() throws {
    let folder = try TemporaryFolder()
    let one = try FileSource(path: written(in: folder, cores: 1).0)
    let four = try FileSource(path: written(in: folder, cores: 4).0)
    #expect(try one.bytes(at: 0, count: one.count) == four.bytes(at: 0, count: four.count))
  }

  @Test(.needs(.bsdtar))
  func `modes reach those who unpack it`() throws {
    let folder = try TemporaryFolder()
    let listing = try Tool.bsdtar.run(["-tvf", written(in: folder).0])
    #expect(listing.text.contains("-rwxr-xr-x"), "\(listing.text)")
  }

  @Test(
    arguments: [
      (["a", "a"], .duplicateEntry(archive: "/tmp/x.zip", entry: "a")),
      (["../a"], .escapingEntry(archive: "/tmp/x.zip", entry: "../a")),
      ([""], .malformedName(archive: "/tmp/x.zip", entry: "")),
    ] as [([String], ArchiveError)])
  func `refuses names`(names: [String], error: ArchiveError) throws {
    let file = try AtomicFile(path: "/tmp/x.zip")
    let items = names.map { ZipWriter.Item(name: $0, contents: MemorySource([])) }
    #expect(throws: error) {
      try ZipWriter(level: 6, time: 0, date: 0).write(items, to: file, workers: Workers(limit: 1))
    }
  }

  @Test(.needs(.python), arguments: [0, 1, 100, 70_000])
  func `signature files are zlib's at level 9`(count: Int) throws {
    let contents = Self.text(count)
    let script = """
      import sys, zlib
      c = zlib.compressobj(9, zlib.DEFLATED, -15, 8)
      print((c.compress(open(sys.argv[1], 'rb').read()) + c.flush()).hex())
      """
    let folder = try TemporaryFolder()
    let result = try Tool.python.run(["-c", script, folder.write("plain", contents)])
    let own = try #require(Deflate.signatureFile(contents)).hex
    #expect(result.text == own + "\n")
  }
}
