import AppleApps
import Bytes
import Cryptography
import FieldTools
import FoundationEssentials
import PropertyLists
import Testing

@Suite struct CodeResourcesTests {
  private static let workers = Workers(limit: 4)

  /// The content of a small app, in a folder of its own.
  private static let contents: [(String, ListedTree.Content)] = [
    ("Base.lproj/Main.nib", .text("x")), ("Fixture", .text("executable")), ("Info.plist", .text("info")),
    ("PkgInfo", .text("APPL????")), ("_CodeSignature", .folder),
    ("_CodeSignature/CodeResources", .text("old")),
    ("_CodeSignature/extra", .text("old")), ("CodeResources", .link("_CodeSignature/CodeResources")),
    ("_MASReceipt/receipt", .text("r")), ("en.lproj/a.strings", .text("a")),
    ("en.lproj/locversion.plist", .text("l")),
    ("link", .link("en.lproj")), (".DS_Store", .text("d")), ("res/ü.dat", .text("ü")),
    ("res/empty", .text("")),
    ("Frameworks/Kit.framework/_CodeSignature/CodeResources", .text("inner")),
    ("Frameworks/Kit.framework/Kit", .text("kit")), ("Fixture2", .text("other")), ("res", .folder),
  ]

  private static func tree(
    _ contents: [(String, ListedTree.Content)], under root: String = "Payload/Fixture.app"
  ) -> ListedTree {
    // Neighbours of the root that sort around it.
    let others: [(String, ListedTree.Content)] =
      root.isEmpty ? [] : [("\(root)-x/a", .text("a")), ("A", .text("a")), ("\(root)x", .text("a"))]
    return ListedTree(contents.map { (root.isEmpty ? $0.0 : "\(root)/\($0.0)", $0.1) } + others)
  }

  private static func seal(
    _ contents: [(String, ListedTree.Content)] = contents, digests: [HashAlgorithm] = [.sha256]
  ) throws -> [UInt8] {
    try CodeResources.seal(
      tree(contents), root: "Payload/Fixture.app", mainExecutable: "Fixture", digests: digests, layout: .flat,
      workers: workers)
  }

  @Test(arguments: [[HashAlgorithm.sha256], [.sha1, .sha256]])
  func `seals a flat bundle as Apple does`(digests: [HashAlgorithm]) throws {
    let list = try PropertyList(reading: Self.seal(digests: digests))
    let files = try #require(list["files"]?.dictionary)
    #expect(
      Set(files.keys) == [
        ".DS_Store", "Base.lproj/Main.nib", "Fixture2", "Frameworks/Kit.framework/Kit",
        "Frameworks/Kit.framework/_CodeSignature/CodeResources", "Info.plist", "PkgInfo",
        "en.lproj/a.strings",
        "res/empty", "res/ü.dat",
      ])
    #expect(files["PkgInfo"] == .data(Digest.hash(.sha1, Array("APPL????".utf8))))
    #expect(
      files["en.lproj/a.strings"]
        == .dictionary(["hash": .data(Digest.hash(.sha1, Array("a".utf8))), "optional": .boolean(true)]))
    let files2 = try #require(list["files2"]?.dictionary)
    #expect(
      Set(files2.keys) == [
        "Base.lproj/Main.nib", "Fixture2", "Frameworks/Kit.framework/Kit",
        "Frameworks/Kit.framework/_CodeSignature/CodeResources", "en.lproj/a.strings", "link", "res/empty",
        "res/ü.dat",
      ])
    #expect(files2["link"] == .dictionary(["symlink": .string("en.lproj")]))
    var nib = ["hash2": PropertyList.data(Digest.hash(.sha256, Array("x".utf8)))]
    if digests.contains(.sha1) { nib["hash"] = .data(Digest.hash(.sha1, Array("x".utf8))) }
    #expect(files2["Base.lproj/Main.nib"] == .dictionary(nib))
    #expect(files2["en.lproj/a.strings"]?["optional"] == .boolean(true))
    #expect(list["rules"] == ResourceRules.flatVersion1.propertyList)
    #expect(list["rules2"] == ResourceRules.flat.propertyList)
  }

  @Test func `is written as Apple writes it`() throws {
    let seal = try CodeResources.seal(
      ListedTree([("a", .text("a")), ("b", .link("a"))]), root: "", mainExecutable: nil, digests: [.sha256],
      layout: .flat, workers: Self.workers)
    #expect(
      String(decoding: seal, as: UTF8.self) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
        \t<key>files</key>
        \t<dict>
        \t\t<key>a</key>
        \t\t<data>
        \t\thvfkN/qlp/zhXR3cuerq6jd2Z7g=
        \t\t</data>
        \t</dict>
        \t<key>files2</key>
        \t<dict>
        \t\t<key>a</key>
        \t\t<dict>
        \t\t\t<key>hash2</key>
        \t\t\t<data>
        \t\t\typeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=
        \t\t\t</data>
        \t\t</dict>
        \t\t<key>b</key>
        \t\t<dict>
        \t\t\t<key>symlink</key>
        \t\t\t<string>a</string>
        \t\t</dict>
        \t</dict>
        \t<key>rules</key>
        \t<dict>
        \t\t<key>^.*</key>
        \t\t<true/>
        \t\t<key>^.*\\.lproj/</key>
        \t\t<dict>
        \t\t\t<key>optional</key>
        \t\t\t<true/>
        \t\t\t<key>weight</key>
        \t\t\t<real>1000</real>
        \t\t</dict>
        \t\t<key>^.*\\.lproj/locversion.plist$</key>
        \t\t<dict>
        \t\t\t<key>omit</key>
        \t\t\t<true/>
        \t\t\t<key>weight</key>
        \t\t\t<real>1100</real>
        \t\t</dict>
        \t\t<key>^Base\\.lproj/</key>
        \t\t<dict>
        \t\t\t<key>weight</key>
        \t\t\t<real>1010</real>
        \t\t</dict>
        \t\t<key>^version.plist$</key>
        \t\t<true/>
        \t</dict>
        \t<key>rules2</key>
        \t<dict>
        \t\t<key>.*\\.dSYM($|/)</key>
        \t\t<dict>
        \t\t\t<key>weight</key>
        \t\t\t<real>11</real>
        \t\t</dict>
        \t\t<key>^(.*/)?\\.DS_Store$</key>
        \t\t<dict>
        \t\t\t<key>omit</key>
        \t\t\t<true/>
        \t\t\t<key>weight</key>
        \t\t\t<real>2000</real>
        \t\t</dict>
        \t\t<key>^.*</key>
        \t\t<true/>
        \t\t<key>^.*\\.lproj/</key>
        \t\t<dict>
        \t\t\t<key>optional</key>
        \t\t\t<true/>
        \t\t\t<key>weight</key>
        \t\t\t<real>1000</real>
        \t\t</dict>
        \t\t<key>^.*\\.lproj/locversion.plist$</key>
        \t\t<dict>
        \t\t\t<key>omit</key>
        \t\t\t<true/>
        \t\t\t<key>weight</key>
        \t\t\t<real>1100</real>
        \t\t</dict>
        \t\t<key>^Base\\.lproj/</key>
        \t\t<dict>
        \t\t\t<key>weight</key>
        \t\t\t<real>1010</real>
        \t\t</dict>
        \t\t<key>^Info\\.plist$</key>
        \t\t<dict>
        \t\t\t<key>omit</key>
        \t\t\t<true/>
        \t\t\t<key>weight</key>
        \t\t\t<real>20</real>
        \t\t</dict>
        \t\t<key>^PkgInfo$</key>
        \t\t<dict>
        \t\t\t<key>omit</key>
        \t\t\t<true/>
        \t\t\t<key>weight</key>
        \t\t\t<real>20</real>
        \t\t</dict>
        \t\t<key>^embedded\\.provisionprofile$</key>
        \t\t<dict>
        \t\t\t<key>weight</key>
        \t\t\t<real>20</real>
        \t\t</dict>
        \t\t<key>^version\\.plist$</key>
        \t\t<dict>
        \t\t\t<key>weight</key>
        \t\t\t<real>20</real>
        \t\t</dict>
        \t</dict>
        </dict>
        </plist>

        """)
  }

  @Test func `seals the code inside a bundle of macOS by its signature`() throws {
    let contents: [(String, ListedTree.Content)] = [
      ("Info.plist", .text("i")), ("MacOS/App", .text("main")), ("MacOS/tool", .text("t")),
      ("Resources/a", .text("a")),
      ("Frameworks/A.framework/Versions/A/A", .text("a")), ("Frameworks/A.framework", .folder),
      ("Frameworks/A.framework-notes/x", .text("n")), ("Frameworks/Current.framework", .link("A.framework")),
      ("Resources/Inner.app/x", .text("x")), ("_CodeSignature/CodeResources", .text("old")),
    ]
    let code = ["Frameworks/A.framework", "Frameworks/A.framework-notes", "MacOS/tool"].map {
      (
        $0,
        NestedCode(cdhash: Array(repeating: UInt8($0.utf8.count), count: 20), requirement: "identifier \($0)")
      )
    }
    let tree = Self.tree(contents, under: "App.app/Contents")
    func seal(_ nested: [String: NestedCode]) throws -> [UInt8] {
      try CodeResources.seal(
        tree, root: "App.app/Contents", mainExecutable: "MacOS/App", digests: [.sha256], layout: .macOS,
        nested: nested, workers: Self.workers)
    }
    let nested = Dictionary(uniqueKeysWithValues: code)
    let bytes = try seal(nested)
    let list = try PropertyList(reading: bytes)
    #expect(list["files"]?.dictionary.map { Set($0.keys) } == ["Resources/Inner.app/x", "Resources/a"])
    #expect(
      list["files2"]?.dictionary.map { Set($0.keys) } == [
        "Frameworks/A.framework", "Frameworks/A.framework-notes", "Frameworks/Current.framework",
        "MacOS/tool",
        "Resources/Inner.app/x", "Resources/a",
      ])
    #expect(
      list["files2"]?["MacOS/tool"]
        == .dictionary([
          "cdhash": .data(Array(repeating: 10, count: 20)), "requirement": .string("identifier MacOS/tool"),
        ]))
    #expect(
      list["files2"]?["Frameworks/Current.framework"] == .dictionary(["symlink": .string("A.framework")]))
    let resources = try CodeResources(bytes, file: "f")
    #expect(
      resources.seals.filter { if case .nested = $0.content { true } else { false } }.map(\.path)
        == nested.keys.sorted())
    func flaws(_ contents: [(String, ListedTree.Content)]) throws -> [ResourceFlaw] {
      try resources.flaws(
        in: Self.tree(contents, under: "App.app/Contents"), root: "App.app/Contents",
        mainExecutable: "MacOS/App",
        workers: Self.workers)
    }
    #expect(try flaws(contents) == [])
    let changed =
      contents.filter { !["MacOS/tool", "Frameworks/Current.framework"].contains($0.0) } + [
        ("MacOS/other", .text("o")), ("Frameworks/Current.framework/x", .text("x")),
      ]
    #expect(
      try flaws(changed) == [
        ResourceFlaw(.kindChanged, "Frameworks/Current.framework"), ResourceFlaw(.added, "MacOS/other"),
        ResourceFlaw(.missing, "MacOS/tool"),
      ])
    #expect(throws: AppleError.cannotSign(.notCode(file: "App.app/Contents/MacOS/tool"))) {
      try seal(nested.filter { $0.key != "MacOS/tool" })
    }
  }

  @Test func `finds nothing wrong with what it sealed`() throws {
    for digests in [[HashAlgorithm.sha256], [.sha1, .sha256]] {
      let resources = try CodeResources(Self.seal(digests: digests), file: "f")
      #expect(resources.version == 2)
      #expect(
        try resources.flaws(
          in: Self.tree(Self.contents), root: "Payload/Fixture.app", mainExecutable: "Fixture",
          workers: Self.workers) == [])
    }
  }

  /// Each change of the sealed app, and what it is found to be.
  @Test(
    arguments: [
      ("res/empty", .text("no longer"), [ResourceFlaw(.altered, "res/empty")]),
      ("res/ü.dat", .text("v"), [ResourceFlaw(.altered, "res/ü.dat")]),
      ("res/new", .text(""), [ResourceFlaw(.added, "res/new")]),
      ("new.lproj/a.strings", .text(""), [ResourceFlaw(.added, "new.lproj/a.strings")]),
      ("newlink", .link("res"), [ResourceFlaw(.added, "newlink")]),
      ("res/ü.dat", nil, [ResourceFlaw(.missing, "res/ü.dat")]),
      ("link", nil, [ResourceFlaw(.missing, "link")]),
      ("en.lproj/a.strings", nil, []),
      ("en.lproj/a.strings", .text("b"), [ResourceFlaw(.altered, "en.lproj/a.strings")]),
      ("Base.lproj/Main.nib", nil, [ResourceFlaw(.missing, "Base.lproj/Main.nib")]),
      ("link", .link("Base.lproj"), [ResourceFlaw(.linkChanged, "link")]),
      ("link", .text("en.lproj"), [ResourceFlaw(.kindChanged, "link")]),
      ("link", .folder, [ResourceFlaw(.missing, "link")]),
      ("Fixture2", .link("res/empty"), [ResourceFlaw(.kindChanged, "Fixture2")]),
      ("Fixture", .text("changed"), []), ("Info.plist", .text("changed"), []), ("PkgInfo", nil, []),
      ("x/.DS_Store", .text("new"), []), ("_CodeSignature/more", .text("new"), []),
      ("_CodeSignatures", .text("new"), [ResourceFlaw(.added, "_CodeSignatures")]),
      ("de.lproj/locversion.plist", .text("new"), []), ("folder", .folder, []),
      (
        "Frameworks/Kit.framework/Kit", .text("cracked"),
        [ResourceFlaw(.altered, "Frameworks/Kit.framework/Kit")]
      ),
      (
        "Frameworks/Kit.framework/Info.plist", .text("i"),
        [ResourceFlaw(.added, "Frameworks/Kit.framework/Info.plist")]
      ),
    ] as [(String, ListedTree.Content?, [ResourceFlaw])])
  func `finds a change`(path: String, content: ListedTree.Content?, flaws: [ResourceFlaw]) throws {
    let resources = try CodeResources(Self.seal(), file: "f")
    let changed = Self.contents.filter { $0.0 != path } + (content.map { [(path, $0)] } ?? [])
    #expect(
      try resources.flaws(
        in: Self.tree(changed), root: "Payload/Fixture.app", mainExecutable: "Fixture", workers: Self.workers)
        == flaws)
  }

  @Test func `tells names apart that only normalisation makes one`() throws {
    let composed = "res/\u{fc}.dat"
    let decomposed = "res/u\u{308}.dat"
    let resources = try CodeResources(Self.seal([(composed, .text("x"))]), file: "f")
    func flaws(_ contents: [(String, ListedTree.Content)]) throws -> [ResourceFlaw.Kind] {
      try resources.flaws(
        in: Self.tree(contents), root: "Payload/Fixture.app", mainExecutable: nil, workers: Self.workers
      ).map(\.kind)
    }
    #expect(try flaws([(decomposed, .text("x"))]) == [.added, .missing])
    #expect(try flaws([(composed, .text("x")), (decomposed, .text("x"))]) == [.added])
    for content in [ListedTree.Content.text("y"), .link("y")] {
      #expect(
        throws: AppleError.unsupported(
          .codeResources, feature: "two paths that differ in Unicode normalisation only",
          file: "Payload/Fixture.app/\(composed)")
      ) { try Self.seal([(composed, .text("x")), (decomposed, content)]) }
    }
  }

  @Test func `reads each file once, large and small`() throws {
    var random = SystemRandomNumberGenerator()
    let sizes =
      [0, 1, 63, 64, 65, 1 << 18, 1 << 20, 1 << 20 + 1, 3 << 20 + 5, 2 << 20, 300_000, 1_500_000]
      + Array(1...600)
    let contents = sizes.enumerated().map { index, size in
      let byte = UInt8.random(in: 0...255, using: &random)
      return ("f\(index)", ListedTree.Content.file([UInt8](repeating: byte, count: size)))
    }
    let tree = ListedTree(contents)
    for digests in [[HashAlgorithm.sha256], [.sha1, .sha256]] {
      let before = tree.openings
      let seal = try CodeResources.seal(
        tree, root: "", mainExecutable: nil, digests: digests, layout: .flat, workers: Self.workers)
      #expect(tree.openings.count == contents.count)
      #expect(tree.openings.allSatisfy { $0.value == before[$0.key, default: 0] + 1 })
      let list = try PropertyList(reading: seal)
      for (path, content) in contents {
        guard case .file(let bytes) = content else { continue }
        #expect(list["files"]?[path] == .data(Digest.hash(.sha1, bytes)))
        #expect(list["files2"]?[path]?["hash2"] == .data(Digest.hash(.sha256, bytes)))
        #expect((list["files2"]?[path]?["hash"] != nil) == digests.contains(.sha1))
      }
      #expect(
        try CodeResources(seal, file: "f").flaws(
          in: tree, root: "", mainExecutable: nil, workers: Self.workers) == [])
    }
  }

  @Test func `goes by version 1 where there is no other`() throws {
    var list = try #require(PropertyList(reading: Self.seal()).dictionary)
    list["rules2"] = nil
    let resources = try CodeResources(PropertyList.dictionary(list).xml(), file: "f")
    #expect(resources.version == 1)
    let changed = Self.contents.filter { $0.0 != "PkgInfo" } + [("PkgInfo", .text("changed"))]
    #expect(
      try resources.flaws(
        in: Self.tree(changed), root: "Payload/Fixture.app", mainExecutable: "Fixture", workers: Self.workers)
        == [ResourceFlaw(.altered, "PkgInfo")])
  }

  @Test func `tells a file that has only digests it does not know`() throws {
    var list = try #require(PropertyList(reading: Self.seal()).dictionary)
    var files = try #require(list["files2"]?.dictionary)
    files["res/empty"] = .dictionary(["hash3": .data([1])])
    files["Fixture2"] = .dictionary(["hash2": .data([1])])
    list["files2"] = .dictionary(files)
    #expect(
      try CodeResources(PropertyList.dictionary(list).xml(), file: "f").flaws(
        in: Self.tree(Self.contents), root: "Payload/Fixture.app", mainExecutable: "Fixture",
        workers: Self.workers)
        == [ResourceFlaw(.altered, "Fixture2"), ResourceFlaw(.notComparable, "res/empty")])
  }

  @Test(
    arguments: [
      (.array([]), "files"), (.dictionary([:]), "files"), (.dictionary(["files": .dictionary([:])]), "rules"),
      (.dictionary(["files2": .array([]), "rules2": .dictionary([:])]), "files2"),
      (.dictionary(["files2": .dictionary(["a": .integer(1)]), "rules2": .dictionary([:])]), "files2: a"),
      (.dictionary(["files": .dictionary([:]), "rules": .dictionary(["[": .boolean(true)])]), "rules: ["),
    ] as [(PropertyList, String)])
  func `refuses`(list: PropertyList, field: String) {
    #expect(throws: AppleError.malformed(.codeResources, field: field, offset: 0, file: "f")) {
      try CodeResources(list.binary(), file: "f")
    }
  }

  @Test func `refuses what is no property list`() {
    #expect(throws: AppleError.propertyList(.notAPropertyList, file: "f")) {
      try CodeResources([1], file: "f")
    }
  }

  @Test func `says which file cannot be read`() throws {
    let tree = ListedTree([("a", .text("a"))])
    let lying = LyingTree(
      items: [BundleItem(path: "a", kind: .file(size: 5, isExecutable: false))], tree: tree)
    #expect(throws: AppleError.bytes(.truncated(path: "a", offset: 1, wanted: 5))) {
      try CodeResources.seal(
        lying, root: "", mainExecutable: nil, digests: [.sha256], layout: .flat, workers: Self.workers)
    }
  }

  /// A tree whose files have other sizes than it says.
  private struct LyingTree: BundleTree {
    let items: [BundleItem]
    let tree: ListedTree

    func source(of path: String) throws(AppleError) -> any ByteSource { try tree.source(of: path) }
  }

  /// An app of 2015 from which two files were taken, and to which others came; the rest is as Apple sealed it.
  @Test(.needs(Corpus("apple"))) func `finds what was done to a real app`() throws {
    let folder = Corpus("apple").path("Test.app")
    let bytes = [UInt8](
      try #require(FileManager.default.contents(atPath: "\(folder)/_CodeSignature/CodeResources")))
    let flaws = try CodeResources(bytes, file: "CodeResources").flaws(
      in: ListedTree(folder: folder), root: "", mainExecutable: "isignTestApp", workers: Self.workers)
    #expect(
      flaws.filter { $0.kind != .added } == [
        ResourceFlaw(.missing, "Frameworks/libswiftCore.dylib"),
        ResourceFlaw(.missing, "embedded.mobileprovision"),
      ])
    #expect(
      flaws.filter { $0.kind == .added }.map(\.path) == [
        "build.sh", "isignTestApp.xcodeproj/project.pbxproj",
        "isignTestApp.xcodeproj/project.xcworkspace/contents.xcworkspacedata",
        "isignTestApp.xcodeproj/project.xcworkspace/xcuserdata/neilk.xcuserdatad/UserInterfaceState.xcuserstate",
        "isignTestApp.xcodeproj/xcuserdata/neilk.xcuserdatad/xcschemes/isignTestApp.xcscheme",
        "isignTestApp.xcodeproj/xcuserdata/neilk.xcuserdatad/xcschemes/xcschememanagement.plist",
        "isignTestAppTests/Info.plist", "isignTestAppTests/isignTestAppTests.swift",
        "isignTestAppUITests/Info.plist",
        "isignTestAppUITests/isignTestAppUITests.swift",
      ])
  }
}
