import Bytes
import Testing

@testable import AndroidApps

@Suite struct BinaryXMLTests {
  /// A manifest whose attributes have names that lie about their resource ids.
  private func builder(isUTF8: Bool = false) -> (BinaryXMLBuilder, package: UInt32) {
    var builder = BinaryXMLBuilder()
    builder.isUTF8 = isUTF8
    builder.resourceIDs = [AttributeID.debuggable.rawValue, AttributeID.minSdkVersion.rawValue]
    _ = builder.index("notDebuggable")
    _ = builder.index("")
    let package = builder.index("package")
    return (builder, package)
  }

  private func minimal(isUTF8: Bool = false, id: String = "com.example.app") -> [UInt8] {
    var (builder, package) = builder(isUTF8: isUTF8)
    builder.start("manifest", [(package, 3, builder.index(id))])
    builder.start("uses-sdk", [(1, 0x10, 21)])
    builder.end("uses-sdk")
    builder.start("application", [(0, 0x12, .max)])
    builder.end("application")
    builder.end("manifest")
    return builder.bytes
  }

  @Test(arguments: [false, true])
  func `goes by resource ids, not names`(isUTF8: Bool) throws {
    let manifest = try AndroidManifest(binaryXML: minimal(isUTF8: isUTF8))
    #expect(manifest.isDebuggable)
    #expect(manifest.minSDK == 21)
    #expect(manifest.applicationID == "com.example.app")
  }

  @Test(arguments: [false, true], ["\u{1F600} Приложение", String(repeating: "ö", count: 200)])
  func `reads both encodings, also with lengths of two units`(isUTF8: Bool, id: String) throws {
    #expect(try AndroidManifest(binaryXML: minimal(isUTF8: isUTF8, id: id)).applicationID == id)
  }

  @Test func `reads a string of more than 32,767 units`() throws {
    let id = String(repeating: "x", count: 70_000)
    #expect(try AndroidManifest(binaryXML: minimal(id: id)).applicationID == id)
  }

  @Test func `refuses what is no binary XML, with the offset`() {
    #expect(
      throws: AndroidError.malformed(
        .binaryXML, field: "chunk header", offset: 0, file: "AndroidManifest.xml")
    ) {
      try AndroidManifest(binaryXML: [])
    }
    #expect(
      throws: AndroidError.malformed(.binaryXML, field: "chunk size", offset: 0, file: "AndroidManifest.xml")
    ) {
      try AndroidManifest(binaryXML: Array("<?xml version=\"1.0\"?>".utf8))
    }
  }

  @Test func `refuses a chunk that claims more than there is`() throws {
    var bytes = minimal()
    bytes.replaceSubrange(12..<16, with: [0xff, 0xff, 0xff, 0x7f])
    #expect(
      throws: AndroidError.malformed(.binaryXML, field: "chunk size", offset: 8, file: "AndroidManifest.xml")
    ) {
      try AndroidManifest(binaryXML: bytes)
    }
  }

  @Test func `refuses a pool with more strings than bytes`() throws {
    var bytes = minimal()
    bytes.replaceSubrange(16..<20, with: [0xff, 0xff, 0xff, 0xff])
    #expect(
      throws: AndroidError.malformed(
        .stringPool, field: "stringCount", offset: 16, file: "AndroidManifest.xml")
    ) {
      try AndroidManifest(binaryXML: bytes)
    }
  }

  @Test func `refuses elements nested without end`() throws {
    var (builder, package) = builder()
    builder.start("manifest", [(package, 3, builder.index("a.b"))])
    for _ in 0..<100 { builder.start("deep") }
    let bytes = builder.bytes
    #expect(
      throws: AndroidError.tooLarge(
        .binaryXML, field: "depth", size: 65, limit: 64, file: "AndroidManifest.xml")
    ) {
      try AndroidManifest(binaryXML: bytes)
    }
  }

  @Test func `refuses elements that are not closed, closed twice or second roots`() throws {
    for unbalanced in ["open", "closed", "second"] {
      var (builder, package) = builder()
      builder.start("manifest", [(package, 3, builder.index("a.b"))])
      if unbalanced != "open" { builder.end("manifest") }
      if unbalanced == "closed" { builder.end("manifest") }
      if unbalanced == "second" { builder.start("manifest") }
      let bytes = builder.bytes
      #expect(throws: AndroidError.self, "\(unbalanced)") { try AndroidManifest(binaryXML: bytes) }
    }
  }

  @Test func `refuses many strings that share one long text`() throws {
    // Every string of the pool is the same 30 KB, so that a thousand attributes would take 30 MB.
    let text = String(repeating: "y", count: 30_000)
    var (builder, package) = builder(isUTF8: true)
    builder.start("manifest", [(package, 3, builder.index(text))])
    let first = builder.strings.count
    for _ in 0..<1000 { builder.strings.append("z") }
    builder.start(
      "application", (0..<1000).map { (name: UInt32(0), type: UInt8(3), data: UInt32(first + $0)) })
    builder.end("application")
    builder.end("manifest")
    var bytes = builder.bytes
    // Point them all at the long text.
    let table = 8 + 28
    let long = 4 * (builder.strings.firstIndex(of: text) ?? 0)
    for index in 0..<1000 {
      let entry = table + 4 * (first + index)
      bytes.replaceSubrange(entry..<entry + 4, with: bytes[table + long..<table + long + 4])
    }
    #expect {
      try AndroidManifest(binaryXML: bytes)
    } throws: { error in
      if case AndroidError.tooLarge(.stringPool, field: "text", _, _, _) = error { true } else { false }
    }
  }

  @Test func `asks for a manifest element with a package`() throws {
    var (builder, _) = builder()
    builder.start("manifest")
    builder.end("manifest")
    let bytes = builder.bytes
    #expect(throws: AndroidError.manifest(element: "manifest", attribute: "package")) {
      try AndroidManifest(binaryXML: bytes)
    }
  }

  @Test func `refuses an SDK version that is a reference`() throws {
    var (builder, package) = builder()
    builder.start("manifest", [(package, 3, builder.index("a.b"))])
    builder.start("uses-sdk", [(1, 0x01, 0x7f01_0000)])
    builder.end("uses-sdk")
    builder.end("manifest")
    let bytes = builder.bytes
    #expect(throws: AndroidError.manifest(element: "uses-sdk", attribute: "android:minSdkVersion")) {
      try AndroidManifest(binaryXML: bytes)
    }
  }
}
