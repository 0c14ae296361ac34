import AppleApps
import Archives
import Bytes
import FieldTools
import FoundationEssentials
import Glibc
import PropertyLists
import Testing

/// Folders that are no app that can be signed: one error names what is wrong, and everything stays as it was.
@Suite(.needs(.openssl)) struct BadAppTests {
  /// A flaw of the app in `Demo.app`, and how its error begins.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The case of ``AppleError``.
    let error: String
    /// What the error names.
    let offender: String
    let damage: @Sendable (TemporaryFolder) throws -> Void

    init(
      _ flaw: String, _ error: String, _ offender: String,
      damage: @escaping @Sendable (TemporaryFolder) throws -> Void
    ) {
      (testDescription, self.error, self.offender, self.damage) = (flaw, error, offender, damage)
    }
  }

  private static let info = "Demo.app/Info.plist"

  @Sendable private static func remove(_ name: String, _ folder: TemporaryFolder) throws {
    try FileManager.default.removeItem(atPath: folder.file(name))
  }

  @Sendable private static func link(_ name: String, _ target: String, _ folder: TemporaryFolder) throws {
    try? FileManager.default.removeItem(atPath: folder.file(name))
    try FileManager.default.createSymbolicLink(atPath: folder.file(name), withDestinationPath: target)
  }

  /// Puts a value into an `Info.plist`; nil takes it out.
  @Sendable private static func set(
    _ key: String, _ value: PropertyList?, in name: String = info, _ folder: TemporaryFolder
  ) throws {
    var list = try #require(try PropertyList(reading: folder.read(name)).dictionary)
    list[key] = value
    try folder.write(name, PropertyList.dictionary(list).encoded(as: .xml))
  }

  private static func nested(_ levels: Int) -> String {
    "<plist><dict><key>a</key>" + String(repeating: "<array>", count: levels)
      + String(repeating: "</array>", count: levels) + "</dict></plist>"
  }

  /// An array that holds itself.
  private static let cycle: [UInt8] =
    Array("bplist00".utf8) + [0xa1, 0x00, 0x08] + [0, 0, 0, 0, 0, 0, 1, 1] + [0, 0, 0, 0, 0, 0, 0, 1]
    + [0, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 10]

  private static let cases: [Case] = [
    Case("no Info.plist", "missing", "Info.plist") { try remove(info, $0) },
    Case("Info.plist is a folder", "missing", "Info.plist") {
      try remove(info, $0)
      try $0.write("\(info)/inside", [])
    },
    Case("Info.plist is a link", "missing", "Info.plist") { try link(info, "PkgInfo", $0) },
    Case("Info.plist is no dictionary", "malformed", "Payload/\(info)") {
      try $0.write(info, "<plist><array/></plist>".utf8)
    },
    Case("Info.plist is no property list", "propertyList", "Payload/\(info)") {
      try $0.write(info, "x".utf8)
    },
    Case("Info.plist is empty", "propertyList", "Payload/\(info)") { try $0.write(info, []) },
    Case("Info.plist with a cycle", "propertyList", "Payload/\(info)") { try $0.write(info, cycle) },
    Case("Info.plist of 200 levels", "propertyList", "Payload/\(info)") {
      try $0.write(info, nested(200).utf8)
    },
    Case("Info.plist of a framework is no property list", "propertyList", "DemoKit.framework/Info.plist") {
      try $0.write("Demo.app/Frameworks/DemoKit.framework/Info.plist", "x".utf8)
    },
    Case("no executable", "missing", "Demo") { try remove("Demo.app/Demo", $0) },
    Case("no CFBundleExecutable", "missing", "CFBundleExecutable") { try set("CFBundleExecutable", nil, $0) },
    Case("CFBundleExecutable is a number", "missing", "CFBundleExecutable") {
      try set("CFBundleExecutable", .integer(1), $0)
    },
    Case("CFBundleExecutable is empty", "missing", "Payload/Demo.app") {
      try set("CFBundleExecutable", .string(""), $0)
    },
    Case("CFBundleExecutable with a slash", "missing", "PlugIns/Share.appex/Share") {
      try set("CFBundleExecutable", .string("PlugIns/Share.appex/Share"), $0)
    },
    Case("CFBundleExecutable of another case", "missing", "demo") {
      try set("CFBundleExecutable", .string("demo"), $0)
    },
    Case("CFBundleExecutable is a folder", "missing", "Frameworks") {
      try set("CFBundleExecutable", .string("Frameworks"), $0)
    },
    Case("CFBundleExecutable is a link", "missing", "Link") {
      try link("Demo.app/Link", "Demo", $0)
      try set("CFBundleExecutable", .string("Link"), $0)
    },
    Case("CFBundleExecutable is Info.plist", "malformed", "Payload/\(info)") {
      try set("CFBundleExecutable", .string("Info.plist"), $0)
    },
    Case("extension without executable", "missing", "Payload/Demo.app/PlugIns/Share.appex") {
      try remove("Demo.app/PlugIns/Share.appex/Share", $0)
    },
    Case(
      "extension without Info.plist", "missing(file: \"Info.plist\"", "Payload/Demo.app/PlugIns/Share.appex"
    ) {
      try remove("Demo.app/PlugIns/Share.appex/Info.plist", $0)
    },
    Case("framework without Info.plist", "missing(file: \"Info.plist\"", "DemoKit.framework") {
      try remove("Demo.app/Frameworks/DemoKit.framework/Info.plist", $0)
    },
    Case("framework without anything", "missing(file: \"Info.plist\"", "Frameworks/Empty.framework") {
      try $0.write("Demo.app/Frameworks/Empty.framework/Headers/Empty.h", [])
    },
    Case("framework without the executable that it names", "missing(file: \"Kit\"", "DemoKit.framework") {
      try set(
        "CFBundleExecutable", .string("Kit"), in: "Demo.app/Frameworks/DemoKit.framework/Info.plist", $0)
    },
    Case("framework whose executable is a number", "missing", "DemoKit.framework") {
      try set("CFBundleExecutable", .integer(1), in: "Demo.app/Frameworks/DemoKit.framework/Info.plist", $0)
    },
    Case("tests without the executable that they name", "missing(file: \"Tests\"", "PlugIns/Demo.xctest") {
      try $0.write(
        "Demo.app/PlugIns/Demo.xctest/Info.plist",
        "<plist><dict><key>CFBundleExecutable</key><string>Tests</string></dict></plist>".utf8)
    },
    Case("executable is text", "malformed", "Payload/Demo.app/Demo") {
      try $0.write("Demo.app/Demo", "#!/bin/sh\necho this is no code, whatever it is called\n".utf8)
    },
    Case("executable is empty", "malformed", "Payload/Demo.app/Demo") { try $0.write("Demo.app/Demo", []) },
    Case("framework's executable is text", "malformed", "DemoKit.framework/DemoKit") {
      try $0.write("Demo.app/Frameworks/DemoKit.framework/DemoKit", "short".utf8)
    },
    Case("two bundles with one id", "malformed", "com.example.demo") {
      try set(
        "CFBundleIdentifier", .string("com.example.DEMO"), in: "Demo.app/PlugIns/Share.appex/Info.plist", $0)
    },
    Case("link out of the app", "archive", "entry: \"out\"") { try link("Demo.app/out", "../other", $0) },
    Case("link out of the app and back", "archive", "entry: \"out\"") {
      try link("Demo.app/out", "../Demo.app/Demo", $0)
    },
    Case("absolute link", "archive", "/etc/passwd") { try link("Demo.app/out", "/etc/passwd", $0) },
    Case("pipe", "archive", "pipe") { try #require(mkfifo($0.file("Demo.app/pipe"), 0o644) == 0) },
    Case("profile that is no CMS", "malformed", "Payload/Demo.app/embedded.mobileprovision") {
      try $0.write("Demo.app/embedded.mobileprovision", "<plist><dict/></plist>".utf8)
    },
    Case("profile is a folder", "malformed", "Payload/Demo.app/embedded.mobileprovision") {
      try $0.write("Demo.app/embedded.mobileprovision/inside", [])
    },
    Case("_CodeSignature is a link", "malformed", "Payload/Demo.app/_CodeSignature") {
      try link("Demo.app/_CodeSignature", "Frameworks", $0)
    },
    Case("CodeResources is a link", "malformed", "Payload/Demo.app/_CodeSignature/CodeResources") {
      try $0.write("Demo.app/_CodeSignature/other", [])
      try link("Demo.app/_CodeSignature/CodeResources", "../Info.plist", $0)
    },
    Case("names of two normal forms", "archive", "e\u{301}") {
      try $0.write("Demo.app/\u{e9}", "one".utf8)
      try $0.write("Demo.app/e\u{301}", "two".utf8)
    },
    Case("folders of two normal forms", "archive", "e\u{301}") {
      try $0.write("Demo.app/\u{e9}.bundle/one", "one".utf8)
      try $0.write("Demo.app/e\u{301}.bundle/two", "two".utf8)
    },
  ]

  @Test(arguments: cases)
  func `one error names the offender, and nothing is touched`(_ flaw: Case) throws {
    let folder = try SignedApp.unpack(.app)
    try flaw.damage(folder)
    let before = try Self.listing(folder)
    do {
      let source = try #require(try AppSource(folder: folder.file("Demo.app")))
      let app = try SignedApp(source.tree, in: folder)
      try app.write(as: "Demo.ipa")
      Issue.record("it was signed")
    } catch let error as AppleError {
      let words = "\(error)"
      #expect(words.hasPrefix(flaw.error) && words.contains(flaw.offender), "\(words)")
    }
    #expect(try Self.listing(folder) == before)
  }

  @Test(
    arguments: [
      ("no app", "missing", "Products/Applications/*.app", []),
      ("two apps", "severalApps", "Payload/Demo.app", ["Demo.app/Info.plist", "Other.app/Info.plist"]),
      ("an app that is a file", "missing", "Products/Applications/*.app", ["Other.app"]),
    ] as [(String, String, String, [String])])
  func `an archive has one app`(
    _ flaw: String, _ error: String, _ offender: String, _ files: [String]
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write("Demo.xcarchive/Info.plist", "<plist><dict/></plist>".utf8)
    for file in files {
      try folder.write("Demo.xcarchive/Products/Applications/\(file)", "<plist><dict/></plist>".utf8)
    }
    #expect("\(flaw)") {
      _ = try AppContents(#require(try AppSource(folder: folder.file("Demo.xcarchive"))).tree)
    } throws: {
      "\($0)".hasPrefix(error) && "\($0)".contains(offender)
    }
  }

  @Test func `names that differ in case only are two files`() throws {
    let folder = try SignedApp.unpack(.app)
    try folder.write("Demo.app/Name.txt", "one".utf8)
    try folder.write("Demo.app/name.txt", "two".utf8)
    let app = try SignedApp(folder)
    let seals = try app.tree.seals(of: SignedApp.top)
    #expect(seals["Name.txt"] != nil && seals["Name.txt"]?.content != seals["name.txt"]?.content)
    #expect(try SignedApp.verify(app.write(as: "Demo.ipa")).findings == [])
  }

  @Test func `an executable is found in whichever normal form its name is`() throws {
    let folder = try SignedApp.unpack(.app)
    try FileManager.default.moveItem(
      atPath: folder.file("Demo.app/Demo"), toPath: folder.file("Demo.app/De\u{301}mo"))
    try Self.set("CFBundleExecutable", .string("D\u{e9}mo"), folder)
    let app = try SignedApp(folder)
    #expect(try app.tree.seals(of: SignedApp.top).keys.allSatisfy { $0 != "D\u{e9}mo" })
    #expect(app.tree.items.count { $0.path == "Payload/Demo.app/D\u{e9}mo" } == 1)
    #expect(try SignedApp.verify(app.write(as: "Demo.ipa")).findings == [])
  }

  @Test func `code with an accent behind a slash is signed`() throws {
    let folder = try SignedApp.unpack(.app)
    try folder.write("Demo.app/Frameworks/\u{301}x.dylib", folder.read("Demo.app/Frameworks/libloose.dylib"))
    let app = try SignedApp(folder)
    let verification = try SignedApp.verify(app.write(as: "Demo.ipa"))
    #expect(verification.findings == [] && verification.facts.looseCode.count == 2)
  }

  @Test func `an executable that is cut off is malformed, wherever`() throws {
    let unsigned = try SignedApp.unpack(.app)
    let source = try #require(try AppSource(folder: unsigned.file("Demo.app")))
    for tree in [source.tree, try SignedApp.shared.get().tree] as [any BundleTree] {
      let code = try tree.bytes(of: SignedApp.executable)
      for length in stride(from: 0, to: code.count, by: 97) {
        var cut = DamagedTree(tree)
        cut.write(SignedApp.executable, Array(code.prefix(length)))
        let damaged = cut
        #expect("\(length) bytes") {
          _ = try AppleVerifier.verify(AppContents(damaged), workers: SignedApp.workers)
        } throws: { error in
          "\(error)".hasPrefix("malformed") && "\(error)".contains(SignedApp.executable)
        }
      }
    }
  }

  /// What is in the folder, with the contents of the files.
  private static func listing(_ folder: TemporaryFolder) throws -> [String: [UInt8]?] {
    var listing: [String: [UInt8]?] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let isFile =
        try? FileManager.default.attributesOfItem(atPath: folder.file(path))[.type] as? FileAttributeType
      listing[path] = .some(isFile == .typeRegular ? try folder.read(path) : nil)
    }
    return listing
  }
}
