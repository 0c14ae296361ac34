import AppleApps
import Archives
import Bytes
import Cryptography
import FieldTools
import PropertyLists
import Releases
import Testing

/// Apps in the layout of macOS, whose seals know the code inside by its signature.
@Suite(.needs(.openssl)) struct MacAppTests {
  private static let signed = Result {
    try SignedApp(
      MacApp.tree(), in: TemporaryFolder(), profiles: [MacApp.profile],
      entitlements: ["com.example.mac": .given(["com.apple.security.app-sandbox": .boolean(true)])])
  }

  private static func best(_ tree: any BundleTree, _ path: String, slice: Int = 0) throws -> CodeSignature {
    try #require(try tree.code(at: path).slices[slice].signature())
  }

  /// The code in each place of the app's seal.
  private static let nested = [
    ("Frameworks/Kit.framework", "\(MacApp.framework)/Versions/A/Kit", 1),
    ("Frameworks/libextra.dylib", MacApp.library, 0), ("MacOS/tool", MacApp.tool, 0),
    ("XPCServices/Service.xpc", "\(MacApp.service)/Contents/MacOS/Service", 0),
    ("Library/LoginItems/Login.app", "\(MacApp.login)/Contents/MacOS/Login", 0),
  ]

  @Test func `what was signed verifies, and the checker thinks so too`() throws {
    let app = try Self.signed.get()
    #expect(app.plan.gaps == [])
    #expect(try SignedApp.verify(app.tree).findings == [])
    let folder = app.folder.file("Mac.app")
    try AppFolder.write(app.tree, from: MacApp.top, to: folder, linkingTo: nil)
    let root = try app.folder.write("root.pem", AppleAuthority.shared.get().pem("root.pem"))
    guard Tool.python.isThere else { return }
    let outcome = try Tool.python.run(
      [Repository.folder + "/scripts/check-code-signature.py", "--ca", root, folder])
    #expect(outcome.status == 0, "\(outcome.text)")
    #expect(outcome.text.components(separatedBy: "ok  ").count == 12, "\(outcome.text)")
  }

  @Test func `code inside is sealed by its cdhash and its requirement`() throws {
    let tree = try Self.signed.get().tree
    let path = "\(MacApp.top)/Contents/_CodeSignature/CodeResources"
    let seals = try CodeResources(tree.bytes(of: path), file: path).seals
    let found = Dictionary(uniqueKeysWithValues: seals.map { ($0.path, $0.content) })
    #expect(
      found.keys.sorted()
        == (Self.nested.map(\.0) + ["Resources/icon.icns", "embedded.provisionprofile"]).sorted())
    for (place, code, slice) in Self.nested {
      let signature = try Self.best(tree, code, slice: slice)
      let requirement = try #require(try signature.requirementSet(file: code)?.designated).text
      #expect(
        found[place] == .nested(NestedCode(cdhash: signature.best.cdHash, requirement: requirement)),
        "\(place)")
    }
    let version = "\(MacApp.framework)/Versions/A/_CodeSignature/CodeResources"
    #expect(
      try CodeResources(tree.bytes(of: version), file: version).seals.map(\.path) == [
        "Headers/Kit.h", "Resources/Info.plist", "Resources/en.lproj/Kit.strings",
      ])
  }

  @Test func `each process keeps its entitlements, and a tool its Info.plist`() throws {
    let tree = try Self.signed.get().tree
    func values(_ path: String) throws -> [String: PropertyList]? {
      try Self.best(tree, path).entitlements.map { try Entitlements(xml: $0, file: path).values }
    }
    #expect(try values(MacApp.tool) == MacApp.toolEntitlements)
    #expect(try values("\(MacApp.service)/Contents/MacOS/Service") == nil)
    #expect(
      try values(MacApp.executable)?.keys.sorted() == [
        "com.apple.application-identifier", "com.apple.developer.team-identifier",
        "com.apple.security.app-sandbox",
      ])
    let tool = try Self.best(tree, MacApp.tool).best
    let info = MacApp.info("tool", "com.example.mac.tool")
    #expect(tool.identifier == "com.example.mac.tool")
    #expect(tool.specialHashes[CodeSignature.Slot.infoPlist] == Digest.hash(.sha256, info))
    #expect(tree.items.contains { $0.path == "\(MacApp.top)/Contents/embedded.provisionprofile" })
  }

  @Test func `signed by nobody, code inside is required to be itself`() throws {
    let contents = try AppContents(MacApp.tree())
    let plan = AppleSigningPlan(
      for: try AppleFacts.read(contents), identity: nil, chain: nil, profiles: [], time: SignedApp.time)
    let tree = try AppleSigner.sign(contents, by: plan, workers: SignedApp.workers)
    #expect(try SignedApp.verify(tree).findings == [])
    let path = "\(MacApp.top)/Contents/_CodeSignature/CodeResources"
    let kit = try #require(
      try CodeResources(tree.bytes(of: path), file: path).seals.first { $0.path.hasSuffix("Kit.framework") })
    let hashes = try (0..<2).map {
      try Self.best(tree, "\(MacApp.framework)/Versions/A/Kit", slice: $0).best.cdHash
    }
    let requirement = hashes.map { "cdhash H\"\($0.hex)\"" }.joined(separator: " or ")
    #expect(kit.content == .nested(NestedCode(cdhash: hashes[1], requirement: requirement)))
  }

  @Test func `all code gets the hardened runtime, in the version of its SDK`() throws {
    let contents = try AppContents(MacApp.tree())
    let plan = AppleSigningPlan(
      for: try AppleFacts.read(contents), identity: nil, chain: nil, profiles: [], hasHardenedRuntime: true,
      time: SignedApp.time)
    let tree = try AppleSigner.sign(contents, by: plan, workers: SignedApp.workers)
    let verification = try SignedApp.verify(tree)
    #expect(verification.findings == [])
    for (_, code, slice) in Self.nested + [("", MacApp.executable, 0)] {
      let directory = try Self.best(tree, code, slice: slice).best
      #expect(directory.flags == [.adHoc, .hardenedRuntime] && directory.version == 0x20500)
      #expect(directory.runtimeVersion == 26 << 16 | 1 << 8, "\(code)")
    }
    #expect(Self.signedFlags(MacApp.tree, plan) == [0x10000])
  }

  /// The flags in the facts of what a plan would make.
  private static func signedFlags(
    _ tree: () throws -> ListedTree, _ plan: AppleSigningPlan
  ) -> Set<UInt32> {
    guard let facts = try? AppleFacts.read(AppContents(tree())).signed(by: plan) else { return [] }
    return Set(facts.code.flatMap(\.architectures).compactMap(\.signature?.flags))
  }

  @Test func `a new bundle id reaches all that is in it`() throws {
    let edited = try AppEdits(bundleID: "com.other").applied(to: AppContents(MacApp.tree()))
    #expect(
      edited.bundles.compactMap(\.identifier).sorted() == [
        "com.other", "com.other.kit", "com.other.login", "com.other.service",
      ])
    #expect(edited.bundles.first { $0.kind == .framework }?.layout == .version("A"))
    #expect(edited.bundles.allSatisfy { $0.executable != nil })
  }

  /// What somebody did to the signed app, and what is found at the app.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let found: [String]
    let change: @Sendable (inout DamagedTree) throws -> Void

    init(
      _ name: String, _ found: String..., change: @escaping @Sendable (inout DamagedTree) throws -> Void
    ) {
      (testDescription, self.found, self.change) = (name, found, change)
    }
  }

  private static let mismatch = "apple-nested-code-mismatch at \(MacApp.top)"

  private static let cases: [Case] = [
    Case(
      "a library signed by nobody", "\(mismatch) Frameworks/libextra.dylib: its cdhash is another"
    ) { try $0.write(MacApp.library, SignedSample.adHoc(MacApp.code(6).bytes, bare)) },
    Case(
      "a library that is not signed", "\(mismatch) Frameworks/libextra.dylib: it is no code with a signature"
    ) {
      $0.write(MacApp.library, MacApp.code(6).bytes)
    },
    Case("text in place of a tool", "\(mismatch) MacOS/tool: it is no code with a signature") {
      $0.write(MacApp.tool, "#!/bin/sh\n")
    },
    Case("another service", "\(mismatch) XPCServices/Service.xpc: its cdhash is another") {
      try $0.write(
        "\(MacApp.service)/Contents/MacOS/Service", $0.bytes(of: "\(MacApp.login)/Contents/MacOS/Login"))
    },
    Case("a service without its code", "\(mismatch) XPCServices/Service.xpc: it is no code with a signature")
    {
      $0.remove("\(MacApp.service)/Contents")
    },
    Case("a framework without its code", "apple-resource-missing at \(MacApp.top) Frameworks/Kit.framework") {
      $0.remove(MacApp.framework)
    },
    Case("a library added", "apple-resource-added at \(MacApp.top) Frameworks/libother.dylib") {
      try $0.write("\(MacApp.top)/Contents/Frameworks/libother.dylib", $0.bytes(of: MacApp.library))
    },
    // The framework's own seal tells.
    Case("a resource of the framework changed") {
      $0.write("\(MacApp.framework)/Versions/A/Headers/Kit.h", "other")
    },
    Case("another requirement", "\(mismatch) MacOS/tool: it does not meet the requirement in the seal") {
      try $0.replace(
        "com.example.mac.tool", in: "\(MacApp.top)/Contents/_CodeSignature/CodeResources",
        with: "com.example.mac.evil")
    },
  ]

  private static var bare: CodeSigningParameters { CodeSigningParameters(identifier: "libextra") }

  @Test(arguments: cases)
  func `other code inside is found`(_ change: Case) throws {
    var tree = try DamagedTree(Self.signed.get().tree)
    try change.change(&tree)
    let verification = try SignedApp.verify(tree)
    let nested = verification.findings.filter {
      $0.location == MacApp.top && $0.parameters["path"]?.hasPrefix("_CodeSignature") != true
    }
    #expect(
      nested.map { finding in
        let detail = finding.parameters["detail"].map { ": \($0)" } ?? ""
        return "\(finding.id) at \(finding.location ?? "") \(finding.parameters["path"] ?? "")\(detail)"
      } == change.found)
    #expect(!verification.verified)
  }

  @Test(
    arguments: [
      ("Frameworks/notes.txt", "text"), ("MacOS/script.sh", "#!/bin/sh\n"), ("notes.txt", "text"),
      ("PlugIns/Empty.plugin/Contents/data", "data"),
    ])
  func `what is no code has to be elsewhere`(_ name: String, _ text: String) throws {
    var tree = try DamagedTree(MacApp.tree())
    tree.write("\(MacApp.top)/Contents/\(name)", text)
    let damaged = tree
    #expect("\(name)") {
      _ = try SignedApp(damaged, in: TemporaryFolder(), profiles: [MacApp.profile])
    } throws: {
      guard case AppleError.cannotSign(.notCode(let file)) = $0 else { return false }
      return "\(MacApp.top)/Contents/\(name)".hasPrefix(file)
    }
  }

  @Test func `a framework whose current version is not there is refused`() throws {
    var tree = try DamagedTree(MacApp.tree())
    tree.link("\(MacApp.framework)/Versions/Current", to: "B")
    let damaged = tree
    #expect(throws: AppleError.missing(file: "Info.plist", of: MacApp.framework)) { try AppContents(damaged) }
  }
}
