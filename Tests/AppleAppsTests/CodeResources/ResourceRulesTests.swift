import AppleApps
import PropertyLists
import Testing

@Suite struct ResourceRulesTests {
  private static func sealed(optional: Bool = false, nested: Bool = false) -> ResourceRules.Verdict {
    .sealed(isOptional: optional, isNested: nested, isInDoubt: false)
  }

  @Test(
    arguments: [
      ("a", sealed()), ("Frameworks/A.framework/A", sealed()), ("Info.plist", .omitted),
      ("x/Info.plist", sealed()),
      ("PkgInfo", .omitted), ("version.plist", sealed()), (".DS_Store", .omitted),
      ("x/y/.DS_Store", .omitted),
      ("en.lproj/a.strings", sealed(optional: true)), ("x/en.lproj/a", sealed(optional: true)),
      ("Base.lproj/Main.nib", sealed()), ("x/Base.lproj/a", sealed(optional: true)),
      ("en.lproj/locversion.plist", .omitted), ("Base.lproj/locversion.plist", .omitted),
      ("App.dSYM/Contents/Info.plist", sealed()), ("embedded.mobileprovision", sealed()),
    ] as [(String, ResourceRules.Verdict)])
  func `seal a flat bundle`(path: String, verdict: ResourceRules.Verdict) {
    #expect(ResourceRules.flat.verdict(on: path) == verdict)
  }

  @Test(
    arguments: [
      ("Info.plist", sealed()), ("PkgInfo", sealed()), (".DS_Store", sealed()),
      ("en.lproj/a.strings", sealed(optional: true)), ("Base.lproj/Main.nib", sealed()),
      ("en.lproj/locversion.plist", .omitted),
    ] as [(String, ResourceRules.Verdict)])
  func `seal a flat bundle in version 1`(path: String, verdict: ResourceRules.Verdict) {
    #expect(ResourceRules.flatVersion1.verdict(on: path) == verdict)
  }

  @Test(
    arguments: [
      ("MacOS/tool", sealed(nested: true)), ("Frameworks/A.framework", sealed(nested: true)),
      ("Resources/a.png", sealed()), ("Resources/en.lproj/a", sealed(optional: true)),
      ("extra", sealed(nested: true)),
      ("Info.plist", .omitted), ("embedded.provisionprofile", sealed()),
      ("Library/LoginItems/a", sealed(nested: true)),
      ("Library/other/a", sealed()), ("Frameworks/A.dSYM", sealed()), ("Resources/.DS_Store", .omitted),
    ] as [(String, ResourceRules.Verdict)])
  func `seal a bundle of macOS`(path: String, verdict: ResourceRules.Verdict) {
    #expect(ResourceRules.macOS.verdict(on: path) == verdict)
  }

  @Test(
    arguments: [
      ("Resources/a", sealed()), ("MacOS/a", .omitted), ("version.plist", sealed()), ("x", .omitted),
    ]
      as [(String, ResourceRules.Verdict)])
  func `seal a bundle of macOS in version 1`(path: String, verdict: ResourceRules.Verdict) {
    #expect(ResourceRules.macOSVersion1.verdict(on: path) == verdict)
  }

  @Test func `are as heavy as they say, in doubt when two of one weight differ`() throws {
    func rule(_ weight: PropertyList, _ flags: String...) -> PropertyList {
      .dictionary(Dictionary(uniqueKeysWithValues: [("weight", weight)] + flags.map { ($0, .boolean(true)) }))
    }
    let rules = try ResourceRules(
      .dictionary([
        "^": rule(.real(20)), "^a": rule(.integer(20), "omit"), "^ab": rule(.real(21)), "^c": .boolean(false),
        "^d": rule(.real(30), "omit"), "^da": rule(.real(30), "omit"), "^e": rule(.real(20), "optional"),
      ]), field: "rules2", file: "f")
    #expect(rules.verdict(on: "b") == Self.sealed())
    #expect(rules.verdict(on: "a") == .sealed(isOptional: false, isNested: false, isInDoubt: true))
    #expect(rules.verdict(on: "ab") == Self.sealed())
    #expect(rules.verdict(on: "c") == Self.sealed())
    #expect(rules.verdict(on: "da") == .omitted)
    #expect(rules.verdict(on: "e") == Self.sealed())
  }

  @Test(
    arguments: [
      (.array([]), "rules2"), (.dictionary(["(": .boolean(true)]), "rules2: ("),
      (.dictionary(["a": .string("x")]), "rules2: a"),
      (.dictionary(["a": .dictionary(["weight": .string("1")])]), "rules2: a"),
      (.dictionary(["a": .dictionary(["weight": .real(.nan)])]), "rules2: a"),
    ] as [(PropertyList, String)])
  func `refuse what is none`(list: PropertyList, field: String) {
    #expect(throws: AppleError.malformed(.codeResources, field: field, offset: 0, file: "f")) {
      try ResourceRules(list, field: "rules2", file: "f")
    }
  }

  @Test func `are bounded in number, length and complexity`() {
    let many = Dictionary(uniqueKeysWithValues: (0..<129).map { ("\($0)", PropertyList.boolean(true)) })
    #expect(throws: AppleError.tooLarge(.codeResources, field: "rules", size: 129, limit: 128, file: "f")) {
      try ResourceRules(.dictionary(many), field: "rules", file: "f")
    }
    let long = PropertyList.dictionary([String(repeating: "a", count: 5000): .boolean(true)])
    #expect(throws: AppleError.tooLarge(.codeResources, field: "rules", size: 5000, limit: 4096, file: "f")) {
      try ResourceRules(long, field: "rules", file: "f")
    }
    #expect(throws: AppleError.unsupported(.codeResources, feature: "rules: .*a.{60}", file: "f")) {
      try ResourceRules(.dictionary([".*a.{60}": .boolean(true)]), field: "rules", file: "f")
    }
  }
}
