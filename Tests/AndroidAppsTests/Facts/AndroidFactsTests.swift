import Archives
import Bytes
import Releases
import Testing

@testable import AndroidApps

@Suite struct AndroidFactsTests {
  static func facts(_ name: String) throws -> AndroidFacts {
    try AndroidFacts.read(ZipDirectory(reading: MemorySource(ManifestFixture.read(name))))
  }

  @Test func `reads an APK`() throws {
    let facts = try Self.facts("demo.apk")
    #expect(facts.format == .apk)
    #expect(facts.application == Application(id: "com.example.demo", version: "1.4.0", build: "10400"))
    #expect(facts.architectures == ["arm64-v8a", "x86_64"])
    #expect(facts.nativeLibraries.allSatisfy { $0.is64Bit && $0.segmentAlignment == 16_384 })
    #expect(facts.resourceTable?.isStored == true)
    #expect(facts.modules.isEmpty && facts.bundle == nil && facts.signatures.isEmpty)
    #expect(facts.contents.map(\.kind).contains(.code))
    #expect(try facts.size == ManifestFixture.read("demo.apk").count)
    #expect(facts.downloadSize == facts.size)
  }

  @Test func `reads a bundle with its modules`() throws {
    let facts = try Self.facts("demo.aab")
    #expect(facts.format == .aab)
    #expect(facts.application.id == "com.example.demo")
    #expect(facts.modules.first?.name == "base")
    #expect(facts.modules.first?.kind == .base)
    #expect(facts.bundle?.bundletoolVersion?.isEmpty == false)
    #expect(facts.architectures == ["arm64-v8a", "x86_64"])
    #expect(
      facts.nativeLibraries.allSatisfy { $0.segmentAlignment == 16_384 && $0.path.hasPrefix("base/lib/") })
    #expect(facts.resourceTable == nil)
    #expect(facts.downloadSize > 0 && facts.downloadSize < facts.size)
    #expect(facts.contents.first { $0.kind == .code }?.entries == 1)
  }

  @Test(arguments: [
    ("32-bit-only.apk", ["armeabi-v7a"], UInt64(16_384)), ("4k-libs.apk", ["arm64-v8a", "x86_64"], 4096),
  ])
  func `finds alignments of segments`(name: String, architectures: [String], alignment: UInt64) throws {
    let facts = try Self.facts(name)
    #expect(facts.architectures == architectures)
    #expect(facts.nativeLibraries.compactMap(\.segmentAlignment).min() == alignment)
  }

  @Test func `finds a compressed resource table`() throws {
    #expect(try Self.facts("compressed-arsc.apk").resourceTable?.isStored == false)
  }

  @Test(arguments: ["not-an-app.zip"])
  func `says what an app would have`(name: String) {
    #expect(throws: AndroidError.notAnApp(archive: "the archive", missing: "AndroidManifest.xml")) {
      try Self.facts(name)
    }
  }

  @Test func `places every entry under one kind`() {
    let kinds: [(Substring, ContentSize.Kind)] = [
      ("classes.dex", .code), ("classes2.dex", .code), ("dex/classes.dex", .code),
      ("lib/x86/a.so", .nativeLibraries),
      ("res/layout/a.xml", .resources), ("resources.arsc", .resources), ("resources.pb", .resources),
      ("assets/a.dex", .assets), ("AndroidManifest.xml", .metadata),
      ("manifest/AndroidManifest.xml", .metadata),
      ("BUNDLE-METADATA/com.android.tools.build.gradle/app-metadata.properties", .metadata),
      ("BUNDLE-METADATA/com.android.tools.build.debugsymbols/x86/a.so.sym", .debugInformation),
      ("BUNDLE-METADATA/com.android.tools.build.obfuscation/proguard.map", .debugInformation),
      ("META-INF/MANIFEST.MF", .signatures), ("META-INF/cert.rsa", .signatures),
      ("META-INF/services/a.SF", .other), ("META-INF/com/x.kotlin_module", .other), ("kotlin/a.dex", .other),
    ]
    for (path, kind) in kinds { #expect(ContentSize.Kind(ofEntry: path) == kind, "\(path)") }
  }

  @Test func `reads asset packs and features delivered later`() throws {
    let pack = try ProtoXML.root(of: ManifestFixture.proto("asset-pack"), file: "m")
    let module = BundleModule(name: "textures", manifest: pack, downloadSize: 7)
    #expect(
      module == BundleModule(name: "textures", kind: .assetPack, delivery: .fastFollow, downloadSize: 7))
    let feature = try ProtoXML.root(of: ManifestFixture.proto("feature-on-demand"), file: "m")
    #expect(BundleModule(name: "camera", manifest: feature, downloadSize: 0).delivery == .onDemand)
    #expect(BundleModule(name: "camera", manifest: feature, downloadSize: 0).kind == .feature)
    let base = try ProtoXML.root(of: ManifestFixture.proto("release"), file: "m")
    #expect(BundleModule(name: "base", manifest: base, downloadSize: 0).kind == .base)
    #expect(try AndroidManifest(root: feature).split == "camera")
  }

  @Test(arguments: [
    // bundletool 1.15.6; nothing of libraries
    ([0x0a, 0x08, 0x12, 0x06, 0x31, 0x2e, 0x31, 0x35, 0x2e, 0x36] as [UInt8], "1.15.6", false, nil as Int?),
    // libraries stored, alignment 16 KiB, 4 KiB, unspecified
    ([0x12, 0x06, 0x12, 0x04, 0x08, 0x01, 0x10, 0x02], nil, true, 16_384),
    ([0x12, 0x06, 0x12, 0x04, 0x08, 0x01, 0x10, 0x01], nil, true, 4096),
    ([0x12, 0x04, 0x12, 0x02, 0x08, 0x01], nil, true, nil),
  ])
  func `reads how a bundle stores libraries`(bytes: [UInt8], version: String?, stores: Bool, alignment: Int?)
    throws
  {
    let configuration = try BundleConfiguration(bytes, file: "BundleConfig.pb")
    #expect(
      configuration
        == BundleConfiguration(
          bundletoolVersion: version, storesNativeLibraries: stores, pageAlignment: alignment))
  }

  @Test func `reads what a bundle must not be split by`() throws {
    // Not by language, said twice; by density, with suffixes stripped; not by something unknown.
    let language: [UInt8] = [0x0a, 0x04, 0x08, 0x03, 0x10, 0x01]
    let others: [UInt8] = [
      0x0a, 0x06, 0x08, 0x02, 0x10, 0x00, 0x1a, 0x00, 0x0a, 0x04, 0x08, 0x63, 0x10, 0x01,
    ]
    let splits = language + language + others
    let bytes = [0x12, UInt8(splits.count + 2), 0x0a, UInt8(splits.count)] + splits
    #expect(
      try BundleConfiguration(bytes, file: "BundleConfig.pb") == BundleConfiguration(unsplit: [.language]))
  }

  @Test func `refuses a bundle configuration that lies about a length`() {
    #expect(
      throws: AndroidError.malformed(
        .bundleConfiguration, field: "length of field 1", offset: 0, file: "BundleConfig.pb")
    ) {
      try BundleConfiguration([0x0a, 0x7f, 0x01], file: "BundleConfig.pb")
    }
  }

  /// Damaged packages end in facts or in this module's error.
  @Test(arguments: ["demo.apk", "demo.aab"])
  func `mutants of packages never trap`(name: String) throws {
    let bytes = try ManifestFixture.read(name)
    var random = FixedRandom(state: 11)
    var outcomes = 0
    for _ in 0..<300 {
      let mutant = random.mutant(of: bytes)
      do {
        _ = try AndroidFacts.read(ZipDirectory(reading: MemorySource(mutant)))
        outcomes += 1
      } catch is AndroidError {
        outcomes += 1
      } catch is ArchiveError {
        outcomes += 1
      }
    }
    #expect(outcomes == 300)
  }
}
