import AppleApps
import Archives
import Bytes
import FieldTools
import Releases
import Testing

/// Signed apps that somebody changed.
@Suite(.needs(.openssl)) struct TamperingTests {
  /// A change named after what it does, and what is found: all of it, in its order.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let found: [String]
    let change: @Sendable (inout DamagedTree) throws -> Void

    init(
      _ name: String, _ found: String..., change: @escaping @Sendable (inout DamagedTree) throws -> Void
    ) {
      (testDescription, self.found, self.change) = (name, found, change)
    }
  }

  private static let app = "Payload/Demo.app"
  private static let kit = "Payload/Demo.app/Frameworks/DemoKit.framework"
  private static let share = "Payload/Demo.app/PlugIns/Share.appex"
  private static let library = "Payload/Demo.app/Frameworks/libloose.dylib"
  private static let seal = "_CodeSignature/CodeResources"

  /// Something in the page that holds the code itself.
  @Sendable private static func changeCode(_ bytes: inout [UInt8]) { bytes[16_386] ^= 1 }

  /// The id, the place and the resource of a finding.
  private static func words(_ finding: Finding) -> String {
    let path = finding.parameters["path"].map { " \($0)" } ?? ""
    return "\(finding.id) at \(finding.location ?? "")\(path)"
  }

  private static let cases: [Case] = [
    Case("nothing") { _ in },
    Case("one byte of code changed", "apple-code-page-altered at \(app)") {
      try $0.edit("\(app)/Demo", changeCode)
    },
    Case(
      "one byte of a framework's code changed",
      "apple-resources-altered at \(app) Frameworks/DemoKit.framework/DemoKit",
      "apple-code-page-altered at \(kit)"
    ) { try $0.edit("\(kit)/DemoKit", changeCode) },
    Case(
      "one byte of a loose library changed",
      "apple-resources-altered at \(app) Frameworks/libloose.dylib", "apple-code-page-altered at \(library)"
    ) { try $0.edit(library, changeCode) },
    Case("Info.plist changed", "apple-info-plist-altered at \(app)") {
      try $0.replace("10400", in: "\(app)/Info.plist", with: "10401")
    },
    Case(
      "Info.plist of an extension changed",
      "apple-resources-altered at \(app) PlugIns/Share.appex/Info.plist",
      "apple-info-plist-altered at \(share)"
    ) { try $0.replace("10400", in: "\(share)/Info.plist", with: "10401") },
    Case("resource changed", "apple-resources-altered at \(app) Base.lproj/Main.strings") {
      $0.write("\(app)/Base.lproj/Main.strings", "other")
    },
    Case("optional resource changed", "apple-resources-altered at \(app) en.lproj/Localizable.strings") {
      $0.write("\(app)/en.lproj/Localizable.strings", "other")
    },
    Case("optional resource removed") { $0.remove("\(app)/en.lproj/Localizable.strings") },
    Case("resource removed", "apple-resource-missing at \(app) Base.lproj/Main.strings") {
      $0.remove("\(app)/Base.lproj/Main.strings")
    },
    Case("resource added", "apple-resource-added at \(app) added.txt") {
      $0.write("\(app)/added.txt", "new")
    },
    Case(
      "resource added to an extension", "apple-resource-added at \(app) PlugIns/Share.appex/added.txt",
      "apple-resource-added at \(share) added.txt"
    ) { $0.write("\(share)/added.txt", "new") },
    Case("resource with an accent behind a slash added", "apple-resource-added at \(app) \u{301}x") {
      $0.write("\(app)/\u{301}x", "new")
    },
    Case("link added", "apple-resource-added at \(app) link") { $0.link("\(app)/link", to: "Demo") },
    Case("link retargeted", "apple-resources-altered at \(app) Frameworks/Current.framework") {
      $0.link("\(app)/Frameworks/Current.framework", to: "libloose.dylib")
    },
    Case("file in place of a link", "apple-resources-altered at \(app) Frameworks/Current.framework") {
      $0.write("\(app)/Frameworks/Current.framework", "DemoKit.framework")
    },
    Case(
      "profile of another app", "apple-resources-altered at \(app) embedded.mobileprovision"
    ) { try $0.write("\(app)/embedded.mobileprovision", $0.bytes(of: "\(share)/embedded.mobileprovision")) },
    Case("entitlements changed", "apple-entitlements-altered at \(app)") {
      try $0.replace("<false/>", in: "\(app)/Demo", with: "<true/> ")
    },
    Case(
      "entitlements removed", "apple-entitlements-altered at \(app)"
    ) { try $0.editSignature(of: "\(app)/Demo") { $0[5] = nil } },
    Case("requirements of other code", "apple-requirement-altered at \(app)") {
      let other = try $0.signature(of: library)[2]
      try $0.editSignature(of: "\(app)/Demo") { $0[2] = other }
    },
    Case(
      "framework replaced by an unsigned one",
      "apple-resources-altered at \(app) Frameworks/DemoKit.framework/DemoKit",
      "apple-resource-missing at \(app) Frameworks/DemoKit.framework/\(seal)",
      "apple-nested-code-unsigned at \(kit)"
    ) {
      let folder = try SignedApp.unpack(.app)
      try $0.write("\(kit)/DemoKit", folder.read("Demo.app/Frameworks/DemoKit.framework/DemoKit"))
      $0.remove("\(kit)/_CodeSignature")
    },
    Case(
      "executable replaced by an unsigned one", "apple-unsigned at \(app)"
    ) { try $0.write("\(app)/Demo", SignedApp.unpack(.app).read("Demo.app/Demo")) },
    Case(
      "CodeResources removed", "apple-resources-altered at \(app) \(seal)",
      "apple-bundle-not-sealed at \(app)"
    ) { $0.remove("\(app)/_CodeSignature") },
    Case(
      "CodeResources made anew for a changed resource", "apple-resources-altered at \(app) \(seal)"
    ) { tree in
      tree.write("\(app)/Base.lproj/Main.strings", "other")
      let bytes = try CodeResources.seal(
        tree, root: app, mainExecutable: "Demo", digests: [.sha256], layout: .flat,
        workers: SignedApp.workers)
      tree.write("\(app)/\(seal)", bytes)
    },
    Case("CMS of other code", "apple-signature-invalid at \(app)") {
      let other = try $0.signature(of: library)[0x10000]
      try $0.editSignature(of: "\(app)/Demo") { $0[0x10000] = other }
    },
    Case("CMS emptied", "apple-signature-invalid at \(app)") {
      try $0.editSignature(of: "\(app)/Demo") { $0[0x10000] = SignatureBlobs.blob(0xfade_0b01, []) }
    },
    Case("CMS removed", "apple-signature-invalid at \(app)") {
      try $0.editSignature(of: "\(app)/Demo") { $0[0x10000] = nil }
    },
    Case("CMS of something else", "apple-signature-malformed at \(app)") {
      try $0.editSignature(of: "\(app)/Demo") {
        $0[0x10000] = SignatureBlobs.blob(0xfade_0b01, Array("no signature".utf8))
      }
    },
    Case(
      "CodeDirectory of other code", "apple-code-directory-mismatch at \(app)",
      "apple-code-page-altered at \(app)", "apple-info-plist-altered at \(app)",
      "apple-requirement-altered at \(app)", "apple-resources-altered at \(app) \(seal)",
      "apple-entitlements-altered at \(app)", "apple-signature-invalid at \(app)"
    ) {
      let other = try $0.signature(of: "\(share)/Share")[0]
      try $0.editSignature(of: "\(app)/Demo") { $0[0] = other }
    },
    Case("flag of the CodeDirectory set", "apple-signature-invalid at \(app)") {
      try $0.editSignature(of: "\(app)/Demo") { $0[0]?[15] = 2 }
    },
    Case(
      "another CodeDirectory added", "apple-code-directory-mismatch at \(app)"
    ) { try $0.editSignature(of: "\(app)/Demo") { $0[0x1000] = $0[0] } },
    Case("bytes put behind the executable", "apple-code-directory-mismatch at \(app)") {
      try $0.edit("\(app)/Demo") { $0 += [UInt8](repeating: 0x41, count: 4096) }
    },
    Case("constraint added", "apple-code-directory-mismatch at \(app)") {
      try $0.editSignature(of: "\(app)/Demo") { $0[8] = SignatureBlobs.blob(0xfade_8181, [0x30, 0]) }
    },
  ]

  @Test(arguments: cases)
  func `what was changed is found where it is`(_ change: Case) throws {
    var tree = try DamagedTree(SignedApp.shared.get().tree)
    try change.change(&tree)
    let verification = try SignedApp.verify(tree)
    #expect(verification.findings.map(Self.words) == change.found)
    #expect(verification.verified == change.found.isEmpty)
  }

  @Test func `an app that nobody signed is one finding, however much code is in it`() throws {
    let folder = try SignedApp.unpack(.app)
    let unsigned = try #require(try AppSource(folder: folder.file("Demo.app"))).tree
    let findings = try SignedApp.verify(unsigned).findings
    #expect(findings == [Finding("apple-unsigned", .error, at: SignedApp.top)])
    let verdicts = ApplePolicy.findings(
      facts: try SignedApp.verify(unsigned).facts, for: .adHoc, today: SignedApp.time)
    #expect(verdicts == findings)
  }

  @Test func `a changed page is told from the others`() throws {
    var tree = try DamagedTree(SignedApp.shared.get().tree)
    try tree.edit("\(Self.app)/Demo") {
      $0[16_386] ^= 1
      $0[32_768] ^= 1
    }
    let finding = try #require(try SignedApp.verify(tree).findings.first)
    #expect(finding.parameters == ["count": "2", "start": "16384", "end": "32768"])
  }

  @Test func `each architecture is checked, and what is behind the last`() throws {
    let folder = try SignedApp.unpack(.app)
    let code = try folder.read("Demo.app/Demo")
    try folder.write("Demo.app/Demo", OtherCode.join([code, OtherCode.arm64e(code)]))
    let app = try SignedApp(folder)
    let second = try app.tree.code(at: SignedApp.executable).slices[1].range
    var tree = DamagedTree(app.tree)
    try tree.edit("\(Self.app)/Demo") { $0[second.lowerBound + 16_386] ^= 1 }
    #expect(
      try SignedApp.verify(tree).findings.map(Self.words)
        == ["apple-code-page-altered at \(Self.app) (arm64e)"])
    tree = DamagedTree(app.tree)
    try tree.edit("\(Self.app)/Demo") { $0 += [UInt8](repeating: 0, count: 4096) }
    #expect(
      try SignedApp.verify(tree).findings.map(Self.words)
        == ["apple-code-directory-mismatch at \(Self.app)"])
  }

  @Test(.needs(.apple))
  func `an app of 2015 that lost files and got others does not verify`() throws {
    let app = try #require(try AppSource(folder: Corpus.apple.path("Test.app")))
    let verification = try AppleVerifier.verify(AppContents(app.tree), workers: SignedApp.workers)
    #expect(!verification.verified)
    #expect(verification.findings.contains { $0.id == "apple-resource-added" })
    #expect(verification.findings.contains { $0.id == "apple-resource-missing" })
  }

  @Test(arguments: ["Info.plist", seal, "embedded.mobileprovision", "PlugIns/Share.appex/\(seal)"])
  func `any byte of a file that is changed is found, or named as what it broke`(_ name: String) throws {
    let signed = try DamagedTree(SignedApp.shared.get().tree)
    let path = "\(Self.app)/\(name)"
    let count = try signed.bytes(of: path).count
    for offset in stride(from: 0, to: count, by: max(1, count / 100)) {
      var tree = signed
      try tree.edit(path) { $0[offset] ^= 0x11 }
      do throws(AppleError) {
        #expect(
          try !AppleVerifier.verify(AppContents(tree), workers: SignedApp.workers).verified, "byte \(offset)")
      } catch {
        #expect("\(error)".contains(Self.app), "byte \(offset): \(error)")
      }
    }
  }

  @Test func `a package any of whose data is changed does not verify`() throws {
    let app = try SignedApp(SignedApp.unpack(.app))
    let source = try FileSource(path: app.write(as: "Demo.ipa"))
    let bytes = try source.bytes(at: 0, count: source.count)
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    let contents = try PackageTree(directory).contents()
    // Nothing covers PkgInfo, and nobody reads it.
    for entry in directory.entries where !entry.name.hasSuffix("/PkgInfo") {
      let range = try directory.dataRange(of: entry)
      for offset in stride(from: range.lowerBound, to: range.upperBound, by: max(1, range.count / 12)) {
        var damaged = bytes
        damaged[offset] ^= 0x24
        do {
          let tree = try PackageTree(ZipDirectory(reading: MemorySource(damaged), name: "Demo.ipa"))
          // The last byte of what is compressed may have bits that mean nothing.
          #expect(
            try !SignedApp.verify(tree).verified || tree.contents() == contents,
            "\(entry.name), byte \(offset)")
        } catch let error as AppleError {
          #expect("\(error)".contains(entry.name), "byte \(offset): \(error)")
        }
      }
    }
  }

  @Test func `any byte of a signature that is changed is found`() throws {
    let signed = try DamagedTree(SignedApp.shared.get().tree)
    let code = try signed.code(at: SignedApp.executable).slices[0]
    let start = try #require(code.signatureRange).lowerBound
    let blobs = try signed.signature(of: SignedApp.executable)
    let length = blobs.values.reduce(12 + blobs.count * 8) { $0 + $1.count }
    // Of the CMS signature, certificates that nobody needs may be anything.
    let covered = length - (blobs[0x10000]?.count ?? 0)
    // The SuperBlob's own length may be larger.
    for offset in Array(0..<4) + Array(stride(from: 8, to: length, by: 37)) {
      var tree = signed
      try tree.edit(SignedApp.executable) { $0[start + offset] ^= 0x10 }
      let verification = try AppleVerifier.verify(AppContents(tree), workers: SignedApp.workers)
      if offset < covered { #expect(!verification.verified, "byte \(offset)") }
    }
  }
}
