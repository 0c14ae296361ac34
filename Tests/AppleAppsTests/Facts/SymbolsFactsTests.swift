import Archives
import FieldTools
import FoundationEssentials
import Testing

@testable import AppleApps

@Suite struct SymbolsFactsTests {
  private static func code(_ byte: UInt8, cpuType: UInt32 = 0x0100_000c) -> SampleCode {
    let uuid = [UInt8](repeating: byte, count: 16)
    return SampleCode(cpuType: cpuType, fileType: 10, moreCommands: [SampleCode.words(0x1b, 24) + uuid])
  }

  private static func text(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return [4, 2, 2, 2, 6].map { String(repeating: digits, count: $0) }.joined(separator: "-")
  }

  @Test func `says which builds each bundle is of`() throws {
    let folder = try TemporaryFolder()
    let both = SampleCode.universal([Self.code(0xab), Self.code(0xcd, cpuType: 0x0100_0007)])
    try folder.write("App.app.dSYM/Contents/Resources/DWARF/App", both)
    try folder.write("App.app.dSYM/Contents/Resources/DWARF/App.other", Self.code(0x11).bytes)
    try folder.write("App.app.dSYM/Contents/Info.plist", "<plist/>".utf8)
    try folder.write("Kit.framework.DSYM/Contents/Resources/DWARF/Kit", Self.code(0xef).bytes)
    try folder.write("Broken.dSYM/Contents/Resources/DWARF/Broken", both.prefix(40))
    try folder.write("Elsewhere.dSYM/Contents/Elsewhere", Self.code(0x22).bytes)
    try folder.write("Bare.dSYM/Contents/Resources/DWARF/Bare", SampleCode(fileType: 10).bytes)
    try folder.write("Notes/Contents/Resources/DWARF/Notes", Self.code(0x33).bytes)
    try folder.write("readme.dSYM.txt", "".utf8)
    let facts = try SymbolsFacts(folder: folder.path)
    #expect(
      facts.bundles == [
        .init(name: "App.app.dSYM", uuids: [Self.text(0x11), Self.text(0xab), Self.text(0xcd)]),
        .init(name: "Bare.dSYM", uuids: []), .init(name: "Broken.dSYM", uuids: []),
        .init(name: "Elsewhere.dSYM", uuids: []),
        .init(name: "Kit.framework.DSYM", uuids: [Self.text(0xef)]),
      ])
  }

  @Test func `a link out of the folder is refused`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("App.app.dSYM"), withDestinationPath: "/etc")
    #expect(
      throws: AppleError.archive(
        .escapingLink(archive: folder.path, entry: "App.app.dSYM", target: "/etc"))
    ) { try SymbolsFacts(folder: folder.path) }
  }

  @Test func `those of an archive that Xcode made are of its code`() throws {
    let folder = try SignedApp.unpack(.archive)
    let archive = try #require(try AppSource(folder: folder.file("demo.xcarchive")))
    var facts = try AppleFacts.read(AppContents(archive.tree))
    facts.symbols = try SymbolsFacts(folder: #require(archive.symbols))
    #expect(
      facts.symbols?.bundles.map(\.name) == ["Demo.app.dSYM", "DemoKit.framework.dSYM", "Share.appex.dSYM"])
    let findings = ApplePolicy.findings(payload: facts, for: .store, today: .now)
    #expect(findings.filter { $0.id.hasPrefix("apple-symbols") } == [])
  }
}
