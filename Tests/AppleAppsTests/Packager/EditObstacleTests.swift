import AppleApps
import Testing

@Suite struct EditObstacleTests {
  private static func edit(
    _ edits: AppEdits, _ change: (inout SampleApp) -> Void = { _ in }
  ) throws -> AppContents {
    var sample = SampleApp()
    change(&sample)
    return try edits.applied(to: sample.contents())
  }

  @Test(arguments: ["", ".", "com..app", ".com", "com.app.", "com.my app", "com.my_app", "com.*", "com.é"])
  func `a malformed identifier is refused`(text: String) {
    #expect(throws: AppleError.cannotEdit(.malformedIdentifier(text))) {
      try Self.edit(AppEdits(bundleID: text))
    }
  }

  @Test(arguments: [
    "", "1.", ".1", "1.2.3.4", "1.2b3", "-1", "+1", "1 ", "1..2", "v1", "1234567890123456789",
  ])
  func `a malformed version is refused, and a build likewise`(text: String) {
    #expect(throws: AppleError.cannotEdit(.malformedVersion(text))) { try Self.edit(AppEdits(version: text)) }
    #expect(throws: AppleError.cannotEdit(.malformedBuild(text))) { try Self.edit(AppEdits(build: text)) }
  }

  @Test(arguments: ["1", "1.2", "1.2.3", "0", "01.02", "20261126"])
  func `one to three whole numbers are a version and a build`(text: String) throws {
    let info = try Self.edit(AppEdits(version: text, build: text)).info(SampleApp.share)
    #expect(info["CFBundleShortVersionString"] == .string(text))
    #expect(info["CFBundleVersion"] == .string(text))
  }

  @Test(arguments: ["", "  ", "a\nb", "a\u{0}", "a\u{7f}", "a\u{2028}b", "a\u{ffff}"])
  func `a malformed name is refused`(text: String) {
    #expect(throws: AppleError.cannotEdit(.malformedName(text))) { try Self.edit(AppEdits(name: text)) }
  }

  @Test(arguments: [
    (SampleApp.share, "org.others.Share", "com.example.sample"),
    (SampleApp.clip, "com.example.sampleClip", "com.example.sample"),
    (SampleApp.clip, "com.example.sample.", "com.example.sample"),
    (SampleApp.watch, "com.Example.sample.watchkitapp", "com.example.sample"),
    (SampleApp.watchExtension, "com.example.sample.face", "com.example.sample.watchkitapp"),
  ])
  func `a bundle whose identifier is not under its parent's is refused`(
    bundle: String, identifier: String, parent: String
  ) {
    #expect(
      throws: AppleError.cannotEdit(
        .foreignIdentifier(bundle: bundle, identifier: identifier, parent: parent))
    ) {
      try Self.edit(AppEdits(bundleID: "org.brand")) {
        $0.infos[bundle]?["CFBundleIdentifier"] = .string(identifier)
      }
    }
  }

  @Test(arguments: [SampleApp.app, SampleApp.share])
  func `who has no identifier gets none`(bundle: String) {
    #expect(throws: AppleError.cannotEdit(.noIdentifier(bundle: bundle))) {
      try Self.edit(AppEdits(bundleID: "org.brand")) { $0.infos[bundle]?["CFBundleIdentifier"] = nil }
    }
  }

  @Test func `without a new identifier nobody asks for the old ones`() throws {
    let edited = try Self.edit(AppEdits(version: "2")) {
      $0.infos[SampleApp.share]?["CFBundleIdentifier"] = .string("org.others.Share")
      $0.infos[SampleApp.clip]?["CFBundleIdentifier"] = nil
    }
    #expect(try edited.info(SampleApp.clip)["CFBundleShortVersionString"] == .string("2"))
  }

  @Test func `a watch app that belongs to another app is refused`() {
    #expect(
      throws: AppleError.cannotEdit(
        .foreignReference(
          bundle: SampleApp.watch, key: "WKCompanionAppBundleIdentifier", identifier: "org.others"))
    ) {
      try Self.edit(AppEdits(bundleID: "org.brand")) {
        $0.infos[SampleApp.watch]?["WKCompanionAppBundleIdentifier"] = .string("org.others")
      }
    }
  }

  @Test func `an extension of another watch app is refused`() {
    #expect(
      throws: AppleError.cannotEdit(
        .foreignReference(
          bundle: SampleApp.watchExtension, key: "WKAppBundleIdentifier", identifier: "com.example.sample"))
    ) {
      try Self.edit(AppEdits(bundleID: "org.brand")) {
        $0.infos[SampleApp.watchExtension]?["NSExtension"] = .dictionary([
          "NSExtensionAttributes": .dictionary(["WKAppBundleIdentifier": .string("com.example.sample")])
        ])
      }
    }
  }

  @Test(arguments: ["org.others", "org.Others"])
  func `an identifier that a framework has is refused`(identifier: String) {
    #expect(
      throws: AppleError.cannotEdit(
        .identifierTaken(bundle: SampleApp.foreign, identifier: "org.others.Foreign"))
    ) {
      try Self.edit(AppEdits(bundleID: identifier)) {
        $0.infos[SampleApp.share]?["CFBundleIdentifier"] = .string("com.example.sample.Foreign")
      }
    }
  }

  @Test(arguments: [
    (AppEdits(name: "Brand"), SampleApp.app, "CFBundleDisplayName~ipad"),
    (AppEdits(version: "2"), SampleApp.share, "CFBundleShortVersionString-iphoneos"),
    (AppEdits(build: "2"), SampleApp.watch, "CFBundleVersion~watch"),
  ])
  func `a key for one device that says something else is refused`(
    edits: AppEdits, bundle: String, key: String
  ) {
    #expect(
      throws: AppleError.cannotEdit(.overridden(file: "\(bundle)/Info.plist", key: key, value: "1"))
    ) {
      try Self.edit(edits) { $0.infos[bundle]?[key] = .string("1") }
    }
  }

  @Test func `what is refused leaves the app as it was`() throws {
    var sample = SampleApp()
    // The extension is written before the app, in which the flaw is.
    sample.infos[SampleApp.app]?["CFBundleVersion~ipad"] = .string("1")
    let contents = try sample.contents()
    #expect(throws: AppleError.self) { try AppEdits(build: "2").applied(to: contents) }
    #expect(try contents.info(SampleApp.share) == sample.infos[SampleApp.share])
    #expect(contents.tree is ListedTree)
  }
}
