import AppleApps
import Archives
import Bytes
import FieldTools
import FoundationEssentials
import PropertyLists
import Testing

@Suite struct AppEditsTests {
  @Test func `no edits leave the app as it is`() throws {
    let contents = try SampleApp().contents()
    #expect(AppEdits().isEmpty)
    #expect(try !(AppEdits().applied(to: contents).tree is EditedTree))
    #expect(!AppEdits(name: "Sample").isEmpty)
    let same = AppEdits(bundleID: "com.example.sample", version: "1.0", build: "7", name: "Sample")
    #expect(try !(same.applied(to: contents).tree is EditedTree))
  }

  @Test func `an identifier is changed with all that are under it`() throws {
    let contents = try SampleApp().contents()
    let edited = try AppEdits(bundleID: "org.Brand.red").applied(to: contents)
    #expect(edited.app.identifier == "org.Brand.red")
    let identifiers = Dictionary(uniqueKeysWithValues: edited.bundles.map { ($0.path, $0.identifier) })
    #expect(
      identifiers == [
        SampleApp.app: "org.Brand.red", SampleApp.share: "org.Brand.red.Share",
        SampleApp.clip: "org.Brand.red.Clip", SampleApp.watch: "org.Brand.red.watchkitapp",
        SampleApp.watchExtension: "org.Brand.red.watchkitapp.watchkitextension",
        SampleApp.kit: "org.Brand.red.kit", SampleApp.foreign: "org.others.Foreign",
      ])
    #expect(try edited.info(SampleApp.watch)["WKCompanionAppBundleIdentifier"] == .string("org.Brand.red"))
    let attributes = try edited.info(SampleApp.watchExtension)["NSExtension"]?["NSExtensionAttributes"]
    #expect(attributes?["WKAppBundleIdentifier"] == .string("org.Brand.red.watchkitapp"))
    #expect(edited.bundles.map(\.path) == contents.bundles.map(\.path))
    #expect(edited.bundles.map(\.executable) == contents.bundles.map(\.executable))
  }

  @Test func `an identifier that begins with the old one is put in once`() throws {
    let edited = try AppEdits(bundleID: "com.example.sample.Share").applied(to: SampleApp().contents())
    #expect(
      Set(edited.bundles.compactMap(\.identifier)).isSuperset(of: [
        "com.example.sample.Share", "com.example.sample.Share.Share", "com.example.sample.Share.Clip",
      ]))
  }

  @Test func `only strings that are an identifier and nothing more change`() throws {
    var sample = SampleApp()
    let old: [String: PropertyList] = [
      "CFBundleURLTypes": .array([
        .dictionary([
          "CFBundleURLName": .string("com.example.sample"),
          "CFBundleURLSchemes": .array([.string("sample"), .string("com.example.sample.oauth")]),
        ])
      ]),
      "NSUserActivityTypes": .array([.string("com.example.sample.open"), .string("com.example.sample")]),
      "INIntentsSupported": .array([.string("SampleIntent")]),
      "Extension": .string("com.example.sample.Share"),
      "OtherCase": .string("com.Example.sample"), "Prefixed": .string("ABCDE12345.com.example.sample"),
      "CFBundleName": .string("com.example.sample"), "CFBundleDisplayName": .string("com.example.sample"),
      "CFBundleIconFiles~ipad": .array([.string("com.example.sample")]),
      "com.example.sample": .integer(1), "Data": .data([1, 2]), "Real": .real(0.5),
      "Date": .date(Date(timeIntervalSince1970: 1_000_000_000)),
    ]
    sample.infos[SampleApp.app]?.merge(old) { $1 }
    var expected = try #require(sample.infos[SampleApp.app])
    expected["CFBundleIdentifier"] = .string("org.brand")
    expected["CFBundleURLTypes"] = .array([
      .dictionary([
        "CFBundleURLName": .string("org.brand"),
        "CFBundleURLSchemes": .array([.string("sample"), .string("com.example.sample.oauth")]),
      ])
    ])
    expected["NSUserActivityTypes"] = .array([.string("com.example.sample.open"), .string("org.brand")])
    expected["Extension"] = .string("org.brand.Share")
    let edited = try AppEdits(bundleID: "org.brand").applied(to: sample.contents())
    #expect(try edited.info(SampleApp.app) == expected)
  }

  @Test func `an executable that is named like the app keeps its name`() throws {
    var sample = SampleApp()
    sample.infos[SampleApp.app]?["CFBundleExecutable"] = .string("com.example.sample")
    let edited = try AppEdits(bundleID: "org.brand").applied(to: sample.contents())
    #expect(edited.app.executable == "\(SampleApp.app)/com.example.sample")
  }

  @Test func `version and build are those of all that run, and frameworks keep theirs`() throws {
    var sample = SampleApp()
    sample.infos[SampleApp.share]?["CFBundleShortVersionString"] = nil
    sample.infos[SampleApp.clip]?["CFBundleVersion"] = .integer(7)
    let contents = try sample.contents()
    let edited = try AppEdits(version: "4.2.1", build: "007").applied(to: contents)
    for path in SampleApp.processes {
      var expected = try #require(sample.infos[path])
      expected["CFBundleShortVersionString"] = .string("4.2.1")
      expected["CFBundleVersion"] = .string("007")
      #expect(try edited.info(path) == expected, "\(path)")
    }
    let changed = (edited.tree as? EditedTree)?.changedPaths
    #expect(changed == Set(SampleApp.processes.map { "\($0)/Info.plist" }))
  }

  @Test func `the name is the app's alone`() throws {
    let contents = try SampleApp().contents()
    let edited = try AppEdits(name: "Größe <&> 日本").applied(to: contents)
    #expect((edited.tree as? EditedTree)?.changedPaths == ["\(SampleApp.app)/Info.plist"])
    var expected = try contents.info(SampleApp.app)
    expected["CFBundleDisplayName"] = .string("Größe <&> 日本")
    #expect(try edited.info(SampleApp.app) == expected)
  }

  @Test func `a name in another normalisation is another`() throws {
    var sample = SampleApp()
    sample.infos[SampleApp.app]?["CFBundleDisplayName"] = .string("Caf\u{e9}")
    let edited = try AppEdits(name: "Cafe\u{301}").applied(to: sample.contents())
    #expect(try edited.info(SampleApp.app)["CFBundleDisplayName"]?.string?.utf8.count == 6)
  }

  @Test func `an Info.plist keeps its form, and all other files their bytes`() throws {
    let contents = try SampleApp().contents()
    let edited = try AppEdits(bundleID: "org.brand", version: "2", build: "3", name: "Brand")
      .applied(to: contents)
    #expect(edited.tree.items.map(\.path) == contents.tree.items.map(\.path))
    for bundle in edited.bundles {
      let isBinary = SampleApp().binary.contains(bundle.path)
      #expect(bundle.infoFormat == (isBinary ? .binary : .xml), "\(bundle.path)")
      #expect(try bundle.infoBytes == edited.bytes(bundle.infoPath))
    }
    let untouched = contents.tree.items.filter { item in
      guard case .file = item.kind else { return false }
      return !item.path.hasSuffix("/Info.plist") || item.path.hasPrefix(SampleApp.foreign)
    }
    #expect(untouched.count == 11)
    for item in untouched {
      #expect(try edited.bytes(item.path) == contents.bytes(item.path), "\(item.path)")
    }
  }

  @Test func `edits of an edited app are carried on`() throws {
    let contents = try SampleApp().contents()
    let first = try AppEdits(name: "Brand").applied(to: contents)
    let second = try AppEdits(build: "9").applied(to: first)
    let tree = try #require(second.tree as? EditedTree)
    #expect(tree.base is ListedTree)
    #expect(tree.changedPaths.contains("\(SampleApp.app)/Info.plist"))
    let info = try second.info(SampleApp.app)
    #expect(info["CFBundleDisplayName"] == .string("Brand"))
    #expect(info["CFBundleVersion"] == .string("9"))
  }

  @Test(.needs(.python)) func `Python reads what is asked for and nothing else`() throws {
    let contents = try SampleApp().contents()
    let edited = try AppEdits(bundleID: "org.brand", version: "2.0", build: "30", name: "Bränd")
      .applied(to: contents)
    let folder = try TemporaryFolder()
    for (name, app) in [("old", contents), ("new", edited)] {
      for bundle in app.bundles {
        try folder.write("\(name)/\(bundle.path)/Info.plist", app.bytes(bundle.infoPath))
      }
    }
    let script = """
      import os, plistlib, sys
      top, binary, running = sys.argv[1], sys.argv[2].split(','), sys.argv[3].split(',')
      app = running[0]
      count = 0
      for folder, _, files in os.walk(top + '/old'):
        if 'Info.plist' not in files: continue
        path = os.path.relpath(folder, top + '/old')
        data = [open(f'{top}/{side}/{path}/Info.plist', 'rb').read() for side in ('old', 'new')]
        want, found = map(plistlib.loads, data)
        assert data[1].startswith(b'bplist00' if path in binary else b'<?xml'), path
        old = want['CFBundleIdentifier']
        want['CFBundleIdentifier'] = old.replace('com.example.sample', 'org.brand')
        if path in running:
          want['CFBundleShortVersionString'], want['CFBundleVersion'] = '2.0', '30'
        if path == app: want['CFBundleDisplayName'] = 'Br\\u00e4nd'
        if 'WKCompanionAppBundleIdentifier' in want: want['WKCompanionAppBundleIdentifier'] = 'org.brand'
        if 'NSExtension' in want:
          want['NSExtension']['NSExtensionAttributes']['WKAppBundleIdentifier'] = 'org.brand.watchkitapp'
        assert want == found, (path, want, found)
        count += 1
      print(count)
      """
    let outcome = try Tool.python.run([
      "-c", script, folder.path, SampleApp().binary.joined(separator: ","),
      SampleApp.processes.joined(separator: ","),
    ])
    #expect(outcome.text == "7\n")
  }

  /// As a run does it: out of a package, edited, signed, and into another package.
  @Test func `an edited app can be signed, and what is signed are the edits`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("x"), withIntermediateDirectories: true)
    try ArchiveReader(path: "\(Repository.folder)/fixtures/apple/demo.xcarchive.tar.xz")
      .extractTree("demo.xcarchive/Products/Applications/Demo.app", to: folder.file("x"))
    let workers = Workers(limit: 1)
    let unsigned = try AtomicFile(path: folder.file("unsigned.ipa"))
    _ = try IPAWriter().write(
      FolderTree([.init(folder: folder.file("x"), at: "Payload/Demo.app")]), to: unsigned, workers: workers)
    let contents = try AppContents(AppSource(package: unsigned, name: "unsigned.ipa").tree)
    let old = try #require(contents.app.identifier)

    let edited = try AppEdits(bundleID: "org.brand", build: "9", name: "Brand").applied(to: contents)
    let plan = AppleSigningPlan(
      for: try AppleFacts.read(edited), identity: nil, chain: nil, profiles: [],
      time: Date(timeIntervalSince1970: 1_800_000_000))
    let signed = try AppleSigner.sign(edited, by: plan, workers: workers)
    let file = try AtomicFile(path: folder.file("signed.ipa"))
    _ = try IPAWriter().write(signed, to: file, workers: workers)

    let again = try AppContents(AppSource(package: file, name: "signed.ipa").tree)
    let verification = try AppleVerifier.verify(again, workers: workers)
    #expect(verification.verified, "\(verification.findings)")
    let app = try #require(verification.facts.app)
    #expect(app.identifier == "org.brand")
    #expect(app.build == "9")
    #expect(app.name == "Brand")
    #expect(app.code?.architectures.first?.signature?.identifier == "org.brand")
    #expect(again.bundles.allSatisfy { $0.identifier?.hasPrefix(old) == false })
  }
}
