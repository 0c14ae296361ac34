import AppleApps
import PropertyLists
import Testing

@Suite struct EditedEntitlementsTests {
  @Test func `entitlements that name apps name them by their new identifiers`() throws {
    let carried: [String: PropertyList] = [
      "application-identifier": .string("ABCDE12345.com.example.sample.Clip"),
      "com.apple.developer.parent-application-identifiers": .array([
        .string("ABCDE12345.com.example.sample"), .string("ABCDE12345.org.others"), .integer(1),
      ]),
      "com.apple.developer.associated-appclip-app-identifiers": .array([
        .string("ABCDE12345.com.example.sample.Clip"), .string("com.example.sample"),
      ]),
      "com.apple.security.application-groups": .array([.string("group.com.example.sample")]),
      "keychain-access-groups": .array([.string("ABCDE12345.com.example.sample")]),
    ]
    var expected = carried
    expected["application-identifier"] = .string("ABCDE12345.org.brand.Clip")
    expected["com.apple.developer.parent-application-identifiers"] = .array([
      .string("ABCDE12345.org.brand"), .string("ABCDE12345.org.others"), .integer(1),
    ])
    expected["com.apple.developer.associated-appclip-app-identifiers"] = .array([
      .string("ABCDE12345.org.brand.Clip"), .string("com.example.sample"),
    ])
    let facts = AppleFacts(bundles: [
      BundleFacts(
        path: SampleApp.clip, kind: .appClip,
        code: CodeFacts(
          path: "\(SampleApp.clip)/Clip", fileType: "executable",
          architectures: [
            ArchitectureFacts(
              name: "arm64", signature: CodeSignatureFacts(identifier: "x", entitlements: carried)),
            ArchitectureFacts(name: "arm64e"),
          ])), BundleFacts(path: SampleApp.kit, kind: .framework),
    ])
    let contents = try SampleApp().contents()
    let edited = try AppEdits(bundleID: "org.brand").applied(to: facts, of: contents)
    let architectures = try #require(edited.bundles.first?.code?.architectures)
    #expect(architectures.map { $0.signature?.entitlements } == [expected, nil])
    #expect(try AppEdits(build: "2").applied(to: facts, of: contents) == facts)
  }
}
