import Archives
import Bytes
import FieldTools
import Testing

@testable import AndroidApps

/// Google's test APKs, which lie beside the repository where they are at all.
@Suite struct CorpusFactsTests {
  /// What aapt2 says of a package; nil where it refuses it.
  private func badging(_ path: String) throws -> [String: String]? {
    let text = try Tool.aapt2.run(["dump", "badging", path]).text
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

  @Test(.needs(.apksig), .needs(.aapt2))
  func `reads every package of the corpus as aapt2 does, or refuses it`() throws {
    var compared = 0
    var refused: [String] = []
    for name in Corpus.apksig.packages {
      let path = Corpus.apksig.path(name)
      let facts: AndroidFacts
      do {
        facts = try AndroidFacts.read(ZipDirectory(reading: FileSource(path: path)))
      } catch let error where error is AndroidError || error is ArchiveError {
        refused.append(name)
        continue
      }
      guard let said = try badging(path) else { continue }
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
    print(
      "corpus: \(Corpus.apksig.packages.count) packages, \(compared) compared with aapt2, refused: \(refused)"
    )
    #expect(compared > 100)
  }
}
