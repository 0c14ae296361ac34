import AppleApps
import Bytes
import FieldTools
import FoundationEssentials
import Testing

/// What is signed here, judged by a program that shares no code with it.
@Suite(.needs(.python, .openssl)) struct CheckerTests {
  private static let script = Repository.folder + "/scripts/check-code-signature.py"

  private func check(_ arguments: String...) throws -> Tool.Outcome {
    try Tool.python.run([Self.script] + arguments)
  }

  private static let samples: [(name: String, bytes: [UInt8])] = [
    ("an executable", SampleCode().bytes),
    ("a library", SampleCode(fileType: 6).bytes),
    (
      "32-bit code for old systems",
      SampleCode(is64Bit: false, cpuType: 12, cpuSubtype: 9, platform: (2, 9 << 16, 0)).bytes
    ),
    ("code of several windows", SampleCode(textSize: 0x24_0000, linkEditSize: 12_345).bytes),
    ("code with room behind its load commands", SampleCode(slack: 40).bytes),
    (
      "a universal binary",
      SampleCode.universal([
        SampleCode(is64Bit: false, cpuType: 12, cpuSubtype: 9, platform: (2, 9 << 16, 0)), SampleCode(),
        SampleCode(cpuType: 0x0100_0007, cpuSubtype: 3, platform: (7, 15 << 16, 0)),
      ])
    ),
  ]

  /// For code that is in no bundle.
  private static var parameters: CodeSigningParameters {
    var parameters = SignedSample.parameters
    parameters.infoPlist = nil
    parameters.codeResources = nil
    // { "get-task-allow": true }
    parameters.entitlements = (
      xml: Array("<plist version=\"1.0\"><dict><key>get-task-allow</key><true/></dict></plist>".utf8),
      der: [0x70, 0x1a, 2, 1, 1, 0xb0, 0x15, 0x30, 0x13, 0x0c, 0x0e] + Array("get-task-allow".utf8) + [
        1, 1, 0xff,
      ]
    )
    return parameters
  }

  @Test(arguments: samples.map(\.name))
  func `passes what is signed, ad hoc and by a developer`(_ name: String) throws {
    let bytes = try #require(Self.samples.first { $0.name == name }?.bytes)
    let folder = try TemporaryFolder()
    let root = try folder.write("root.pem", AppleAuthority.shared.get().pem("root.pem"))
    let adHoc = try SignedSample.adHoc(bytes, Self.parameters)
    let signed = try SignedSample.signed(adHoc, Self.parameters)
    for file in try [folder.write("ad-hoc", adHoc), folder.write("signed", signed)] {
      let outcome = try check("--ca", root, file)
      #expect(outcome.status == 0, "\(outcome.text)")
      #expect(outcome.text.contains("com.example.fixture"))
    }
  }

  @Test func `fails what was changed, and says where`() throws {
    let folder = try TemporaryFolder()
    let signed = try SignedSample.signed(SampleCode().bytes, Self.parameters)
    let slice = try SignedSample.file(signed).slices[0]
    let signature = try #require(slice.signatureRange).lowerBound
    let flags = signature + Int(signed[signature + 19]) + 15
    for (offset, words) in [
      (0x5000, "page 1 at 0x4000 is not what was signed"), (signature - 17, "page 2 at 0x8000"),
      (flags, "openssl cms: "),
    ] {
      let outcome = try check(folder.write("changed", signed.flipped(at: offset)))
      #expect(outcome.status == 1 && outcome.text.contains(words), "\(outcome.text)")
    }
    let unsigned = try check(folder.write("unsigned", SampleCode().bytes))
    #expect(unsigned.status == 1 && unsigned.text.contains("not signed"))
    let other = try AppleAuthority().pem("root.pem")
    let foreign = try check("--ca", folder.write("root.pem", other), folder.write("signed", signed))
    #expect(foreign.status == 1 && foreign.text.contains("openssl cms: "), "\(foreign.text)")
  }

  @Test(.needs(.apple)) func `passes what Apple's tools signed`() throws {
    let folder = Corpus.apple.path("macho")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let outcome = try check("\(folder)/\(name)")
      // Three pages of this one are not what was signed.
      let isBroken = name == "TestMacOS-arm64e"
      #expect(outcome.status == (isBroken ? 1 : 0), "\(outcome.text)")
      #expect(outcome.text.components(separatedBy: "is not what was signed").count == (isBroken ? 4 : 1))
    }
    let app = try check(Corpus.apple.path("Test.app"))
    #expect(
      app.status == 1 && app.text.contains("files2: Frameworks/libswiftCore.dylib is missing"), "\(app.text)")
  }
}
