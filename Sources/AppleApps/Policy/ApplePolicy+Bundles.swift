import Releases

extension ApplePolicy {
  /// What the bundles' `Info.plist` files say, each by itself and one against the other.
  var bundleFindings: [Finding] {
    let apps = Dictionary(
      facts.bundles.filter(\.kind.isProcess).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    return facts.bundles.flatMap { bundle -> [Finding] in
      guard bundle.kind.hasVersions else { return [] }
      let parent = Self.nearest(to: bundle.path, in: apps)
      return
        (versionFindings(bundle) + minimumFindings(bundle, in: parent)
        + (parent.map { nestingFindings(bundle, in: $0) } ?? []))
        .compactMap(\.self)
    }
  }

  private func versionFindings(_ bundle: BundleFacts) -> [Finding?] {
    func check(_ name: String, _ key: String, _ value: String?, limit: Int) -> Finding? {
      guard let value, !value.isEmpty else {
        return finding("apple-\(name)-missing", at: bundle.path, ["path": bundle.path, "key": key])
      }
      if let version = DottedVersion(value), version.parts.count <= limit { return nil }
      return finding(
        "apple-\(name)-malformed", at: bundle.path, ["path": bundle.path, "key": key, "value": value])
    }
    // App Store Connect takes longer builds than it says it does.
    return [
      check("version", "CFBundleShortVersionString", bundle.version, limit: 3),
      check("build", "CFBundleVersion", bundle.build, limit: .max),
    ]
  }

  /// Code must not need a newer system than its bundle says; a framework neither than the bundle around it says.
  private func minimumFindings(_ bundle: BundleFacts, in parent: BundleFacts?) -> [Finding?] {
    guard let stated = bundle.minimumOS, !stated.isEmpty else {
      return [finding("apple-minimum-os-missing", at: bundle.path, ["path": bundle.path])]
    }
    let claims = bundle.kind == .framework ? [stated, parent?.minimumOS].compactMap(\.self) : [stated]
    guard let least = claims.compactMap({ DottedVersion($0) }).min(),
      let needed = bundle.code?.architectures.compactMap({ $0.minimumOS.flatMap { DottedVersion($0) } })
        .max(),
      needed > least
    else { return [] }
    return [
      finding(
        "apple-minimum-os-mismatch", at: bundle.path,
        ["path": bundle.path, "needed": "\(needed)", "stated": "\(least)"])
    ]
  }

  private func nestingFindings(_ bundle: BundleFacts, in parent: BundleFacts) -> [Finding?] {
    guard bundle.kind.needsProfile else { return [] }
    var findings: [Finding?] = []
    if let own = bundle.identifier, let outer = parent.identifier, !own.hasPrefix(outer + ".") {
      findings.append(
        finding(
          "apple-nested-identifier", at: bundle.path,
          ["path": bundle.path, "identifier": own, "parent": outer]))
    }
    for (key, own, outer) in [
      ("CFBundleShortVersionString", bundle.version, facts.app?.version),
      ("CFBundleVersion", bundle.build, facts.app?.build),
    ] {
      guard let own, let outer, own != outer else { continue }
      findings.append(
        finding(
          "apple-extension-version", at: bundle.path,
          [
            "path": bundle.path, "key": key, "found": own, "expected": outer,
            "app": facts.app?.path ?? parent.path,
          ]))
    }
    return findings
  }
}

extension BundleFacts.Kind {
  /// Whether App Store Connect looks for versions in it: not where there is no code.
  fileprivate var hasVersions: Bool { self != .resourceBundle && self != .other }
}
