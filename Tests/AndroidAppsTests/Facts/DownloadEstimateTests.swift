import Bytes
import Testing

@testable import AndroidApps
@testable import Archives

@Suite struct DownloadEstimateTests {
  private func sizes(
    _ entries: [(String, Int)], unsplit: [BundleConfiguration.Dimension] = []
  ) throws -> [String: Int] {
    let zip = HollowZip(entries.map { HollowZip.Entry(name: $0.0, zeros: $0.1) })
    return DownloadEstimate(try ZipDirectory(reading: zip).entries, unsplit: unsplit).sizes
  }

  /// Entries with their sizes, and what a device gets of module `base`.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let entries: [(String, Int)]
    let size: Int?

    init(_ what: String, _ size: Int?, _ entries: (String, Int)...) {
      testDescription = what
      self.entries = entries
      self.size = size
    }
  }

  static let cases = [
    Case(
      "the largest architecture", 13, ("base/lib/arm64-v8a/a.so", 10), ("base/lib/x86/a.so", 7),
      ("base/lib/x86/b.so", 6)),
    Case(
      "the largest density of a picture", 10, ("base/res/drawable-hdpi/a.png", 10),
      ("base/res/drawable-xxhdpi/a.png", 7)),
    Case(
      "the default density of a picture", 7, ("base/res/drawable/a.png", 7),
      ("base/res/drawable-xxhdpi/a.png", 3)),
    Case(
      "each picture in its own largest density", 10, ("base/res/drawable-hdpi/a.png", 3),
      ("base/res/drawable-xhdpi/b.png", 7)),
    Case(
      "pictures for versions apart", 17, ("base/res/drawable-hdpi/a.png", 10),
      ("base/res/drawable-xxhdpi-v24/a.png", 7)),
    Case(
      "icons of launchers in all densities", 10, ("base/res/mipmap-hdpi/a.png", 3),
      ("base/res/mipmap-xhdpi/a.png", 7)),
    Case(
      "what is for any density", 10, ("base/res/drawable-nodpi/a.png", 3),
      ("base/res/drawable-hdpi/a.png", 7)),
    Case(
      "the default and the largest language", 9, ("base/res/raw/a.ogg", 1), ("base/res/raw-fr/a.ogg", 5),
      ("base/res/raw-de/a.ogg", 4), ("base/res/raw-de-rAT/b.ogg", 4)),
    Case(
      "the largest texture format", 9, ("base/assets/t#tcf_astc/a", 5), ("base/assets/t#tcf_etc2/a", 4),
      ("base/assets/t#tcf_etc2/b", 4), ("base/assets/c", 1)),
    Case("the largest device tier", 5, ("base/assets/t#tier_0/a", 5), ("base/assets/t#tier_1/a", 4)),
    Case("nothing outside of modules", nil, ("BUNDLE-METADATA/x/a.sym", 5), ("BundleConfig.pb", 4)),
  ]

  @Test(arguments: cases)
  func `counts`(_ example: Case) throws {
    #expect(try sizes(example.entries)["base"] == example.size)
  }

  @Test(arguments: [
    (BundleConfiguration.Dimension.abi, [("m/lib/arm64-v8a/a.so", 10), ("m/lib/x86/a.so", 7)]),
    (.density, [("m/res/drawable-hdpi/a.png", 10), ("m/res/drawable-xxhdpi/a.png", 7)]),
    (.language, [("m/res/raw-fr/a.ogg", 10), ("m/res/raw-de/a.ogg", 7)]),
    (.textureFormat, [("m/assets/t#tcf_astc/a", 10), ("m/assets/t#tcf_etc2/a", 7)]),
    (.deviceTier, [("m/assets/t#tier_0/a", 10), ("m/assets/t#tier_1/a", 7)]),
  ])
  func `counts all of what is not split`(
    dimension: BundleConfiguration.Dimension, entries: [(String, Int)]
  ) throws {
    #expect(try sizes(entries)["m"] == 10)
    #expect(try sizes(entries, unsplit: [dimension])["m"] == 17)
  }

  @Test func `of a bundle with packs each module is what one device gets of it`() throws {
    let demo = try #require(try AndroidFactsTests.facts("demo.aab").modules.first)
    let facts = try AndroidFactsTests.facts("modules.aab")
    #expect(facts.modules.map(\.name) == ["base", "camera", "textures"])
    #expect(facts.modules.map(\.kind) == [.base, .feature, .assetPack])
    #expect(facts.modules.map(\.delivery) == [.installTime, .onDemand, .fastFollow])
    // What cannot be compressed takes some bytes more: the xxhdpi photo, the grain and German are counted.
    let more = facts.modules[0].downloadSize - demo.downloadSize
    #expect(more >= 4000 && more <= 4040)
    let textures = facts.modules[2].downloadSize
    #expect(textures >= 8050 && textures <= 8950)
    #expect(facts.downloadSize == facts.modules[0].downloadSize)
  }

  @Test func `a large APK is downloaded with its stored code compressed`() throws {
    func facts(_ name: String) throws -> AndroidFacts {
      let zip = try HollowZip.package(.apk, [HollowZip.Entry(name: name, zeros: 120 << 20)])
      return try AndroidFacts.read(ZipDirectory(reading: zip), download: true)
    }
    #expect(try facts("lib/arm64-v8a/libapp.so").downloadSize < 2 << 20)
    #expect(try facts("assets/film.mp4").downloadSize > 120 << 20)
    #expect(try AndroidFactsTests.facts("demo.apk").compressedSize == nil)
  }

  @Test(
    arguments: [
      ("drawable-xxhdpi", "xxhdpi", nil, "drawable"),
      ("drawable-fr-rCA-xhdpi-v24", "xhdpi", "fr", "drawable-fr-rCA-v24"),
      ("drawable-420dpi", "420dpi", nil, "drawable"), ("drawable", "default", nil, "drawable"),
      ("drawable-night", "default", nil, "drawable-night"), ("layout-land", nil, nil, "layout-land"),
      ("values-b+sr+Latn", nil, "sr", "values-b+sr+Latn"),
      ("raw-mcc310-mnc004-en", nil, "en", "raw-mcc310-mnc004-en"),
      ("layout-car", nil, nil, "layout-car"), ("mipmap-xxhdpi-v26", nil, nil, "mipmap-v26"),
      ("drawable-anydpi-v24", nil, nil, "drawable-anydpi-v24"), ("xml-v21", nil, nil, "xml-v21"),
      ("", nil, nil, ""),
    ] as [(Substring, String?, String?, String)])
  func `reads what a folder of resources is for`(
    folder: Substring, density: String?, language: String?, withoutDensity: String
  ) {
    let qualifiers = ResourceQualifiers(folder: folder)
    #expect(qualifiers.density == density)
    #expect(qualifiers.language == language)
    #expect(qualifiers.withoutDensity == withoutDensity)
  }
}
