import Archives
import Bytes
import Foundation
import Testing

@testable import AndroidApps

/// Google's test APKs, which lie beside the repository where they are at all.
@Suite struct CorpusFactsTests {
  static let folder = "\(ManifestFixture.root)/../shared/corpora/apksig"
  static let packages =
    (try? FileManager.default.contentsOfDirectory(atPath: folder))?
    .filter { $0.hasSuffix(".apk") }.sorted() ?? []

  /// What aapt2 says of a package; nil where it refuses it or is not installed.
  private func badging(_ path: String) throws -> [String: String]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/aapt2")
    process.arguments = ["dump", "badging", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    var said: [String: String] = [:]
    for line in text.split(separator: "\n") {
      if line == "application-debuggable" { said["debuggable"] = "true" }
      for (key, pattern) in [
        ("id", /^package: name='([^']*)'/), ("build", /^package:.* versionCode='([^']*)'/),
        ("min", /^(?:minSdkVersion|sdkVersion):'([^']*)'/), ("target", /^targetSdkVersion:'([^']*)'/),
      ] {
        if let match = line.firstMatch(of: pattern) { said[key] = String(match.1) }
      }
    }
    return said["id"] == nil ? nil : said
  }

  @Test(.enabled(if: !packages.isEmpty, "the apksig corpus is not beside the repository"))
  func `reads every package of the corpus as aapt2 does, or refuses it`() throws {
    let hasTool = FileManager.default.isExecutableFile(atPath: "/usr/bin/aapt2")
    var compared = 0
    var refused: [String] = []
    for name in Self.packages {
      let path = "\(Self.folder)/\(name)"
      let facts: AndroidFacts
      do {
        facts = try AndroidFacts.read(ZipDirectory(reading: FileSource(path: path)))
      } catch let error where error is AndroidError || error is ArchiveError {
        refused.append(name)
        continue
      }
      guard hasTool, let said = try badging(path) else { continue }
      compared += 1
      #expect(facts.application.id == said["id"], "\(name)")
      #expect((facts.application.build ?? "") == said["build"] ?? "", "\(name)")
      #expect(facts.manifest.isDebuggable == (said["debuggable"] != nil), "\(name)")
      if let min = said["min"] {
        #expect(facts.manifest.minSDKCodename ?? "\(facts.manifest.minSDK)" == min, "\(name)")
      }
      if let target = said["target"] {
        #expect(facts.manifest.targetSDKCodename ?? "\(facts.manifest.targetSDK)" == target, "\(name)")
      }
    }
    print("corpus: \(Self.packages.count) packages, \(compared) compared with aapt2, refused: \(refused)")
    #expect(compared > 100 || !hasTool)
  }
}
