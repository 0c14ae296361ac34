import AppleApps
import Archives
import Bytes
import FieldTools
import Testing

/// What a package has beside the app, which is copied as it is.
@Suite(.needs(.openssl)) struct BesideTheAppTests {
  private static let places = [
    "SwiftSupport/iphoneos/libswiftCore.dylib", "Symbols/0123.symbols", "Signatures/Kit.signature",
    "META-INF/com.apple.ZipMetadata.plist", "Payload/notes.txt",
  ]
  private static let data = [UInt8](repeating: 0x41, count: 5000)

  /// The signed app with files beside it, as a package.
  private static let package = Result {
    let app = try SignedApp.shared.get()
    var tree = DamagedTree(app.tree)
    for place in places { tree.write(place, data) }
    return try FileSource(path: app.write(tree, as: "beside.ipa"))
  }

  private static func bytes() throws -> [UInt8] {
    let source = try package.get()
    return try source.bytes(at: 0, count: source.count)
  }

  private static func contents(_ bytes: [UInt8]) throws -> AppContents {
    try AppContents(AppSource(package: MemorySource(bytes), name: "Demo.ipa").tree)
  }

  private static func sign(_ contents: AppContents) throws -> EditedTree {
    let plan = try SignedApp.plan(contents)
    return try AppleSigner.sign(contents, by: plan, workers: SignedApp.workers)
  }

  @Test func `is copied byte by byte`() throws {
    let app = try SignedApp.shared.get()
    let path = try app.write(Self.sign(Self.contents(Self.bytes())), as: "again.ipa")
    #expect(try SignedApp.verify(path).findings == [])
    let (before, after) = try (
      ZipDirectory(reading: Self.package.get()), ZipDirectory(reading: FileSource(path: path))
    )
    for place in Self.places {
      let (old, new) = try (#require(before.entry(named: place)), #require(after.entry(named: place)))
      #expect(new.method == 8 && new.crc32 == old.crc32)
      let (was, now) = try (before.dataRange(of: old), after.dataRange(of: new))
      #expect(
        try after.source.bytes(at: now.lowerBound, count: now.count)
          == before.source.bytes(at: was.lowerBound, count: was.count))
    }
  }

  @Test(arguments: places, ["data", "checksum"])
  func `is refused when it is damaged, by name`(_ place: String, _ damage: String) throws {
    var bytes = try Self.bytes()
    let directory = try ZipDirectory(reading: MemorySource(bytes))
    let entry = try #require(directory.entry(named: place))
    if damage == "data" {
      bytes[try directory.dataRange(of: entry).lowerBound + 3] ^= 0xff
    } else {
      // In the central directory and before the data.
      let name = Array(place.utf8)
      for start in bytes.indices.dropLast(name.count)
      where bytes[start..<start + name.count].elementsEqual(name) {
        bytes[start - (start < directory.centralDirectory.lowerBound ? 16 : 30)] ^= 1
      }
    }
    let contents = try Self.contents(bytes)
    let error = AppleError.archive(.corruptEntry(archive: "Demo.ipa", entry: place))
    #expect(throws: error) { try AppleVerifier.verify(contents, workers: SignedApp.workers) }
    #expect(throws: error) { try Self.sign(contents) }
  }

  @Test(
    arguments: [
      ("Symbols/0123.symbols", "Symbols/../a.symbols", "escapingEntry"),
      ("Symbols/0123.symbols", "/ymbols/0123.symbols", "escapingEntry"),
      ("Symbols/0123.symbols", "Symbols//123.symbols", "malformedName"),
      ("Symbols/0123.symbols", "Symbols/./23.symbols", "malformedName"),
      ("Signatures/Kit.signature", "Payload/notes.txt\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", "malformedName"),
    ])
  func `is refused when its name leads elsewhere`(_ name: String, _ other: String, _ error: String) throws {
    try Self.expect(error, renaming: name, to: other)
  }

  @Test func `is refused when it is there twice`() throws {
    let app = try SignedApp.shared.get()
    var tree = DamagedTree(app.tree)
    tree.write("Symbols/a", "one")
    tree.write("Symbols/b", "two")
    let source = try FileSource(path: app.write(tree, as: "twice.ipa"))
    try Self.expect(
      "duplicateEntry", renaming: "Symbols/b", to: "Symbols/a",
      in: source.bytes(at: 0, count: source.count))
  }

  /// Expects an error over a package in which a name was put in the place of another.
  private static func expect(
    _ error: String, renaming name: String, to other: String, in bytes: [UInt8]? = nil
  ) throws {
    var bytes = try bytes ?? Self.bytes()
    let (old, new) = (Array(name.utf8), Array(other.utf8))
    try #require(old.count == new.count)
    for start in bytes.indices.dropLast(old.count) where bytes[start..<start + old.count].elementsEqual(old) {
      bytes.replaceSubrange(start..<start + old.count, with: new)
    }
    let damaged = bytes
    #expect("\(other)") {
      _ = try contents(damaged)
    } throws: {
      "\($0)".hasPrefix("archive(Archives.ArchiveError.\(error)")
    }
  }
}
