import Bytes
import Foundation
import Testing

@testable import Archives

/// Google's apksig test suite.
///
/// It lies beside the project; without it these tests are skipped.
enum ApksigCorpus {
  static let folder = "\(projectRoot)/../shared/corpora/apksig"
  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".apk") }.sorted()

  private static var projectRoot: String {
    URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  }
}

@Suite(.enabled(if: !ApksigCorpus.files.isEmpty, "the apksig corpus is not here"))
struct ApksigCorpusTests {
  /// Whatever is wrong with their signatures, all of them are sound as ZIPs.
  @Test(arguments: ApksigCorpus.files)
  func `every entry of every APK inflates`(file: String) throws {
    let directory = try ZipDirectory(reading: FileSource(path: "\(ApksigCorpus.folder)/\(file)"))
    #expect(!directory.entries.isEmpty)
    _ = try directory.irregularities()
    for entry in directory.entries {
      var size = 0
      try directory.inflate(entry) { size += $0.count }
      #expect(size == entry.size)
    }
  }

  /// Signing again with `preserve` must not move a byte that need not move.
  @Test(arguments: ApksigCorpus.files)
  func `preserve gives every APK back as it was`(file: String) throws {
    let source = try FileSource(path: "\(ApksigCorpus.folder)/\(file)")
    let directory = try ZipDirectory(reading: source)
    let layout = try ZipLayout(of: directory, alignment: .preserve)
    let start = directory.centralDirectory.lowerBound
    #expect(layout.entriesEnd == start)
    #expect(try layout.source.bytes(at: 0, count: start) == source.bytes(at: 0, count: start))
    #expect(
      try layout.centralDirectory == source.bytes(at: start, count: directory.centralDirectory.count))
  }

  /// The rules of today's packages, as Slipway, libarchive and zipalign see them.
  @Test(arguments: ApksigCorpus.files)
  func `every APK can be aligned and read back`(file: String) throws {
    let folder = try TemporaryFolder()
    let directory = try ZipDirectory(reading: FileSource(path: "\(ApksigCorpus.folder)/\(file)"))
    let layout = try ZipLayout(of: directory, alignment: .pages(4096))
    let output = try AtomicFile(path: folder.path + "/out.apk")
    try layout.write(to: output, workers: Workers(limit: 2))
    try ReadBack.check(output, name: file, placed: layout.placed)
    try output.commit()
    let hasOddMethods = directory.entries.contains { $0.method != 0 && $0.method != 8 }
    if Tool.zipalign.isThere, !hasOddMethods {
      let result = try Tool.zipalign.run("-c", "-p", "4", output.path)
      #expect(result.status == 0, "\(result.output)")
    }
  }
}
