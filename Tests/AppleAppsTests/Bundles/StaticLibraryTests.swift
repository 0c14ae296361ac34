import AppleApps
import FieldTools
import Releases
import Testing

/// Static libraries that were left in an app.
@Suite(.needs(.openssl)) struct StaticLibraryTests {
  private static let thin = Array("!<arch>\n".utf8) + [UInt8](repeating: 0x20, count: 200)
  private static let empty = Array("!<arch>\n".utf8)

  /// A universal binary of archives, as `lipo` puts them together.
  private static func universal(_ slices: [[UInt8]], alignment: Int = 8) -> [UInt8] {
    var header = SampleCode.bigEndian(0xcafe_babe, UInt32(slices.count))
    var body: [UInt8] = []
    let start = (8 + slices.count * 20 + alignment - 1) / alignment * alignment
    for (index, slice) in slices.enumerated() {
      header += SampleCode.bigEndian(
        index == 0 ? 0x0100_000c : 0x0100_0007, index == 0 ? 0 : 3, UInt32(start + body.count),
        UInt32(slice.count), 3)
      body += slice + [UInt8](repeating: 0, count: (alignment - slice.count % alignment) % alignment)
    }
    return header + [UInt8](repeating: 0, count: start - header.count) + body
  }

  private static let libraries: [(name: String, bytes: [UInt8])] = [
    ("thin", thin), ("without members", empty), ("universal", universal([thin, thin])),
    ("universal of one architecture", universal([thin])),
    ("universal at pages", universal([thin, thin], alignment: 16_384)),
  ]

  @Test(arguments: libraries.map(\.name), ["Frameworks/libTools.a", "Tools"])
  func `is sealed as it is, and no store takes it`(_ name: String, _ place: String) throws {
    let bytes = try #require(Self.libraries.first { $0.name == name }?.bytes)
    let folder = try SignedApp.unpack(.app)
    try folder.write("Demo.app/\(place)", bytes)
    let app = try SignedApp(folder)
    let path = "\(SignedApp.top)/\(place)"
    #expect(try app.tree.bytes(of: path) == bytes)
    #expect(try app.tree.seals(of: SignedApp.top)[place] != nil)
    let verification = try SignedApp.verify(app.write(as: "Demo.ipa"))
    #expect(verification.findings == [])
    #expect(verification.facts.looseCode.first { $0.path == path }?.fileType == "static-library")
    #expect(Self.standalone(verification.facts, for: .store) == [path, SignedApp.library].sorted())
    #expect(Self.standalone(verification.facts, for: .adHoc) == [])
  }

  @Test(arguments: [true, false])
  func `a framework around one is resources`(_ isNamed: Bool) throws {
    let folder = try SignedApp.unpack(.app)
    let kit = "Demo.app/Frameworks/Linked.framework"
    try folder.write("\(kit)/Linked", Self.universal([Self.thin, Self.thin]))
    let name = isNamed ? "<key>CFBundleExecutable</key><string>Linked</string>" : ""
    try folder.write(
      "\(kit)/Info.plist",
      "<plist><dict>\(name)<key>CFBundleIdentifier</key><string>com.example.demo.linked</string></dict></plist>"
        .utf8)
    let source = try #require(try AppSource(folder: folder.file("Demo.app")))
    let edited = try AppEdits(bundleID: "com.other").applied(to: AppContents(source.tree))
    #expect(edited.bundles.contains { $0.identifier == "com.other.linked" && $0.executable == nil })
    #expect(edited.staticLibraries == ["Payload/\(kit)/Linked"])
    let app = try SignedApp(folder)
    #expect(!app.tree.items.contains { $0.path == "Payload/\(kit)/_CodeSignature/CodeResources" })
    let verification = try SignedApp.verify(app.write(as: "Demo.ipa"))
    #expect(verification.findings == [])
    #expect(
      Self.standalone(verification.facts, for: .store)
        == [
          "Payload/\(kit)/Linked", SignedApp.library,
        ].sorted())
  }

  @Test(
    arguments: [
      ("code beside an archive", universal([thin, SampleCode().bytes])),
      ("an archive where it is not looked for", universal([thin], alignment: 1 << 17)),
    ])
  func `a universal binary that is no such thing is malformed`(_ name: String, _ bytes: [UInt8]) throws {
    let folder = try SignedApp.unpack(.app)
    try folder.write("Demo.app/Frameworks/libOdd.dylib", bytes)
    if name.hasPrefix("code") {
      // The first slice says what it is.
      #expect(try SignedApp.verify(SignedApp(folder).tree).findings == [])
    } else {
      #expect("\(name)") {
        _ = try SignedApp(folder)
      } throws: {
        "\($0)".contains("libOdd.dylib")
      }
    }
  }

  /// Where code is that no store takes.
  private static func standalone(_ facts: AppleFacts, for distribution: Distribution) -> [String] {
    ApplePolicy.findings(facts: facts, for: distribution, today: SignedApp.time)
      .filter { $0.id == "apple-standalone-code" }.compactMap(\.location).sorted()
  }
}
