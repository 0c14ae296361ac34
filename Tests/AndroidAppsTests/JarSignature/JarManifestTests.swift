import Testing

@testable import AndroidApps

@Suite struct JarManifestTests {
  @Test func `two spellings of one text are two entries, in the order of their bytes`() throws {
    let manifest = try JarManifest(
      source: nil, digests: [("assets/\u{e9}", [1]), ("assets/e\u{301}", [2])], algorithm: .sha256)
    #expect(
      manifest.sections.map { Array($0.entry.utf8) }
        == ["assets/e\u{301}", "assets/\u{e9}"].map { Array($0.utf8) })
    #expect(manifest.bytes.count > manifest.sections.reduce(0) { $0 + $1.bytes.count })
  }

  @Test func `names are in the order of UTF-16, not of code points`() throws {
    let manifest = try JarManifest(
      source: nil, digests: [("\u{ff21}", [1]), ("\u{1f600}", [2]), ("a", [3])], algorithm: .sha256)
    #expect(manifest.sections.map(\.entry) == ["a", "\u{1f600}", "\u{ff21}"])
  }
}
