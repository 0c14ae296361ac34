import AppleApps
import Bytes
import Cryptography
import Testing

@Suite struct CodeIdentifierTests {
  @Test(
    arguments: [
      ("libfoo.dylib", "libfoo"), ("foo", "foo"), ("foo.9", "foo.9"), ("foo.2.3.4", "foo.2"),
      ("foo2.3", "foo2"),
      ("libx.1.2.dylib", "libx.1"), ("libx7.3.5.dylib", "libx7"), ("mumble.77.plugin", "mumble.77"),
      ("1.2.3", "1.2.3"), ("1.2.so", "1.2"), (".hidden", ".hidden"), ("", ""),
      ("com.acme.tool.bin", "com.acme.tool"),
    ])
  func `makes an identifier of a file's name as Apple does`(_ name: String, _ identifier: String) {
    #expect(CodeIdentifier.canonical(name) == identifier)
  }

  @Test func `takes the identifier that is linked into the code`() throws {
    let plist = """
      <?xml version="1.0"?><plist version="1.0"><dict><key>CFBundleIdentifier</key>\
      <string>com.acme.tool</string></dict></plist>
      """
    let file = try MachOFile(
      reading: MemorySource(SampleCode(infoPlist: Array(plist.utf8)).bytes), name: "bin/tool")
    #expect(try CodeIdentifier.of(file, path: "bin/tool") == "com.acme.tool")
    let without = try MachOFile(reading: MemorySource(SampleCode().bytes), name: "bin/tool.1.2")
    #expect(try CodeIdentifier.of(without, path: "bin/tool.1.2") == "tool.1")
  }

  @Test func `makes an ad-hoc identifier without a dot unique by the build`() throws {
    let uuid = (0..<16).map { UInt8($0 * 16) }
    let command = SampleCode.words(0x1b, 24) + uuid
    let suffix = "55554944" + "00102030405060708090a0b0c0d0e0f0"
    func identifier(_ bytes: [UInt8], _ path: String = "bin/tool", isAdHoc: Bool = true) throws -> String {
      try CodeIdentifier.of(
        MachOFile(reading: MemorySource(bytes), name: path), path: path, isAdHoc: isAdHoc)
    }
    let named = SampleCode(moreCommands: [command])
    #expect(try identifier(named.bytes) == "tool-\(suffix)")
    #expect(try identifier(named.bytes, "lib/libx.dylib") == "libx-\(suffix)")
    #expect(try identifier(named.bytes, isAdHoc: false) == "tool")
    #expect(try identifier(named.bytes, "bin/tool.1.2") == "tool.1")

    // Without LC_UUID, or with one of another size, the commands stand for it; 64-bit code has 4 bytes between the two.
    for other in [SampleCode(), SampleCode(moreCommands: [SampleCode.words(0x1b, 20, 1, 2, 3)])] {
      let bytes = other.bytes
      let commands = 32..<32 + Int(bytes[20]) + Int(bytes[21]) << 8
      let hash = Digest.hash(.sha1, bytes[..<28] + bytes[commands]).hex
      #expect(try identifier(bytes) == "tool-\(hash)")
    }
    // For whichever architecture it is asked, the answer is that of a Mac's.
    let intel = SampleCode(cpuType: 0x0100_0007, cpuSubtype: 3)
    #expect(try identifier(SampleCode.universal([intel, named])) == "tool-\(suffix)")
  }
}
