import AppleApps
import Archives
import Bytes
import Credentials
import Cryptography
import FieldTools
import FoundationEssentials
import PropertyLists
import Releases
import Testing

/// What other signers are known to get wrong.
@Suite(.needs(.openssl)) struct PitfallTests {
  @Test func `the profile of an extension is under its seal, as it is in the bundle`() throws {
    let app = try SignedApp.shared.get()
    for bundle in [SignedApp.top, SignedApp.appExtension] {
      let profile = try app.tree.bytes(of: "\(bundle)/embedded.mobileprovision")
      let seal = try #require(try app.tree.seals(of: bundle)["embedded.mobileprovision"])
      #expect(seal.content == .file([.sha256: Digest.hash(.sha256, profile)]))
    }
    let outer = try app.tree.seals(of: SignedApp.top)
    #expect(outer["PlugIns/Share.appex/embedded.mobileprovision"] != nil)
    #expect(outer["PlugIns/Share.appex/_CodeSignature/CodeResources"] != nil)
  }

  @Test(
    arguments: [
      (0, [0x02, 0x01, 0x00]), (-1, [0x02, 0x01, 0xff]), (128, [0x02, 0x02, 0x00, 0x80]),
      (300, [0x02, 0x02, 0x01, 0x2c]), (65_536, [0x02, 0x03, 0x01, 0x00, 0x00]),
      (.max, [0x02, 0x08, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ] as [(Int, [UInt8])])
  func `a number among the entitlements is as long as it must be`(_ number: Int, _ der: [UInt8]) throws {
    let key = "com.example.number"
    let app = try SignedApp(
      SignedApp.unpack(.archive), .archive,
      entitlements: ["com.example.demo": .given([key: .integer(number)])])
    let signature = try #require(try app.tree.code(at: SignedApp.executable).slices[0].signature())
    let bytes = try #require(signature.derEntitlements)
    let entry = [0x0c, UInt8(key.utf8.count)] + Array(key.utf8) + der
    #expect(bytes.indices.dropLast(entry.count - 1).contains { bytes[$0...].starts(with: entry) })
    let values = try Entitlements(der: bytes, file: "").values
    #expect(values[key] == .integer(number))
    #expect(try Entitlements(xml: #require(signature.entitlements), file: "").values == values)
    #expect(try SignedApp.verify(app.tree).findings == [])
  }

  @Test func `each architecture has the limit of its own text`() throws {
    let folder = try SignedApp.unpack(.app)
    let code = try folder.read("Demo.app/Demo")
    let sizes = [0x8000, 0x5000]
    try folder.write(
      "Demo.app/Demo",
      OtherCode.join([
        code, OtherCode.arm64e(OtherCode.withTextSize(sizes[1], code)),
      ]))
    let app = try SignedApp(folder)
    let slices = try app.tree.code(at: SignedApp.executable).slices
    #expect(slices.map(\.architecture) == ["arm64", "arm64e"])
    for (slice, size) in zip(slices, sizes) {
      let segment = try #require(try slice.signature()?.best.executableSegment)
      #expect(segment.base == 0 && segment.limit == size && segment.flags == 1)
    }
    #expect(try SignedApp.verify(app.write(as: "Demo.ipa")).findings == [])
  }

  @Test func `links to files and to folders are sealed by their text`() throws {
    let folder = try SignedApp.unpack(.app)
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("Demo.app/en.lproj/Same.strings"), withDestinationPath: "Localizable.strings")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("Demo.app/PlugIns/Kit"), withDestinationPath: "../Frameworks")
    let app = try SignedApp(folder)
    let seals = try app.tree.seals(of: SignedApp.top)
    #expect(seals["Frameworks/Current.framework"]?.content == .link(target: "DemoKit.framework"))
    #expect(seals["en.lproj/Same.strings"]?.content == .link(target: "Localizable.strings"))
    #expect(seals["PlugIns/Kit"]?.content == .link(target: "../Frameworks"))
    #expect(!seals.keys.contains { $0.hasPrefix("Frameworks/Current.framework/") })
    #expect(try SignedApp.verify(app.write(as: "Demo.ipa")).findings == [])
  }

  /// What is wrong with a signer or a profile, and what is found before anything is signed.
  struct Mismatch: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let id: String
    var signer = "distribution"
    var profile = SignedApp.profile()
    var today = SignedApp.time
  }

  private static let mismatches: [Mismatch] = {
    var omitted = SignedApp.profile()
    omitted.isDebuggable = true
    omitted.devices = ["00008030-001A2B3C4D5E6F70"]
    return [
      Mismatch(
        testDescription: "certificate not in the profile", id: "apple-certificate-not-in-profile",
        signer: "development"),
      Mismatch(
        testDescription: "profile for another app", id: "apple-profile-missing",
        profile: SignedApp.profile("com.example.other")),
      Mismatch(
        testDescription: "profile for development", id: "apple-development-profile", profile: omitted),
      Mismatch(
        testDescription: "expired profile", id: "apple-profile-expired",
        today: Date(timeIntervalSince1970: 2_100_000_000)),
    ]
  }()

  @Test(arguments: mismatches)
  func `a profile that does not fit is found in the plan`(_ mismatch: Mismatch) throws {
    let folder = try SignedApp.unpack(.archive)
    let contents = try AppContents(
      #require(try AppSource(folder: folder.file("demo.xcarchive"))).tree)
    let plan = try SignedApp.plan(
      contents, signer: mismatch.signer,
      profiles: [mismatch.profile, SignedApp.profile("com.example.demo.share")])
    let findings = ApplePolicy.findings(
      plan: plan, facts: try AppleFacts.read(contents), for: .store, today: mismatch.today)
    #expect(
      findings.contains {
        $0.id == mismatch.id && $0.severity == .error && $0.location?.hasPrefix(SignedApp.top) == true
      }, "\(findings)")
  }

  @Test func `no wildcard of a profile gets into the code`() throws {
    var profile = SignedApp.profile("com.example.*")
    profile.entitlements = ["com.apple.developer.associated-domains": "<string>*</string>"]
    let app = try SignedApp(
      SignedApp.unpack(.archive), .archive, profiles: [profile],
      entitlements: ["com.example.demo": .profile, "com.example.demo.share": .profile])
    for (path, identifier) in [
      (SignedApp.executable, "com.example.demo"),
      ("\(SignedApp.appExtension)/Share", "com.example.demo.share"),
    ] {
      let signature = try #require(try app.tree.code(at: path).slices[0].signature())
      let text = String(decoding: try #require(signature.entitlements), as: UTF8.self)
      #expect(!text.contains("*") && text.contains("<string>ABCDE12345.\(identifier)</string>"))
    }
  }

  @Test func `a key in PEM brings its chain`() throws {
    let chain = try #require(try SignedApp.shared.get().plan.chain)
    #expect(chain.certificates.count == 3)
    #expect(try chain.end == .trusted(SignedApp.root()))
  }

  @Test func `rules know what is optional, what is left out and what is not`() throws {
    let folder = try SignedApp.unpack(.app)
    for name in [
      ".DS_Store", "en.lproj/.DS_Store", "en.lproj/locversion.plist", "not.lprojx/a", "Kit.dSYM/a",
      "version.plist",
    ] {
      try folder.write("Demo.app/\(name)", "content".utf8)
    }
    let seals = try SignedApp(folder).tree.seals(of: SignedApp.top)
    for omitted in [
      ".DS_Store", "en.lproj/.DS_Store", "en.lproj/locversion.plist", "Info.plist", "PkgInfo", "Demo",
      "_CodeSignature/CodeResources",
    ] {
      #expect(seals[omitted] == nil, "\(omitted)")
    }
    #expect(seals["en.lproj/Localizable.strings"]?.isOptional == true)
    for required in ["Base.lproj/Main.strings", "not.lprojx/a", "Kit.dSYM/a", "version.plist"] {
      #expect(seals[required]?.isOptional == false, "\(required)")
    }
  }

  @Test func `a second run gives the same seals and the same code`() throws {
    let app = try SignedApp.shared.get()
    let again = try SignedApp(app.tree, in: app.folder)
    #expect(try again.tree.contents() == app.tree.contents())
    #expect(try again.tree.seals(of: SignedApp.top)["Demo"] == nil)
  }
}
