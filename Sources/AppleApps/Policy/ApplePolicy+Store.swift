import Releases

extension ApplePolicy {
  /// The rules that App Store Connect has made for itself.
  var storeFindings: [Finding] {
    (standaloneFindings + [swiftSupportFinding, sdkFinding]).compactMap(\.self)
  }

  /// Code in an app that is no bundle's own, but for the Swift libraries that Xcode puts there.
  private var standaloneFindings: [Finding?] {
    facts.bundles.isEmpty
      ? []
      : facts.looseCode.filter { !$0.isSwiftLibrary }.map {
        finding("apple-standalone-code", at: $0.path, ["path": $0.path])
      }
  }

  private var swiftSupportFinding: Finding? {
    guard let library = facts.looseCode.first(where: \.isSwiftLibrary),
      !facts.foldersBesidePayload.contains("SwiftSupport")
    else { return nil }
    return finding("apple-swift-support-missing", at: library.path, ["path": library.path])
  }

  private var sdkFinding: Finding? {
    let prefix = "iphoneos"
    guard let app = facts.app, app.platformName ?? prefix == prefix,
      let text = app.sdkName.flatMap({ $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil })
        ?? app.code?.architectures.first?.sdk,
      let sdk = DottedVersion(text), let rule = RequiredSDK.required(on: today),
      let needed = DottedVersion(rule.version), sdk < needed
    else { return nil }
    return finding(
      "apple-sdk-too-old", at: app.path,
      [
        "sdk": "\(sdk)", "required": rule.version, "xcode": rule.xcode, "since": rule.since.day,
      ])
  }
}

extension CodeFacts {
  /// A library of Swift's runtime, where Xcode puts it for systems that do not have it.
  fileprivate var isSwiftLibrary: Bool {
    let parts = path.split(separator: "/")
    guard parts.count >= 2, let name = parts.last else { return false }
    return parts[parts.count - 2] == "Frameworks" && name.hasPrefix("libswift") && name.hasSuffix(".dylib")
      && fileType == "dylib"
  }
}
