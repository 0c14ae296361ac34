import AppleApps
import PropertyLists
import Releases

import struct FoundationEssentials.Date

/// Facts of an app that nobody has anything against, to be spoilt one by one.
enum ApplePolicyFixture {
  /// 22 November 2026.
  static let today = Date(timeIntervalSince1970: 1_795_305_600)
  static let day = 86_400.0
  static let team = "ACMETEAM01"
  static let device = "00008110-000A1B2C3D4E801E"

  static let app = "Payload/Acme.app"
  static let framework = app + "/Frameworks/Kit.framework"
  static let plugin = app + "/PlugIns/Share.appex"

  static func certificate(for distribution: Distribution) -> AppleCertificateFact {
    let kind = distribution == .debug ? "development" : "distribution"
    return AppleCertificateFact(
      subject: "CN=Acme,OU=\(team)", issuer: "CN=Apple WWDR", commonName: "Apple \(kind): Acme (\(team))",
      kind: kind, purpose: Purpose(rawValue: kind), team: team, serial: "01",
      notBefore: today.addingTimeInterval(-100 * day), notAfter: today.addingTimeInterval(200 * day),
      sha1: String(repeating: "a", count: 40), sha256: String(repeating: "a", count: 64))
  }

  static func profile(_ bundleID: String, for distribution: Distribution) -> ProfileFacts {
    let kinds: [Distribution: ProfileFacts.Kind] = [
      .store: .appStore, .adHoc: .adHoc, .enterprise: .enterprise, .debug: .development,
    ]
    let hasDevices = distribution == .adHoc || distribution == .debug
    return ProfileFacts(
      name: "Acme \(bundleID)", uuid: bundleID, kind: kinds[distribution] ?? .developerID, team: team,
      applicationIdentifier: "\(team).\(bundleID)", prefixes: [team], platforms: ["iOS"],
      created: today.addingTimeInterval(-50 * day), expires: today.addingTimeInterval(200 * day),
      devices: hasDevices ? [device] : [], certificates: [certificate(for: distribution).sha256],
      entitlements: [
        "application-identifier": .string("\(team).\(bundleID)"),
        "com.apple.developer.team-identifier": .string(team),
        "com.apple.developer.associated-domains": .string("*"),
        "keychain-access-groups": .array([.string("\(team).*")]),
        "get-task-allow": .boolean(distribution == .debug),
      ], signerExpires: today.addingTimeInterval(900 * day))
  }

  static func signature(
    _ identifier: String, for distribution: Distribution, isMain: Bool = true
  ) -> CodeSignatureFacts {
    CodeSignatureFacts(
      identifier: identifier, team: team, certificates: [certificate(for: distribution)], chainEnd: .apple,
      entitlements: isMain
        ? [
          "application-identifier": .string("\(team).\(identifier)"),
          "com.apple.developer.team-identifier": .string(team),
          "com.apple.developer.associated-domains": .array([.string("applinks:*.acme.example")]),
          "keychain-access-groups": .array([.string("\(team).*")]),
          "get-task-allow": .boolean(distribution == .debug),
        ] : [:], hasDEREntitlements: isMain)
  }

  static func architecture(
    _ name: String = "arm64", _ platform: String = "iOS", signature: CodeSignatureFacts
  ) -> ArchitectureFacts {
    ArchitectureFacts(
      name: name, platform: platform, minimumOS: "15.0", sdk: "26.1", requiredReasonAPIs: [],
      signature: signature)
  }

  static func bundle(
    _ path: String, _ kind: BundleFacts.Kind, _ identifier: String, executable: String,
    for distribution: Distribution
  ) -> BundleFacts {
    let isMain = kind != .framework
    return BundleFacts(
      path: path, kind: kind, identifier: identifier, version: "4.2.0", build: "42", name: "Acme",
      minimumOS: "15.0", executable: executable, sdkName: "iphoneos26.1", platformName: "iphoneos",
      xcode: "2610", deviceFamilies: [1, 2], iconName: kind == .app ? "AppIcon" : nil,
      hasAssetCatalog: kind == .app,
      supportedPlatforms: ["iPhoneOS"],
      code: CodeFacts(
        path: "\(path)/\(executable)", fileType: isMain ? "executable" : "dylib",
        architectures: [
          architecture(signature: signature(identifier, for: distribution, isMain: isMain))
        ]), profile: isMain ? profile(identifier, for: distribution) : nil, hasCodeResources: true)
  }

  static func library(_ path: String, for distribution: Distribution) -> CodeFacts {
    CodeFacts(
      path: path, fileType: "dylib",
      architectures: [
        architecture(signature: signature("library", for: distribution, isMain: false))
      ])
  }

  /// Of an app with a framework, an extension and a library of Swift's, signed as its destination asks.
  static func facts(for distribution: Distribution) -> AppleFacts {
    AppleFacts(
      size: 1 << 20,
      bundles: [
        bundle(app, .app, "com.acme.app", executable: "Acme", for: distribution),
        bundle(framework, .framework, "com.acme.kit", executable: "Kit", for: distribution),
        bundle(plugin, .appExtension, "com.acme.app.share", executable: "Share", for: distribution),
      ], looseCode: [library(app + "/Frameworks/libswiftCore.dylib", for: distribution)],
      foldersBesidePayload: ["SwiftSupport", "Symbols"])
  }
}

/// What flaws change.
extension AppleFacts {
  /// One of the three bundles; a change of one that is not there changes nothing.
  subscript(path: String) -> BundleFacts {
    get { bundles.first { $0.path == path } ?? BundleFacts(path: path, kind: .other) }
    set { bundles = bundles.map { $0.path == path ? newValue : $0 } }
  }

  mutating func changeSignatures(of path: String? = nil, _ change: (inout CodeSignatureFacts) -> Void) {
    func changed(_ code: CodeFacts) -> CodeFacts {
      var code = code
      for index in code.architectures.indices {
        if var signature = code.architectures[index].signature {
          change(&signature)
          code.architectures[index].signature = signature
        }
      }
      return code
    }
    for index in bundles.indices where path == nil || bundles[index].path == path {
      bundles[index].code = bundles[index].code.map(changed)
    }
    if path == nil { looseCode = looseCode.map(changed) }
  }

  mutating func changeSigner(_ change: (inout AppleCertificateFact) -> Void) {
    changeSignatures { signature in
      for index in signature.certificates.indices { change(&signature.certificates[index]) }
    }
  }

  mutating func changeProfiles(of path: String? = nil, _ change: (inout ProfileFacts) -> Void) {
    for index in bundles.indices where path == nil || bundles[index].path == path {
      if var profile = bundles[index].profile {
        change(&profile)
        bundles[index].profile = profile
      }
    }
  }

  /// Declares a category of required reason APIs in the manifest of a bundle.
  mutating func declare(_ category: String, _ reasons: [String], in path: String) {
    var manifest =
      self[path].privacyManifest ?? PrivacyManifestFacts(path: path + "/PrivacyInfo.xcprivacy")
    manifest.declaredAPIs.append(category)
    manifest.reasons[category] = reasons
    self[path].privacyManifest = manifest
  }

  /// Asks for an entitlement, and has it granted or not.
  mutating func ask(for key: String, _ value: PropertyList, granted: PropertyList?, in path: String) {
    changeSignatures(of: path) { $0.entitlements[key] = value }
    changeProfiles(of: path) { $0.entitlements[key] = granted }
  }
}
