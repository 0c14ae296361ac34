import AppleApps
import Archives
import Bytes
import FieldTools
import Testing

/// Packages whose entries mean one thing to who reads names and another to a device.
struct PackageTreeTests {
  /// Entries of a package, and how the error begins.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let error: String
    let offender: String
    let entries: [(name: String, contents: String, mode: UInt32)]

    init(
      _ flaw: String, _ error: String, _ offender: String,
      _ entries: (name: String, contents: String, mode: UInt32)...
    ) {
      (testDescription, self.error, self.offender, self.entries) = (flaw, error, offender, entries)
    }
  }

  private static let info = """
    <plist><dict><key>CFBundleExecutable</key><string>Demo</string>\
    <key>CFBundleIdentifier</key><string>com.example.demo</string></dict></plist>
    """
  private static let file: UInt32 = 0o100644
  private static let link: UInt32 = 0o120755

  private static let cases: [Case] = [
    Case("no Payload", "missing", "Payload/*.app", ("Demo.app/Info.plist", info, file)),
    Case("Payload without an app", "missing", "Payload/*.app", ("Payload/Demo.txt", "", file)),
    Case("app is a file", "missing", "Payload/*.app", ("Payload/Demo.app", "", file)),
    Case("app is a link", "missing", "Payload/*.app", ("Payload/Demo.app", "Other", link)),
    Case(
      "two apps", "severalApps", "Payload/Other.app", ("Payload/Demo.app/Info.plist", info, file),
      ("Payload/Other.app/Info.plist", info, file)),
    Case(
      "a link to the app beside it", "severalApps", "Payload/Other.app",
      ("Payload/Demo.app/Info.plist", info, file), ("Payload/Other.app", "Demo.app", link)),
    Case(
      "link out of the app", "archive(Archives.ArchiveError.escapingLink", "Payload/Demo.app/out",
      ("Payload/Demo.app/Info.plist", info, file), ("Payload/Demo.app/out", "../../SwiftSupport", link)),
    Case(
      "link out of the package", "archive(Archives.ArchiveError.escapingLink", "Payload/out",
      ("Payload/out", "../../etc", link)),
    Case(
      "absolute link", "archive(Archives.ArchiveError.escapingLink", "/etc/passwd",
      ("Payload/Demo.app/out", "/etc/passwd", link)),
    Case(
      "entry below a link", "archive(Archives.ArchiveError.escapingLink", "Payload/Demo.app/a/b",
      ("Payload/Demo.app/a", "PlugIns", link), ("Payload/Demo.app/a/b", "", file)),
    Case(
      "link in place of a folder", "archive(Archives.ArchiveError.duplicateEntry", "Payload/Demo.app/a",
      ("Payload/Demo.app/a/b", "", file), ("Payload/Demo.app/a", "PlugIns", link)),
    Case(
      "entry below a file", "archive(Archives.ArchiveError.duplicateEntry", "Payload/Demo.app/a",
      ("Payload/Demo.app/a", "", file), ("Payload/Demo.app/a/b", "", file)),
    Case(
      "file and folder of one name", "archive(Archives.ArchiveError.duplicateEntry", "Payload/Demo.app/a",
      ("Payload/Demo.app/a", "", file), ("Payload/Demo.app/a/", "", 0o040755)),
    Case(
      "names of two normal forms", "archive(Archives.ArchiveError.duplicateEntry",
      "Payload/Demo.app/e\u{301}",
      ("Payload/Demo.app/\u{e9}", "same", file), ("Payload/Demo.app/e\u{301}", "same", file)),
    Case(
      "folders of two normal forms", "archive(Archives.ArchiveError.duplicateEntry",
      "Payload/Demo.app/e\u{301}", ("Payload/Demo.app/\u{e9}/a", "", file),
      ("Payload/Demo.app/e\u{301}/b", "", file)),
    Case(
      "name with an empty part", "archive(Archives.ArchiveError.malformedName", "Payload//Demo.app/Demo",
      ("Payload/Demo.app/Demo", "one", file), ("Payload//Demo.app/Demo", "two", file)),
    Case(
      "name with a dot for a part", "archive(Archives.ArchiveError.malformedName", "Payload/./Demo.app/Demo",
      ("Payload/Demo.app/Demo", "one", file), ("Payload/./Demo.app/Demo", "two", file)),
    Case(
      "name of 5,000 bytes", "archive(Archives.ArchiveError.malformedName", "a/a/a",
      ("Payload" + String(repeating: "/a", count: 2_500), "", file)),
    Case(
      "pipe", "archive(Archives.ArchiveError.specialFile", "Payload/Demo.app/pipe",
      ("Payload/Demo.app/pipe", "", 0o010644)),
    Case(
      "link that is called a folder", "archive(Archives.ArchiveError.specialFile", "Payload/Demo.app/a/",
      ("Payload/Demo.app/a/", "", link)),
  ]

  @Test(arguments: cases)
  func `one error names the offender`(_ flaw: Case) throws {
    let package = try Self.package(flaw.entries)
    #expect {
      _ = try AppContents(AppSource(package: package, name: "Demo.ipa").tree)
    } throws: { error in
      let words = "\(error)"
      return words.hasPrefix(flaw.error) && words.contains(flaw.offender)
    }
  }

  @Test func `a stored entry is read only when its checksum is right`() throws {
    let name = "Payload/Demo.app/data"
    let package = try Self.package([(name, "some bytes", Self.file)])
    var bytes = try package.bytes(at: 0, count: package.count)
    let tree = try PackageTree(ZipDirectory(reading: MemorySource(bytes), name: "Demo.ipa"))
    let range = try tree.directory.dataRange(of: #require(tree.entry(at: name)))
    #expect(try tree.bytes(of: name) == Array("some bytes".utf8))
    bytes[range.lowerBound] ^= 1
    let damaged = try PackageTree(ZipDirectory(reading: MemorySource(bytes), name: "Demo.ipa"))
    #expect(throws: AppleError.archive(.corruptEntry(archive: "Demo.ipa", entry: name))) {
      try damaged.source(of: name)
    }
  }

  @Test func `a name that is no text is refused`() throws {
    let package = try Self.package([("Payload/Demo.app/X", "", Self.file)])
    var bytes = try package.bytes(at: 0, count: package.count)
    for index in bytes.indices.dropFirst() where bytes[index - 1] == 0x2f && bytes[index] == 0x58 {
      bytes[index] = 0xff
    }
    #expect(
      throws: AppleError.archive(.malformedName(archive: "Demo.ipa", entry: "Payload/Demo.app/\u{fffd}"))
    ) {
      try AppSource(package: MemorySource(bytes), name: "Demo.ipa")
    }
  }

  @Test func `what is no ZIP is no package`() {
    #expect(throws: AppleError.archive(.notAnArchive(archive: "Demo.ipa"))) {
      try AppSource(package: MemorySource(Array("no package".utf8)), name: "Demo.ipa")
    }
  }

  private static func package(
    _ entries: [(name: String, contents: String, mode: UInt32)]
  ) throws -> MemorySource {
    let folder = try TemporaryFolder()
    let file = try AtomicFile(path: folder.file("package"))
    _ = try ZipWriter(level: 0, time: 0, date: 33).write(
      entries.map {
        ZipWriter.Item(
          name: $0.name, contents: MemorySource(Array($0.contents.utf8)), externalAttributes: $0.mode << 16)
      }, to: file, workers: Workers(limit: 1))
    return MemorySource(try file.bytes(at: 0, count: file.count))
  }
}
