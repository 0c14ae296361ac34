import AppleApps
import PropertyLists
import Testing

/// What is read of an app besides its code.
@Suite struct AppleFactsReadingTests {
  static let app = SampleApp.app

  /// The first bytes of a PNG, as most tools write it or as Xcode does.
  static func png(_ width: UInt32, _ height: UInt32, isXcodes: Bool = false) -> [UInt8] {
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    let own = isXcodes ? [0, 0, 0, 4] + Array("CgBI".utf8) + [0x50, 0, 0x20, 2, 1, 2, 3, 4] : []
    let header = SampleCode.bigEndian(13) + Array("IHDR".utf8) + SampleCode.bigEndian(width, height)
    return signature + own + header + [UInt8](repeating: 0, count: 40)
  }

  static func strings(_ names: String...) -> PropertyList { .array(names.map { .string($0) }) }

  @Test func `icons are read with their files, for all scales and devices`() throws {
    var sample = SampleApp()
    sample.infos[Self.app]?["CFBundleIcons"] = .dictionary([
      "CFBundlePrimaryIcon": .dictionary(["CFBundleIconFiles": Self.strings("Icon60x60", "Gone")]),
      "CFBundleAlternateIcons": .dictionary([
        "night": .dictionary(["CFBundleIconFiles": Self.strings("night.png")])
      ]),
    ])
    sample.infos[Self.app]?["CFBundleIcons~ipad"] = .dictionary([
      "CFBundlePrimaryIcon": .dictionary(["CFBundleIconFiles": Self.strings("Icon60x60", "Icon76x76")])
    ])
    sample.infos[Self.app]?["CFBundleIconFile"] = .string("old")
    sample.others["\(Self.app)/Icon60x60@2x.png"] = .file(Self.png(120, 120, isXcodes: true))
    sample.others["\(Self.app)/Icon60x60@3x.png"] = .file(Self.png(180, 181))
    sample.others["\(Self.app)/Icon76x76@2x~ipad.png"] = .text(
      "not an image, but long enough to be looked at")
    sample.others["\(Self.app)/night.png"] = .text("short")
    sample.others["\(Self.app)/PlugIns/Gone.png"] = .file(Self.png(1, 1))
    let facts = try AppleFacts.read(sample.contents())
    let icons = try #require(facts.app?.icons)
    #expect(icons.map(\.name) == ["Icon60x60", "Gone", "night.png", "old", "Icon76x76"])
    #expect(
      icons.map(\.key) == [
        "CFBundleIcons", "CFBundleIcons", "CFBundleAlternateIcons", "CFBundleIconFile", "CFBundleIcons",
      ])
    #expect(
      icons[0].files == [
        IconFacts.File(path: "\(Self.app)/Icon60x60@2x.png", width: 120, height: 120),
        IconFacts.File(path: "\(Self.app)/Icon60x60@3x.png", width: 180, height: 181),
      ])
    #expect(icons[1].files == [])
    #expect(icons[2].files == [IconFacts.File(path: "\(Self.app)/night.png")])
    #expect(icons[4].files == [IconFacts.File(path: "\(Self.app)/Icon76x76@2x~ipad.png")])
    #expect(facts.bundles.dropFirst().flatMap(\.icons) == [])
    #expect(facts.app?.hasAssetCatalog == false)
  }

  @Test func `names of icons that are no names, or too many, are no error`() throws {
    var sample = SampleApp()
    sample.infos[Self.app]?["CFBundleIconFiles"] = .array(
      [.integer(1), .string(""), .string("../../x"), .string("/")] + (0..<5000).map { .string("icon\($0)") })
    sample.infos[Self.app]?["CFBundleIcons"] = .string("x")
    let facts = try AppleFacts.read(sample.contents())
    #expect((facts.app?.icons.count ?? 0) <= 200)
  }

  @Test func `manifests are read with categories and reasons`() throws {
    func entry(_ category: String, _ reasons: PropertyList) -> PropertyList {
      .dictionary([
        "NSPrivacyAccessedAPIType": .string(category), "NSPrivacyAccessedAPITypeReasons": reasons,
      ])
    }
    let list = PropertyList.dictionary([
      "NSPrivacyAccessedAPITypes": .array([
        entry("b", Self.strings("2", "1")), entry("a", Self.strings("3")), entry("b", Self.strings("0", "2")),
      ])
    ])
    var sample = SampleApp()
    sample.others["\(Self.app)/PrivacyInfo.xcprivacy"] = .file(list.encoded(as: .xml))
    let manifest = try AppleFacts.read(sample.contents()).app?.privacyManifest
    #expect(manifest?.declaredAPIs == ["a", "b"])
    #expect(manifest?.reasons == ["a": ["3"], "b": ["0", "1", "2"]])
    #expect(manifest?.problem == nil)
  }

  @Test func `what Xcode noted of libraries is read, and what is no such note says nothing`() throws {
    func note(_ isSigned: Bool) -> ListedTree.Content {
      .file(
        PropertyList.dictionary([
          "signed": .boolean(isSigned), "isSecureTimestamp": .boolean(false),
          "metadata": .dictionary(["library": .string("Lottie.framework"), "platform": .string("ios")]),
        ]).encoded(as: .xml))
    }
    var sample = SampleApp()
    sample.others["Signatures/Lottie.xcframework-ios.signature"] = note(false)
    sample.others["Signatures/Kit.xcframework-ios.signature"] = .text("signed elsewhere")
    sample.others["Signatures/Kit/Deep.xcframework-ios.signature"] = note(true)
    sample.others["Signatures/readme.txt"] = .text("none")
    let notes = try AppleFacts.read(sample.contents()).sdkSignatures
    #expect(
      notes == [
        SDKSignatureFacts(path: "Signatures/Kit.xcframework-ios.signature"),
        SDKSignatureFacts(
          path: "Signatures/Lottie.xcframework-ios.signature", library: "Lottie.framework", isSigned: false),
      ])
    #expect(notes.map(\.name) == ["Kit", "Lottie"])
  }
}
