import AppleApps
import Bytes
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
}
