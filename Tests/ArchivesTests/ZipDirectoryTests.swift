import Bytes
import Synchronization
import Testing

@testable import Archives

@Suite struct ZipDirectoryTests {
  private static let plain = SampleZip(.init("a.txt"), .init("b.txt") { $0.method = 8 })

  @Test func `reads entries, comment and places`() throws {
    var sample = Self.plain
    sample.comment = Array("hello".utf8)
    let directory = try sample.directory()
    #expect(directory.entries.map(\.name) == ["a.txt", "b.txt"])
    #expect(directory.comment == Array("hello".utf8))
    #expect(directory.endRecordOffset == directory.centralDirectory.upperBound)
    let entry = try #require(directory.entry(named: "b.txt"))
    #expect(try directory.contents(of: entry, limit: 100) == Array("contents".utf8))
  }

  @Test func `takes the end record whose comment ends the file`() throws {
    var sample = Self.plain
    sample.comment = ZipEndRecord.bytes(
      entryCount: 0, directorySize: 0, directoryOffset: 0, comment: [1, 2, 3])
    #expect(try sample.directory().entries.isEmpty)
    sample.comment += [0]
    #expect(try sample.directory().entries.count == 2)
  }

  @Test func `says how many bytes follow the end record`() {
    let bytes = Self.plain.bytes
    #expect(
      throws: ArchiveError.damaged(
        archive: "z", structure: .endRecord, offset: bytes.count - 22, flaw: .followed(count: 4))
    ) { try ZipDirectory(reading: MemorySource(bytes + Array("junk".utf8)), name: "z") }
  }

  // MARK: Lies

  /// Each flaw, and the structure that the error names.
  private static let lies: [(String, SampleZip, ZipStructure)] = {
    var outside = plain
    outside.statedDirectoryOffset = 1_000_000
    var huge = plain
    huge.statedDirectorySize = 0x7fff_ffff
    var count = plain
    count.statedCount = 3
    var shifted = plain
    shifted.statedDirectoryOffset = 10
    return [
      ("directory outside the file", outside, .centralDirectory),
      ("directory larger than the file", huge, .centralDirectory),
      ("more entries stated than there are", count, .centralDirectory),
      ("directory that is none", shifted, .centralDirectory),
      ("header outside", SampleZip(.init("a") { $0.statedOffset = 0x00ff_ffff }), .localHeader),
      ("data outside", SampleZip(.init("a") { $0.statedCompressedSize = 5000 }), .localHeader),
      ("two entries at one place", SampleZip(.init("a"), .init("b") { $0.statedOffset = 0 }), .localHeader),
      (
        "data over the next entry", SampleZip(.init("a") { $0.statedCompressedSize = 30 }, .init("b")),
        .localHeader
      ),
    ]
  }()

  @Test(arguments: lies.indices)
  func `refuses a directory that lies`(index: Int) {
    let (_, sample, structure) = Self.lies[index]
    #expect {
      _ = try sample.directory()
    } throws: { error in
      guard case .damaged("sample.zip", structure, _, _)? = error as? ArchiveError else { return false }
      return true
    }
  }

  @Test func `refuses a local header of another name`() throws {
    let directory = try SampleZip(.init("a") { $0.localName = [UInt8(ascii: "b")] }).directory()
    #expect(
      throws: ArchiveError.damaged(
        archive: "sample.zip", structure: .localHeader, offset: 0, flaw: .name(entry: "a"))
    ) { try directory.dataRange(of: directory.entries[0]) }
  }

  @Test func `refuses data that runs into the next entry by its extra field`() throws {
    var sample = SampleZip(.init("a"), .init("b"))
    sample.entries[0].statedCompressedSize = 9
    #expect(throws: ArchiveError.self) {
      let directory = try sample.directory()
      _ = try directory.dataRange(of: directory.entries[0])
    }
  }

  private static let falseContents: [(String, @Sendable (inout SampleZip.Entry) -> Void)] = [
    ("size", { $0.statedSize = 7 }),
    ("smaller size of deflated", { ($0.method, $0.statedSize) = (8, 7) }),
    ("larger size of deflated", { ($0.method, $0.statedSize) = (8, 9) }),
    ("checksum", { $0.statedChecksum = 1 }),
    ("no deflate stream", { ($0.method, $0.data) = (8, [0xff, 0xff, 0xff]) }),
  ]

  @Test(arguments: falseContents.indices)
  func `refuses contents that are not as stated`(index: Int) throws {
    let (what, change) = Self.falseContents[index]
    let directory = try SampleZip(.init("a", change: change)).directory()
    let error = ArchiveError.corruptEntry(archive: "sample.zip", entry: "a")
    #expect(throws: error, "\(what)") { try directory.contents(of: directory.entries[0], limit: 1000) }
    #expect(throws: error, "\(what)") { try directory.inflate(directory.entries[0]) { _ in } }
  }

  @Test func `refuses every truncation`() throws {
    let bytes = Self.plain.bytes
    for count in 0..<bytes.count {
      #expect(throws: ArchiveError.self, "\(count) bytes") {
        let directory = try ZipDirectory(reading: MemorySource(Array(bytes.prefix(count))))
        for entry in directory.entries { _ = try directory.contents(of: entry, limit: 1000) }
      }
    }
  }

  @Test func `names kinds of ZIP that packages do not know`() throws {
    var zip64 = Self.plain.bytes
    let end = zip64.count - ZipEndRecord.fixedSize
    zip64.insert(contentsOf: [0x50, 0x4b, 0x06, 0x07] + [UInt8](repeating: 0, count: 16), at: end)
    #expect(throws: ArchiveError.unsupported(archive: "z", feature: .zip64)) {
      try ZipDirectory(reading: MemorySource(zip64), name: "z")
    }
    var volumes = Self.plain.bytes
    volumes[volumes.count - ZipEndRecord.fixedSize + 4] = 1
    #expect(throws: ArchiveError.unsupported(archive: "z", feature: .severalVolumes)) {
      try ZipDirectory(reading: MemorySource(volumes), name: "z")
    }
    #expect(throws: ArchiveError.unsupported(archive: "z", feature: .moreThan4GiB)) {
      try ZipDirectory(reading: Zeros(count: 1 << 32), name: "z")
    }
    #expect(throws: ArchiveError.notAnArchive(archive: "z")) {
      try ZipDirectory(reading: Zeros(count: 1 << 30), name: "z")
    }
  }

  // MARK: Facts

  @Test(
    arguments: [
      ("../x", .escapingEntry(archive: "sample.zip", entry: "../x")),
      ("/x", .escapingEntry(archive: "sample.zip", entry: "/x")),
      ("a\0b", .malformedName(archive: "sample.zip", entry: "a\0b")),
      ("a.txt", .duplicateEntry(archive: "sample.zip", entry: "a.txt")),
    ] as [(String, ArchiveError)])
  func `reads odd names and refuses to package them`(name: String, error: ArchiveError) throws {
    let directory = try SampleZip(.init("a.txt"), .init(name)).directory()
    #expect(directory.nameIrregularities().count == 1)
    #expect(throws: error) { try directory.validateForPackaging() }
  }

  /// The last of the input then stands for more than a buffer of output.
  @Test(arguments: [1 << 20, 1 << 20 + 1, 5 << 20])
  func `inflates to the end what compresses a thousand times`(size: Int) throws {
    let zeros = [UInt8](repeating: 0, count: size)
    let directory = try SampleZip(.init("zeros", zeros) { $0.method = 8 }).directory()
    var made = 0
    try directory.inflate(directory.entries[0]) { made += $0.count }
    #expect(made == size)
    #expect(try directory.head(of: directory.entries[0], count: 4096).count == 4096)
  }

  @Test func `knows encryption and odd methods`() throws {
    let directory = try SampleZip(
      .init("secret") { $0.flags = 1 }, .init("odd") { $0.method = 93 },
      .init("split") { $0.localMethod = 8 },
      .init("sizes") { $0.flags = 0 }
    ).directory()
    #expect(
      try directory.irregularities() == [
        .encrypted(entry: "secret"), .unusualMethod(entry: "odd", method: 93),
        .localMethod(entry: "split", local: 8, central: 0),
      ])
    #expect(throws: ArchiveError.encrypted(archive: "sample.zip", entry: "secret")) {
      try directory.contents(of: directory.entries[0], limit: 1000)
    }
    #expect(throws: ArchiveError.encrypted(archive: "sample.zip", entry: "secret")) {
      try directory.validateForPackaging()
    }
    #expect(try directory.contents(of: directory.entries[1], limit: 1000) == Array("contents".utf8))
  }

  @Test func `sees bytes that belong to no entry`() throws {
    var sample = Self.plain
    sample.prefix = Array("dex\n035\0".utf8)
    sample.gap = [0, 0, 0]
    sample.behindDirectory = [9]
    let directory = try sample.directory()
    let start = directory.centralDirectory.lowerBound
    #expect(
      try directory.irregularities() == [
        .prefix(count: 8), .gap(start - 3..<start), .beforeEndRecord(count: 1),
      ])
    #expect(try directory.contents(of: directory.entries[0], limit: 100) == Array("contents".utf8))
    sample.statedDirectorySize = directory.centralDirectory.count + 1
    #expect(try sample.directory().irregularities().last == .uncountedDirectoryBytes(count: 1))
  }

  @Test func `a data descriptor is no gap`() throws {
    let directory = try SampleZip(
      .init("a") {
        $0.flags = 8; $0.method = 8
      }, .init("b")
    ).directory()
    #expect(try directory.irregularities().isEmpty)
  }
}

@Suite struct ZipLocalHeaderTests {
  /// How large each entry is, how many there are, and how many reads their headers may take.
  @Test(arguments: [(100, 500, 2), (5_000, 60, 6), (20_000, 30, 30)])
  func `the headers of small entries are read in pieces`(size: Int, count: Int, reads: Int) throws {
    let entries = (0..<count).map {
      SampleZip.Entry("entry \($0)", [UInt8](repeating: UInt8($0 & 0xff), count: size))
    }
    let source = CountingSource(SampleZip(entries).bytes)
    let directory = try ZipDirectory(reading: source, name: "sample.zip")
    source.reads.withLock { $0 = 0 }
    for (number, entry) in directory.entries.enumerated() {
      let header = try directory.localHeader(of: entry)
      #expect(header.nameBytes == Array("entry \(number)".utf8))
      #expect(header.size == size)
    }
    #expect(source.reads.withLock { $0 } <= reads)
  }

  /// Bytes that count how often they are read.
  private final class CountingSource: ByteSource {
    let reads = Mutex(0)
    private let bytes: MemorySource

    init(_ bytes: [UInt8]) {
      self.bytes = MemorySource(bytes)
    }

    var count: Int { bytes.count }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
      reads.withLock { $0 += 1 }
      try bytes.read(at: offset, into: buffer)
    }
  }
}

/// As many zeros as one likes.
struct Zeros: ByteSource {
  let count: Int

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    guard buffer.count <= count - offset else {
      throw .truncated(path: "", offset: offset, wanted: buffer.count)
    }
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
  }
}
