import AppleApps
import Archives
import Bytes
import FieldTools
import FoundationEssentials
import PropertyLists
import Testing

/// From a built app to a signed one, and what other tools make of that.
@Suite(.needs(.openssl)) struct SigningTests {
  private static let code = [
    SignedApp.executable, "\(SignedApp.framework)/DemoKit", "\(SignedApp.appExtension)/Share",
    SignedApp.library,
  ]

  @Test(arguments: [SignedApp.Payload.archive, .app])
  func `what was signed verifies, and all code in it`(_ payload: SignedApp.Payload) throws {
    let app = try SignedApp(SignedApp.unpack(payload), payload)
    #expect(app.plan.gaps == [])
    let verification = try SignedApp.verify(app.write(as: "Demo.ipa"))
    #expect(verification.verified && verification.findings == [])
    let code = verification.facts.code
    #expect(code.count == (payload == .app ? 4 : 3))
    for signature in code.flatMap(\.architectures).map(\.signature) {
      let signature = try #require(signature)
      #expect(signature.team == AppleAuthority.team && signature.chainEnd == .trusted)
      #expect(signature.certificates.count == 3 && signature.signingTime == SignedApp.time)
    }
    #expect(verification.facts.bundles.map(\.hasCodeResources) == [true, true, true])
  }

  @Test func `only main executables have entitlements, and each its own identifier`() throws {
    let facts = try SignedApp.verify(SignedApp.shared.get().tree).facts
    let signatures = Dictionary(
      uniqueKeysWithValues: facts.code.map { ($0.path, $0.architectures[0].signature) })
    #expect(
      Self.code.map { signatures[$0]??.identifier } == [
        "com.example.demo", "com.example.demo.kit", "com.example.demo.share", "libloose",
      ])
    #expect(
      Self.code.map { signatures[$0]??.entitlements["application-identifier"]?.string } == [
        "ABCDE12345.com.example.demo", nil, "ABCDE12345.com.example.demo.share", nil,
      ])
    #expect(Self.code.map { signatures[$0]??.hasDEREntitlements } == [true, false, true, false])
  }

  @Test(.needs(.unzip))
  func `modes and links are in the package, and unzip gives what was signed`() throws {
    let app = try SignedApp(SignedApp.unpack(.app))
    let path = try app.write(as: "Demo.ipa")
    let listing = try Tool.unzip.run(["-Z", path]).text.split(separator: "\n")
    func mode(_ name: String) -> Substring? { listing.first { $0.hasSuffix(" \(name)") }?.prefix(10) }
    for code in Self.code { #expect(mode(code) == "-rwxr-xr-x") }
    #expect(mode("\(SignedApp.top)/Info.plist") == "-rw-r--r--")
    #expect(mode("\(SignedApp.top)/Frameworks/Current.framework") == "lrwxr-xr-x")
    #expect(try Tool.unzip.run(["-q", path, "-d", app.folder.file("unpacked")]).status == 0)
    let unpacked = try #require(try AppSource(folder: app.folder.file("unpacked/\(SignedApp.top)")))
    #expect(try unpacked.tree.contents() == app.tree.contents())
    #expect(try SignedApp.verify(unpacked.tree).findings == [])
  }

  @Test func `an executable without its mode gets one`() throws {
    let folder = try SignedApp.unpack(.app)
    let executable = folder.file("Demo.app/Demo")
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: executable)
    let app = try SignedApp(folder)
    #expect(app.tree.items.contains { $0.path == SignedApp.executable && $0.isExecutableFile })
  }

  @Test func `the same time gives the same bytes`() throws {
    let first = try SignedApp(SignedApp.unpack(.app))
    let second = try SignedApp(SignedApp.unpack(.app))
    try first.write(as: "Demo.ipa")
    try second.write(as: "Demo.ipa")
    #expect(try first.folder.read("Demo.ipa") == second.folder.read("Demo.ipa"))
  }

  @Test func `app, archive and package of one app get the same signed contents`() throws {
    let archive = try SignedApp(SignedApp.unpack(.archive), .archive)
    let unsigned = try #require(try AppSource(folder: archive.folder.file("demo.xcarchive"))).tree
    let path = try archive.write(EditedTree(unsigned), as: "unsigned.ipa")
    let package = try SignedApp(
      AppSource(package: FileSource(path: path), name: path).tree, in: archive.folder)
    let folder = try #require(
      try AppSource(folder: archive.folder.file("demo.xcarchive/Products/Applications/Demo.app")))
    let app = try SignedApp(folder.tree, in: archive.folder)
    #expect(try package.tree.contents() == archive.tree.contents())
    #expect(try app.tree.contents() == archive.tree.contents())
  }

  @Test func `signing a package again copies what does not change as it is`() throws {
    let app = try SignedApp(SignedApp.unpack(.app))
    let first = try ZipDirectory(reading: FileSource(path: app.write(as: "first.ipa")))
    let again = try SignedApp(PackageTree(first), in: app.folder)
    let second = try ZipDirectory(reading: FileSource(path: again.write(as: "second.ipa")))
    #expect(try PackageTree(second).contents() == app.tree.contents())
    #expect(try SignedApp.verify(PackageTree(second)).findings == [])

    let unchanged = first.entries.filter { !again.tree.changedPaths.contains($0.name) }
    #expect(unchanged.contains { $0.name.hasSuffix("Localizable.strings") } && unchanged.count > 8)
    for entry in unchanged {
      let copy = try #require(second.entry(named: entry.name))
      #expect(copy.method == entry.method && copy.externalAttributes == entry.externalAttributes)
      #expect(try second.data(of: copy) == first.data(of: entry), "\(entry.name)")
    }
  }

  @Test func `what is beside the app stays as it is, signed or not`() throws {
    let folder = try SignedApp.unpack(.archive)
    let library = try folder.read("demo.xcarchive/Products/Applications/Demo.app/Demo")
    try folder.write("demo.xcarchive/SwiftSupport/iphoneos/libswiftCore.dylib", library)
    try folder.write("demo.xcarchive/Signatures/Kit.xcframework-ios.signature", "signed elsewhere".utf8)
    let app = try SignedApp(folder, .archive)
    let path = try app.write(as: "Demo.ipa")
    let package = try AppSource(package: FileSource(path: path), name: path).tree
    #expect(try package.bytes(of: "SwiftSupport/iphoneos/libswiftCore.dylib") == library)
    #expect(
      try package.bytes(of: "Signatures/Kit.xcframework-ios.signature") == Array("signed elsewhere".utf8))
    let verification = try SignedApp.verify(path)
    #expect(verification.findings == [])
    #expect(verification.facts.foldersBesidePayload == ["Signatures", "SwiftSupport"])
  }

  @Test func `openssl finds the signature over the CodeDirectory good`() throws {
    let app = try SignedApp.shared.get()
    let scratch = try TemporaryFolder()
    for path in Self.code {
      let signature = try #require(try app.tree.code(at: path).slices[0].signature())
      let outcome = try Tool.openssl.run(
        [
          "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any", "-ignore_critical",
          "-in", scratch.write("cms", #require(signature.cms)),
          "-content", scratch.write("directory", signature.directories[0].bytes),
          "-CAfile", scratch.write("root.pem", AppleAuthority.shared.get().pem("root.pem")), "-out",
          "/dev/null",
        ])
      #expect(outcome.status == 0, "\(path): \(outcome.text)")
    }
  }

  @Test func `a watch app for old systems has both digests, and the app around it one`() throws {
    let folder = try SignedApp.unpack(.app)
    let watch = "Demo.app/Watch/Watch.app"
    var info = try #require(try PropertyList(reading: folder.read("Demo.app/Info.plist")).dictionary)
    info["CFBundleIdentifier"] = .string("com.example.demo.watchkitapp")
    try folder.write("\(watch)/Info.plist", PropertyList.dictionary(info).encoded(as: .binary))
    try folder.write("\(watch)/en.lproj/a.strings", "a".utf8)
    try folder.write("\(watch)/Demo", OtherCode.forWatch(folder.read("Demo.app/Demo")))
    let identifiers = ["", ".share", ".watchkitapp"].map { "com.example.demo\($0)" }
    let app = try SignedApp(folder, profiles: identifiers.map { SignedApp.profile($0) })
    let path = "Payload/\(watch)"
    let directories = try #require(try app.tree.code(at: "\(path)/Demo").slices[0].signature()).directories
    #expect(directories.map(\.hash) == [.sha1, .sha256])
    let seals = try (app.tree.seals(of: path), app.tree.seals(of: SignedApp.top))
    guard case .file(let inner)? = seals.0["en.lproj/a.strings"]?.content,
      case .file(let outer)? = seals.1["Watch/Watch.app/en.lproj/a.strings"]?.content
    else {
      Issue.record("the files are not sealed")
      return
    }
    #expect(Set(inner.keys) == [.sha1, .sha256] && Set(outer.keys) == [.sha256])
    #expect(try SignedApp.verify(app.write(as: "Demo.ipa")).findings == [])
  }

  @Test func `an app that may be debugged says so where its code is mapped`() throws {
    var profiles = ["com.example.demo", "com.example.demo.share"].map { SignedApp.profile($0) }
    for index in profiles.indices {
      profiles[index].isDebuggable = true
      profiles[index].certificate = "development"
      profiles[index].devices = ["00008030-001A2B3C4D5E6F70"]
    }
    let app = try SignedApp(SignedApp.unpack(.app), signer: "development", profiles: profiles)
    let flags = try Self.code.map {
      try app.tree.code(at: $0).slices[0].signature()?.best.executableSegment?.flags
    }
    #expect(flags == [0x11, 0, 0x11, 0])
    let verification = try SignedApp.verify(app.tree)
    #expect(verification.findings == [])
    #expect(
      ApplePolicy.findings(facts: verification.facts, for: .debug, today: .now)
        .filter { $0.severity == .error } == [])
  }

  @Test func `an ad hoc signature holds, and holds no team`() throws {
    let folder = try SignedApp.unpack(.app)
    let contents = try AppContents(#require(try AppSource(folder: folder.file("Demo.app"))).tree)
    let plan = AppleSigningPlan(
      for: try AppleFacts.read(contents), identity: nil, chain: nil, profiles: [],
      entitlements: ["com.example.demo": .given(["get-task-allow": .boolean(true)])], time: SignedApp.time)
    let verification = try SignedApp.verify(
      AppleSigner.sign(contents, by: plan, workers: SignedApp.workers))
    #expect(verification.findings == [])
    let signatures = verification.facts.code.flatMap(\.architectures).compactMap(\.signature)
    #expect(
      signatures.map(\.isAdHoc) == [true, true, true, true] && signatures.allSatisfy { $0.team == nil })
    #expect(verification.facts.app?.code?.architectures[0].signature?.entitlements.count == 1)
  }

  @Test func `symbols and object files are sealed and not signed`() throws {
    let folder = try SignedApp.unpack(.app)
    let code = try folder.read("Demo.app/Demo")
    for (name, type) in [("Frameworks/Kit.dSYM/Contents/Resources/DWARF/Kit", 10), ("part.o", 1)] {
      var file = code
      file[12] = UInt8(type)
      try folder.write("Demo.app/\(name)", file)
    }
    let app = try SignedApp(folder)
    let verification = try SignedApp.verify(app.tree)
    #expect(verification.findings == [])
    #expect(verification.facts.looseCode.map(\.fileType).sorted() == ["dsym", "dylib", "object"])
    let path = "Payload/Demo.app/part.o"
    #expect(try app.tree.bytes(of: path) == folder.read("Demo.app/part.o"))
    #expect(try app.tree.seals(of: SignedApp.top)["part.o"] != nil)
  }
}

extension BundleItem {
  fileprivate var isExecutableFile: Bool { if case .file(_, true) = kind { true } else { false } }
}

extension ZipDirectory {
  /// An entry's data as it stands in the archive.
  fileprivate func data(of entry: ZipEntry) throws -> [UInt8] {
    let range = try dataRange(of: entry)
    return try source.bytes(at: range.lowerBound, count: range.count)
  }
}
