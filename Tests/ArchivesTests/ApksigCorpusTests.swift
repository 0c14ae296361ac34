import Bytes
import FieldTools
import Foundation
import Testing

@testable import Archives

/// Google's apksig test suite.
@Suite(.needs(.apksig))
struct ApksigCorpusTests {
  /// Whatever is wrong with their signatures, all of them are sound as ZIPs.
  @Test(arguments: Corpus.apksig.packages)
  func `every entry of every APK inflates`(file: String) throws {
    let directory = try ZipDirectory(reading: FileSource(path: Corpus.apksig.path(file)))
    #expect(!directory.entries.isEmpty)
    _ = try directory.irregularities()
    for entry in directory.entries {
      var size = 0
      try directory.inflate(entry) { size += $0.count }
      #expect(size == entry.size)
    }
  }

  /// Signing again with `preserve` must not move a byte that need not move.
  @Test(arguments: Corpus.apksig.packages)
  func `preserve gives every APK back as it was`(file: String) throws {
    let source = try FileSource(path: Corpus.apksig.path(file))
    let directory = try ZipDirectory(reading: source)
    let layout = try ZipLayout(of: directory, alignment: .preserve)
    let start = directory.centralDirectory.lowerBound
    #expect(layout.entriesEnd == start)
    #expect(try layout.source.bytes(at: 0, count: start) == source.bytes(at: 0, count: start))
    #expect(
      try layout.centralDirectory == source.bytes(at: start, count: directory.centralDirectory.count))
  }

  /// The rules of today's packages, as Slipway, libarchive and zipalign see them.
  @Test(.needs(.zipalign), arguments: Corpus.apksig.packages)
  func `every APK can be aligned and read back`(file: String) throws {
    let folder = try TemporaryFolder()
    let directory = try ZipDirectory(reading: FileSource(path: Corpus.apksig.path(file)))
    let layout = try ZipLayout(of: directory, alignment: .pages(4096))
    let output = try AtomicFile(path: folder.path + "/out.apk")
    try layout.write(to: output, workers: Workers(limit: 2))
    try ReadBack.check(output, name: file, placed: layout.placed)
    try output.commit()
    let hasOddMethods = directory.entries.contains { $0.method != 0 && $0.method != 8 }
    if !hasOddMethods {
      let result = try Tool.zipalign.run(["-c", "-p", "4", output.path])
      #expect(result.status == 0, "\(result.text)")
    }
  }

  /// What apksig made of its inputs: all but the signatures must come out of `preserve` byte by byte.
  static let goldens: [(input: String, output: String)] =
    Corpus.apksig.table("golden.tsv").map { ($0[0], $0[1]) }

  @Test(arguments: goldens.indices)
  func `preserve is what apksig does`(index: Int) throws {
    let (inputName, outputName) = Self.goldens[index]
    let input = try ZipDirectory(reading: FileSource(path: Corpus.apksig.path(inputName)))
    let golden = try ZipDirectory(reading: FileSource(path: Corpus.apksig.path(outputName)))
    func isSignature(_ entry: ZipEntry) -> Bool {
      entry.name.hasPrefix("META-INF/")
        && ["MF", "SF", "RSA", "EC"].contains { entry.name.hasSuffix("." + $0) }
    }
    let (time, date) = input.latestTime { !isSignature($0) && !$0.isDirectory }
    let added = try golden.entries.filter(isSignature).map {
      NewZipEntry.signatureFile(
        name: $0.name, contents: try golden.contents(of: $0, limit: 1 << 20), time: time, date: date)
    }
    let inputEnd = try Self.entriesEnd(of: input)
    let layout = try ZipLayout(
      of: input, entriesEnd: inputEnd, dropping: { isSignature($0) || $0.isDirectory }, adding: added,
      alignment: .preserve)
    let goldenEnd = try Self.entriesEnd(of: golden)
    #expect(layout.entriesEnd <= goldenEnd)
    let padding = [UInt8](repeating: 0, count: goldenEnd - layout.entriesEnd)
    #expect(padding.count < 4096)
    #expect(
      try layout.source.bytes(at: 0, count: layout.entriesEnd) + padding
        == golden.source.bytes(at: 0, count: goldenEnd))
    let start = golden.centralDirectory.lowerBound
    #expect(
      try layout.centralDirectory + layout.endRecord(centralDirectoryOffset: start)
        == golden.source.bytes(at: start, count: golden.source.count - start))
  }

  /// Where the entries end: at the APK Signing Block, whose last 24 bytes are its size and its magic.
  private static func entriesEnd(of directory: ZipDirectory) throws -> Int {
    let start = directory.centralDirectory.lowerBound
    let footer = try directory.source.bytes(at: start - 24, count: 24)
    guard footer[8...].elementsEqual("APK Sig Block 42".utf8) else { return start }
    return start - 8 - footer[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
