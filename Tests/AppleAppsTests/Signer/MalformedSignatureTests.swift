import AppleApps
import Credentials
import Cryptography
import FieldTools
import PropertyLists
import Releases
import Testing

/// Signatures that cannot be read: what verifying says of them, and that signing puts another in their place.
@Suite(.needs(.openssl)) struct MalformedSignatureTests {
  /// A flaw of the signature in an extension's executable, and how it is told.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// With `@` for where the signature begins.
    let detail: String
    let damage: @Sendable (inout DamagedTree) throws -> Void

    init(
      _ flaw: String, _ detail: String, damage: @escaping @Sendable (inout DamagedTree) throws -> Void
    ) {
      (testDescription, self.detail, self.damage) = (flaw, detail, damage)
    }
  }

  private static let share = "\(SignedApp.appExtension)/Share"

  /// Where the signature begins.
  private static func start(in tree: DamagedTree) throws -> Int {
    try #require(try tree.code(at: share).slices[0].signatureRange).lowerBound
  }

  /// Puts bytes over those of the signature.
  private static func put(_ bytes: [UInt8], at offset: Int) -> @Sendable (inout DamagedTree) throws -> Void {
    { tree in
      let start = try start(in: tree) + offset
      try tree.edit(share) { $0.replaceSubrange(start..<start + bytes.count, with: bytes) }
    }
  }

  /// Changes a blob, and nothing that was signed over it.
  private static func set(
    _ slot: UInt32, _ blob: [UInt8]?
  ) -> @Sendable (inout DamagedTree) throws -> Void {
    { tree in try tree.editSignature(of: share) { $0[slot] = blob } }
  }

  private static let cases: [Case] = [
    Case("zeros", "code signature at byte @: magic", damage: put([0, 0, 0, 0], at: 0)),
    Case("SuperBlob longer than its room", "code signature at byte @+4: length", damage: put([255], at: 4)),
    Case("a million blobs", "code signature at byte @+8: count", damage: put([0, 16], at: 8)),
    Case(
      "blob outside", "code signature at byte @+16: offset of slot 0", damage: put([255], at: 16)),
    Case("no CodeDirectory", "code signature at byte @+8: slot 0, which is missing", damage: set(0, nil)),
    Case(
      "CodeDirectory of the future",
      "CodeDirectory: version 0x30000, which Slipway does not handle"
    ) { try $0.editSignature(of: share) { $0[0]?.replaceSubrange(8..<12, with: [0, 3, 0, 0]) } },
    Case(
      "CodeDirectory of scattered pages", "CodeDirectory: scattered pages, which Slipway does not handle"
    ) { try $0.editSignature(of: share) { $0[0]?.replaceSubrange(44..<48, with: [0, 0, 0, 1]) } },
  ]

  private static func expected(_ detail: String, start: Int) -> String {
    guard let at = detail.firstIndex(of: "@") else { return detail }
    let rest = detail[detail.index(after: at)...]
    let number = rest.hasPrefix("+") ? rest.dropFirst().prefix { $0.isNumber } : ""
    return detail[..<at] + "\(start + (Int(number) ?? 0))"
      + rest.dropFirst(number.isEmpty ? 0 : number.count + 1)
  }

  @Test(arguments: cases)
  func `is found with structure and place, and the rest of the app is judged`(_ flaw: Case) throws {
    var tree = try DamagedTree(SignedApp.shared.get().tree)
    let start = try Self.start(in: tree)
    try flaw.damage(&tree)
    tree.write("\(SignedApp.top)/added.txt", "new")
    let verification = try SignedApp.verify(tree)
    #expect(!verification.verified)
    let finding = try #require(verification.findings.first { $0.id == "apple-signature-malformed" })
    #expect(finding.location == SignedApp.appExtension)
    #expect(finding.parameters == ["detail": Self.expected(flaw.detail, start: start)])
    #expect(
      verification.findings.map(\.id) == [
        "apple-resources-altered", "apple-resource-added", "apple-signature-malformed",
      ])
    let facts = try #require(verification.facts.bundles.first { $0.path == SignedApp.appExtension }?.code)
    #expect(facts.architectures[0].signature == nil && facts.architectures[0].signatureProblem != nil)
    let findings = ApplePolicy.findings(facts: verification.facts, for: .store, today: SignedApp.time)
    #expect(!findings.contains { $0.id == "apple-unsigned" })
  }

  @Test(arguments: cases)
  func `does not keep anybody from signing anew`(_ flaw: Case) throws {
    let signed = try SignedApp.shared.get()
    var tree = DamagedTree(signed.tree)
    try flaw.damage(&tree)
    let app = try SignedApp(tree, in: signed.folder)
    #expect(try SignedApp.verify(app.tree).findings == [])
    // What nobody can read is not carried: the profile's own are all that is left.
    let planned = try #require(app.plan.bundles.first { $0.path == SignedApp.appExtension })
    #expect(
      planned.entitlements.values.keys.sorted() == [
        "application-identifier", "com.apple.developer.team-identifier", "get-task-allow",
      ])
  }

  @Test(
    arguments: [
      (5, SignatureBlobs.blob(0xfade_7171, Array("<plist><dict>".utf8)), "entitlements at byte "),
      (7, SignatureBlobs.blob(0xfade_7172, [0x70, 0x84, 1, 0, 0, 0]), "entitlements at byte "),
      (2, SignatureBlobs.blob(0xfade_0c01, [0, 0, 0, 9]), "code requirement at byte "),
      (0x10000, SignatureBlobs.blob(0xfade_0b01, Array("no signature".utf8)), "CMS signature at byte "),
    ] as [(UInt32, [UInt8], String)])
  func `is found where one part cannot be read`(_ slot: UInt32, _ blob: [UInt8], _ words: String) throws {
    var tree = try DamagedTree(SignedApp.shared.get().tree)
    try Self.set(slot, blob)(&tree)
    let finding = try #require(
      try SignedApp.verify(tree).findings.first { $0.id == "apple-signature-malformed" })
    #expect(finding.location == SignedApp.appExtension)
    #expect(finding.parameters["detail"]?.hasPrefix(words) == true, "\(finding.parameters)")
    #expect(try SignedApp.verify(SignedApp(tree, in: SignedApp.shared.get().folder).tree).findings == [])
  }

  @Test func `carries no entitlements, which is an error where the profile grants some`() throws {
    let signed = try SignedApp.shared.get()
    var tree = DamagedTree(signed.tree)
    try Self.put([0], at: 0)(&tree)
    var profile = SignedApp.profile("com.example.demo.share")
    profile.entitlements = ["com.apple.developer.siri": "<true/>"]
    let contents = try AppContents(tree)
    let plan = try SignedApp.plan(contents, profiles: [SignedApp.profile(), profile])
    let findings = ApplePolicy.findings(
      plan: plan, facts: try AppleFacts.read(contents), for: .store, today: SignedApp.time)
    let lost = try #require(findings.first { $0.id == "apple-entitlements-lost" })
    #expect(lost.severity == .error && lost.location == SignedApp.appExtension)
  }

  @Test func `is found in a seal that cannot be read`() throws {
    var tree = try DamagedTree(SignedApp.shared.get().tree)
    let seal = "\(SignedApp.framework)/_CodeSignature/CodeResources"
    tree.write(seal, "<plist><dict><key>files2</key>")
    let findings = try SignedApp.verify(tree).findings.filter { $0.location == SignedApp.framework }
    #expect(findings.map(\.id) == ["apple-resources-altered", "apple-signature-malformed"])
    #expect(findings.last?.parameters["detail"]?.hasPrefix("CodeResources at byte ") == true)
    #expect(try SignedApp.verify(SignedApp(tree, in: SignedApp.shared.get().folder).tree).findings == [])
  }
}
