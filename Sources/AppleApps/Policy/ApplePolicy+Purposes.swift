import PropertyLists
import Releases

extension ApplePolicy {
  /// The entitlements that permit access to what people have to be asked for, and the keys that say what for: one of
  /// them is enough.
  private static let entitlements: [(entitlement: String, keys: [String])] = [
    (
      "com.apple.developer.healthkit", ["NSHealthShareUsageDescription", "NSHealthUpdateUsageDescription"]
    ),
    ("com.apple.developer.homekit", ["NSHomeKitUsageDescription"]),
    ("com.apple.developer.nfc.readersession.formats", ["NFCReaderUsageDescription"]),
    ("com.apple.developer.siri", ["NSSiriUsageDescription"]),
  ]

  /// What an app does not tell people although its entitlements permit it, or its code refers to what it is needed for: each
  /// key once.
  ///
  /// Warnings, and none in debug builds: App Store Connect refuses such an app, but whether all code that it goes by is
  /// seen here is not known, nor whether that code ever runs; where it runs on a device, the system ends the app.
  var purposeFindings: [Finding] {
    facts.bundles.filter(\.kind.isApp).flatMap { app -> [Finding] in
      var told = Set(app.usageDescriptions)
      var findings: [Finding?] = []
      let entitlements = app.code?.signatures.first?.entitlements ?? [:]
      for (entitlement, keys) in Self.entitlements {
        guard let value = entitlements[entitlement], value != .boolean(false),
          let key = keys.first, told.isDisjoint(with: keys)
        else { continue }
        told.formUnion(keys)
        findings.append(
          finding(
            "apple-purpose-string-missing", at: app.path,
            ["path": app.path, "key": key, "entitlement": entitlement]))
      }
      let classes = protectedClasses(of: app)
      for (name, keys) in ProtectedClass.keys {
        guard let codes = classes[name], let key = keys.first, told.isDisjoint(with: keys) else { continue }
        told.formUnion(keys)
        findings.append(
          finding(
            "apple-purpose-string-for-code-missing", at: app.path,
            ["path": app.path, "key": key, "class": name, "codes": Words.list(codes)]))
      }
      return findings.compactMap(\.self)
    }
  }

  /// The paths of the code that refers to each class: the app's, and that of the libraries and extensions in it, which
  /// ask in the app's name.
  private func protectedClasses(of app: BundleFacts) -> [String: [String]] {
    let owners = Dictionary(
      facts.bundles.filter(\.kind.isApp).map { ($0.path, $0.path) }, uniquingKeysWith: { first, _ in first })
    var classes: [String: [String]] = [:]
    for code in facts.code where Self.nearest(to: code.path, in: owners) == app.path {
      for name in Set(code.architectures.flatMap { $0.protectedClasses ?? [] }) {
        classes[name, default: []].append(code.path)
      }
    }
    return classes
  }
}

extension BundleFacts.Kind {
  /// Whether it is an app of its own, in whose name people are asked.
  fileprivate var isApp: Bool { self == .app || self == .appClip || self == .watchApp }
}
