import Bytes
import FieldTools
import Glibc
import Testing

@testable import Archives

@Suite struct ReadBackTests {
  private static let sample = SampleZip(
    .init("AndroidManifest.xml", [UInt8](repeating: 7, count: 3000)) { $0.method = 8 },
    .init("resources.arsc", Array("table".utf8)) { $0.localExtra = [0, 0, 0] },
    .init("assets/"), .init("gro\u{308}ße.txt"), .init("größe.txt"),
    .init("latin") { $0.name = [0x67, 0x72, 0xf6, 0xdf, 0x65] },
    .init("lib/x86/a.so", [UInt8](repeating: 9, count: 70_000)))

  private func layout() throws -> ZipLayout {
    let directory = try Self.sample.directory()
    return try ZipLayout(
      of: directory,
      adding: [
        .signatureFile(
          name: "META-INF/MANIFEST.MF", contents: Array("Manifest-Version: 1.0\r\n\r\n".utf8), time: 0,
          date: 0x3a21),
        .stored(name: "stamp", contents: [1, 2, 3], time: 0, date: 0x3a21),
      ], alignment: .pages(16384))
  }

  private func artifact(_ layout: ZipLayout, block: [UInt8] = []) throws -> [UInt8] {
    try layout.source.bytes(at: 0, count: layout.entriesEnd) + block + layout.centralDirectory
      + layout.endRecord(centralDirectoryOffset: layout.entriesEnd + block.count)
  }

  @Test func `accepts what was meant, with a signing block too`() throws {
    let layout = try layout()
    var block = [UInt8](repeating: 0, count: 4096)
    block.replaceSubrange(4080..<4096, with: Array("APK Sig Block 42".utf8))
    for bytes in [try artifact(layout), try artifact(layout, block: block)] {
      try ReadBack.check(MemorySource(bytes), name: "out.apk", placed: layout.placed)
    }
  }

  @Test func `takes no name for a lack of memory that an earlier call met`() throws {
    let layout = try layout()
    let source = MemorySource(try artifact(layout))
    errno = ENOMEM
    try ReadBack.check(source, name: "out.apk", placed: layout.placed)
  }

  @Test func `notices a changed byte in what Slipway wrote`() throws {
    let layout = try layout()
    for place in layout.placed where place.copiedFrom == nil {
      var bytes = try artifact(layout)
      bytes[place.dataRange.lowerBound + 1] ^= 0x55
      #expect(throws: ArchiveError.self, "\(place.entry.name)") {
        try ReadBack.check(MemorySource(bytes), name: "out.apk", placed: layout.placed)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 5]) func `notices a wrong checksum wherever it is`(limit: Int) throws {
    let workers = Workers(limit: limit)
    let folder = try TemporaryFolder()
    let file = try AtomicFile(path: folder.file("much.ipa"))
    let sizes = [0, 7 << 20, 1, 6 << 20, 0, 5 << 20, 0]
    let items = sizes.enumerated().map { index, size in
      ZipWriter.Item(
        name: "entry \(index)", contents: MemorySource([UInt8](repeating: UInt8(index), count: size)))
    }
    // Stored, so that every byte counts.
    let placed = try ZipWriter(level: 0, time: 0, date: 33).write(items, to: file, workers: workers)
    try ReadBack.check(file, name: "much.ipa", placed: placed, workers: workers)
    for place in placed where place.entry.size > 0 {
      var bytes = try file.bytes(at: 0, count: file.count)
      bytes[place.dataRange.lowerBound + place.dataRange.count / 2] ^= 0x55
      #expect(throws: ArchiveError.self, "\(place.entry.name)") {
        try ReadBack.check(MemorySource(bytes), name: "much.ipa", placed: placed, workers: workers)
      }
    }
  }

  @Test func `takes a link for what it is, and notices a changed byte in it`() throws {
    let folder = try TemporaryFolder()
    let file = try AtomicFile(path: folder.file("links.ipa"))
    let placed = try ZipWriter(level: 6, time: 0, date: 33).write(
      [
        .init(name: "Kit", contents: MemorySource(Array("content".utf8))),
        .init(
          name: "Current", contents: MemorySource(Array("Kit".utf8)), isCompressed: false,
          externalAttributes: 0o120755 << 16),
      ], to: file, workers: Workers(limit: 1))
    try ReadBack.check(file, name: "out.ipa", placed: placed)
    var bytes = try file.bytes(at: 0, count: file.count)
    bytes[placed[1].dataRange.lowerBound] ^= 1
    #expect(throws: ArchiveError.corruptEntry(archive: "out.ipa", entry: "Current")) {
      try ReadBack.check(MemorySource(bytes), name: "out.ipa", placed: placed)
    }
  }

  @Test func `notices what is missing and what should not be there`() throws {
    let layout = try layout()
    let less = try ZipLayout(of: Self.sample.directory(), alignment: .pages(16384))
    #expect(
      throws: ArchiveError.readBack(archive: "out.apk", entry: "META-INF/MANIFEST.MF", flaw: .missing)
    ) { try ReadBack.check(MemorySource(artifact(less)), name: "out.apk", placed: layout.placed) }
    #expect(
      throws: ArchiveError.readBack(archive: "out.apk", entry: "META-INF/MANIFEST.MF", flaw: .unexpected)
    ) { try ReadBack.check(MemorySource(artifact(layout)), name: "out.apk", placed: less.placed) }
  }

  @Test func `notices data that lies elsewhere`() throws {
    let preserved = try ZipLayout(of: Self.sample.directory(), alignment: .preserve)
    let aligned = try ZipLayout(of: Self.sample.directory(), alignment: .pages(16384))
    #expect(throws: ArchiveError.self) {
      try ReadBack.check(MemorySource(artifact(preserved)), name: "out.apk", placed: aligned.placed)
    }
  }
}
