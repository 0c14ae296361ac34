import Bytes
import FieldTools
import Foundation
import Testing

@testable import Archives

@Suite struct ZipLayoutTests {
  private static let library = [UInt8](repeating: 0x7f, count: 5000)
  private static let sample = SampleZip(
    .init("AndroidManifest.xml") { $0.method = 8 },
    .init("resources.arsc", Array("table".utf8)) { $0.localExtra = [0, 0, 0] },
    .init("lib/arm64-v8a/liba.so", library),
    .init("lib/x86/libb.so", library) { $0.method = 8 },
    .init("assets/streamed.txt", Array("streamed".utf8)) { $0.flags = 0x0808 },
    .init("assets/empty", []))

  private func written(_ layout: ZipLayout, in folder: TemporaryFolder, block: [UInt8] = []) throws -> String
  {
    let path = folder.path + "/out.apk"
    let file = try AtomicFile(path: path)
    try layout.write(to: file, signingBlock: block, workers: Workers(limit: 2))
    try file.commit()
    return path
  }

  @Test(arguments: [4096, 16384])
  func `aligns stored data and pages of libraries`(page: Int) throws {
    let folder = try TemporaryFolder()
    let layout = try ZipLayout(of: Self.sample.directory(), alignment: .pages(page))
    let directory = try ZipDirectory(reading: FileSource(path: written(layout, in: folder)))
    #expect(
      directory.entries.map(\.name) == Self.sample.entries.map { String(decoding: $0.name, as: UTF8.self) })
    for (entry, sample) in zip(directory.entries, Self.sample.entries) {
      #expect(try directory.contents(of: entry, limit: 1 << 20) == sample.contents)
      #expect(!entry.hasDataDescriptor)
      let start = try directory.dataRange(of: entry).lowerBound
      if entry.isStored { #expect(start % (entry.name.hasSuffix(".so") ? page : 4) == 0) }
    }
    #expect(try directory.irregularities().isEmpty)
    try directory.validateForPackaging()
  }

  @Test func `is the same after a second time`() throws {
    let folder = try TemporaryFolder()
    let first = try ZipLayout(of: Self.sample.directory(), alignment: .pages(16384))
    let path = try written(first, in: folder)
    let second = try ZipLayout(of: ZipDirectory(reading: FileSource(path: path)), alignment: .pages(16384))
    #expect(
      try second.source.bytes(at: 0, count: second.entriesEnd)
        == first.source.bytes(at: 0, count: first.entriesEnd))
    #expect(second.centralDirectory == first.centralDirectory)
  }

  @Test func `preserve changes nothing when nothing moves`() throws {
    var sample = Self.sample
    sample.prefix = Array("#!/bin/sh\n".utf8)
    sample.gap = [1, 2, 3]
    sample.comment = Array("a comment".utf8)
    let layout = try ZipLayout(of: sample.directory(), alignment: .preserve)
    let bytes = try layout.source.bytes(at: 0, count: layout.entriesEnd)
    let end = try layout.endRecord(centralDirectoryOffset: layout.entriesEnd)
    #expect(bytes + layout.centralDirectory + end == sample.bytes)
  }

  @Test func `preserve aligns again only what was aligned`() throws {
    let aligned = try ZipLayout(of: Self.sample.directory(), alignment: .pages(4096))
    var bytes = try aligned.source.bytes(at: 0, count: aligned.entriesEnd) + aligned.centralDirectory
    bytes += try aligned.endRecord(centralDirectoryOffset: aligned.entriesEnd)
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    let moved = try ZipLayout(
      of: directory, dropping: { $0.name == "AndroidManifest.xml" }, alignment: .preserve)
    let places = Dictionary(
      uniqueKeysWithValues: moved.placed.map { ($0.entry.name, $0.dataRange.lowerBound) })
    #expect(try #require(places["resources.arsc"]) % 4 == 0)
    #expect(try #require(places["lib/arm64-v8a/liba.so"]) % 4096 == 0)

    let unaligned = try ZipLayout(
      of: Self.sample.directory(), dropping: { $0.name == "AndroidManifest.xml" }, alignment: .preserve)
    let library = try #require(unaligned.placed.first { $0.entry.name == "lib/arm64-v8a/liba.so" })
    #expect(library.dataRange.lowerBound % 4096 != 0)
  }

  @Test func `drops, adds and keeps the order of the central directory`() throws {
    let directory = try Self.sample.directory()
    let (time, date) = directory.latestTime()
    let layout = try ZipLayout(
      of: directory, dropping: { $0.name.hasPrefix("assets/") },
      adding: [
        .signatureFile(name: "META-INF/MANIFEST.MF", contents: Array("x".utf8), time: time, date: date)
      ],
      alignment: .pages(16384))
    #expect(
      layout.placed.map(\.entry.name) == [
        "AndroidManifest.xml", "resources.arsc", "lib/arm64-v8a/liba.so", "lib/x86/libb.so",
        "META-INF/MANIFEST.MF",
      ])
    let added = try #require(layout.placed.last)
    #expect(added.copiedFrom == nil)
    #expect(added.entry.flags == 0x0800)
    #expect(added.entry.versionNeeded == 20)
    #expect(added.entry.date == 0x3a21)
  }

  @Test func `refuses a new entry whose name is taken`() throws {
    let directory = try Self.sample.directory()
    #expect(throws: ArchiveError.duplicateEntry(archive: "sample.zip", entry: "resources.arsc")) {
      try ZipLayout(
        of: directory, adding: [.stored(name: "resources.arsc", contents: [], time: 0, date: 0)],
        alignment: .preserve)
    }
  }

  @Test func `reads the same bytes whatever the window`() throws {
    let layout = try ZipLayout(of: Self.sample.directory(), alignment: .pages(16384))
    let whole = try layout.source.bytes(at: 0, count: layout.entriesEnd)
    for size in [1, 7, 4096, 100_000] {
      var joined: [UInt8] = []
      try layout.source.forEachBuffer(in: 0..<layout.entriesEnd, size: size) { joined.append(contentsOf: $0) }
      #expect(joined == whole, "windows of \(size)")
    }
  }

  @Test(.needs(.zipalign))
  func `zipalign agrees`() throws {
    let folder = try TemporaryFolder()
    let path = try written(ZipLayout(of: Self.sample.directory(), alignment: .pages(4096)), in: folder)
    let result = try Tool.zipalign.run(["-c", "-p", "-v", "4", path])
    #expect(result.status == 0, "\(result.text)")
  }

  @Test(.needs(.unzip, .python))
  func `unzip and python agree, with a signing block between`() throws {
    let folder = try TemporaryFolder()
    let layout = try ZipLayout(of: Self.sample.directory(), alignment: .pages(16384))
    let path = try written(layout, in: folder, block: [UInt8](repeating: 0xab, count: 4096))
    let unzip = try Tool.unzip.run(["-tq", path])
    #expect(unzip.status == 0, "\(unzip.text)")
    let python = try Tool.python.run([
      "-c", "import sys, zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip() is not None)", path,
    ])
    #expect(python.status == 0, "\(python.text)")
  }

  @Test func `refuses what a ZIP of 32 bits cannot hold`() throws {
    let huge = NewZipEntry(
      name: "huge", method: 0, crc32: 0, size: 0, data: Zeros(count: 1 << 32), time: 0, date: 0)
    #expect {
      _ = try ZipLayout([huge], alignment: .none, name: "x")
    } throws: { Self.isTooLarge($0) }
    let nearly = NewZipEntry(
      name: "nearly", method: 0, crc32: 0, size: 0, data: Zeros(count: Int(UInt32.max) - 4096), time: 0,
      date: 0)
    let layout = try ZipLayout([nearly], alignment: .none, name: "x")
    #expect {
      _ = try layout.endRecord(centralDirectoryOffset: 1 << 32)
    } throws: { Self.isTooLarge($0) }
    let many = (0..<65_536).map { NewZipEntry.stored(name: "\($0)", contents: [], time: 0, date: 0) }
    #expect(throws: ArchiveError.tooManyEntries(archive: "x", limit: 65_535)) {
      try ZipLayout(many, alignment: .none, name: "x")
    }
  }

  private static func isTooLarge(_ error: any Error) -> Bool {
    if case .tooLarge? = error as? ArchiveError { return true }
    return false
  }

  @Test func `holds as many entries as a ZIP can`() throws {
    let many = (0..<65_535).map { NewZipEntry.stored(name: "\($0)", contents: [], time: 0, date: 0) }
    let layout = try ZipLayout(many, alignment: .pages(16384), name: "x")
    let bytes =
      try layout.source.bytes(at: 0, count: layout.entriesEnd) + layout.centralDirectory
      + layout.endRecord(centralDirectoryOffset: layout.entriesEnd)
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    #expect(directory.entries.count == 65_535)
    try directory.validateForPackaging()
  }

  @Test func `refuses an entry behind the given end of entries`() throws {
    let directory = try Self.sample.directory()
    let last = try #require(directory.entriesByOffset.last)
    #expect(
      throws: ArchiveError.damaged(
        archive: "sample.zip", structure: .entryData, offset: last.headerOffset, flaw: .outside)
    ) { try ZipLayout(of: directory, entriesEnd: last.headerOffset + 1, alignment: .preserve) }
  }
}
