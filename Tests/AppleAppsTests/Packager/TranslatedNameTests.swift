import AppleApps
import PropertyLists
import Testing

@Suite struct TranslatedNameTests {
  private static let english = "\(SampleApp.app)/en.lproj/InfoPlist.strings"
  private static let table = "\(SampleApp.app)/InfoPlist.loctable"

  private static func rename(with others: [String: ListedTree.Content]) throws -> AppContents {
    var sample = SampleApp()
    sample.others.merge(others) { $1 }
    return try AppEdits(name: "Brand").applied(to: sample.contents())
  }

  private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    ([0xfeff] + Array(text.utf16)).flatMap { unit in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
      return bigEndian ? bytes.reversed() : bytes
    }
  }

  private static func list(_ value: String, as format: PropertyListFormat) -> [UInt8] {
    PropertyList.dictionary(["CFBundleDisplayName": .string(value), "Other": .integer(1)]).encoded(as: format)
  }

  static let old: [(form: String, bytes: [UInt8])] = [
    ("text", Array("\"CFBundleDisplayName\" = \"Old\";".utf8)),
    ("a mark in front", [0xef, 0xbb, 0xbf] + Array("CFBundleDisplayName=Old;".utf8)),
    ("comments", Array("// One\n/* Two; */ 'CFBundleDisplayName' /**/ = /* = */ 'Old' // End\n;\n".utf8)),
    ("escapes", Array(#""CFBundle\U0044isplay\116ame" = "\Old";"#.utf8)),
    (
      "not the first",
      Array("A;\n\"B\\\"\" = \"; CFBundleDisplayName = New;\";CFBundleDisplayName = Old;".utf8)
    ),
    ("twice", Array("CFBundleDisplayName = Brand; CFBundleDisplayName = Old;".utf8)),
    ("UTF-16, little-endian", utf16("\"CFBundleDisplayName\" = \"Old\";", bigEndian: false)),
    ("UTF-16, big-endian", utf16("\"CFBundleDisplayName\" = \"Old\";", bigEndian: true)),
    ("XML", list("Old", as: .xml)),
    ("binary", list("Old", as: .binary)),
  ]

  @Test(arguments: old)
  func `a translation that would hide the new name is refused`(form: String, bytes: [UInt8]) {
    #expect(
      throws: AppleError.cannotEdit(
        .overridden(file: Self.english, key: "CFBundleDisplayName", value: "Old"))
    ) {
      try Self.rename(with: [Self.english: .file(bytes)])
    }
  }

  static let harmless: [(form: String, bytes: [UInt8])] = [
    ("nothing", []),
    ("no name", Array("/* CFBundleDisplayName = \"Old\"; */\nNSCameraUsageDescription = \"Old\";".utf8)),
    ("the name as a value", Array("\"Key\" = \"CFBundleDisplayName\";".utf8)),
    ("the new name", Array("CFBundleDisplayName = \"Brand\";".utf8)),
    ("the new name in binary", list("Brand", as: .binary)),
  ]

  @Test(arguments: harmless)
  func `other translations stay as they are`(form: String, bytes: [UInt8]) throws {
    let edited = try Self.rename(with: [Self.english: .file(bytes)])
    #expect(try edited.info(SampleApp.app)["CFBundleDisplayName"] == .string("Brand"))
    #expect(try edited.bytes(Self.english) == bytes)
  }

  static let unreadable: [(form: String, content: ListedTree.Content)] = [
    ("no semicolon", .text("\"A\" = \"B\"")),
    ("no value", .text("\"A\" = ;")),
    ("an open comment", .text("/* \"A\" = \"B\";")),
    ("an open comment of a character", .text("/*")),
    ("an open string", .text("\"A\" = \"B;")),
    ("an open escape", .text("\"A\" = \"\\")),
    ("a short escape", .text("\"A\" = \"\\U12")),
    ("a signed escape", .text("\"A\" = \"\\U+123\";")),
    ("an escape of another set", .text("\"A\" = \"\\200\";")),
    ("an array", .text("A = (B, C);")),
    ("half a character", .file([0xff, 0xfe, 0x41])),
    ("another encoding", .file([0x41, 0x3d, 0xe4, 0x3b])),
    ("UTF-16 without a mark", .file([0x41, 0x00, 0x3b, 0x00])),
    ("broken XML", .text("<plist><dict>")),
    ("a broken list", .text("bplist00")),
    ("an array in XML", .file(PropertyList.array([]).xml())),
    ("a link", .link("../other.strings")),
  ]

  @Test(arguments: unreadable)
  func `a translation that cannot be read is refused`(form: String, content: ListedTree.Content) {
    #expect(throws: AppleError.cannotEdit(.unreadableTranslations(file: Self.english))) {
      try Self.rename(with: [Self.english: content])
    }
  }

  @Test func `a name for one device in a translation is refused`() {
    #expect(
      throws: AppleError.cannotEdit(
        .overridden(file: Self.english, key: "CFBundleDisplayName~ipad", value: "Old"))
    ) {
      try Self.rename(with: [Self.english: .text("\"CFBundleDisplayName~ipad\" = Old;")])
    }
  }

  @Test(arguments: ["InfoPlist.stringsdict", "InfoPlist~ipad.strings", "InfoPlist-iphoneos.strings"])
  func `every file that may hold a translation is looked into`(_ name: String) {
    let file = "\(SampleApp.app)/de.lproj/\(name)"
    let forms = PropertyList.dictionary(["NSStringLocalizedFormatKey": .string("Alt")])
    for (value, shown) in [(PropertyList.string("Alt"), "Alt"), (forms, "")] {
      let list = PropertyList.dictionary(["CFBundleDisplayName": value])
      #expect(
        throws: AppleError.cannotEdit(.overridden(file: file, key: "CFBundleDisplayName", value: shown))
      ) {
        try Self.rename(with: [file: .file(list.xml())])
      }
    }
  }

  @Test func `a table of all languages is looked into`() throws {
    let languages = PropertyList.dictionary([
      "LocProvenance": .dictionary([:]), "de": .dictionary(["CFBundleDisplayName": .string("Alt")]),
    ])
    #expect(
      throws: AppleError.cannotEdit(.overridden(file: Self.table, key: "CFBundleDisplayName", value: "Alt"))
    ) {
      try Self.rename(with: [Self.table: .file(languages.binary())])
    }
    #expect(throws: AppleError.cannotEdit(.unreadableTranslations(file: Self.table))) {
      try Self.rename(with: [Self.table: .text("de")])
    }
  }

  @Test func `names of extensions and in other edits are nobody's concern`() throws {
    let strings = ListedTree.Content.text("CFBundleDisplayName = Old;")
    let edited = try Self.rename(with: [
      "\(SampleApp.share)/en.lproj/InfoPlist.strings": strings, "\(SampleApp.app)/InfoPlist.strings": strings,
    ])
    #expect(edited.app.info["CFBundleDisplayName"] == .string("Brand"))
    var sample = SampleApp()
    sample.others[Self.english] = strings
    #expect(
      try AppEdits(build: "9").applied(to: sample.contents()).app.info["CFBundleVersion"] == .string("9"))
  }
}
