import PropertyLists
import Releases

extension ApplePolicy {
  /// The profiles of the app, and of everything in it that runs by itself and needs its own.
  var profileFindings: [Finding] {
    let policy = ProfilePolicy(distribution: distribution, device: device, today: today)
    return facts.bundles.filter(\.kind.isProcess).flatMap { bundle -> [Finding] in
      guard let profile = bundle.profile else {
        guard bundle.kind.needsProfile else { return [] }
        return [finding("apple-profile-missing", at: bundle.path, ["path": bundle.path])].compactMap(\.self)
      }
      let leaf = bundle.code?.signatures.lazy.compactMap(\.certificates.first).first
      return policy.findings(
        profile, certificate: leaf, bundleID: bundle.identifier, platform: bundle.platform, at: bundle.path)
    }
  }

  /// The entitlements of the same bundles, against their profiles; of what needs no profile and has none, nothing is said.
  var entitlementFindings: [Finding] {
    facts.bundles.filter { $0.kind.needsProfile || $0.kind.isProcess && $0.profile != nil }.flatMap {
      bundle -> [Finding] in
      var different: [[String: PropertyList]] = []
      for signature in bundle.code?.signatures ?? [] where !signature.isAdHoc {
        if !different.contains(signature.entitlements) { different.append(signature.entitlements) }
      }
      return different.flatMap { findings(over: $0, of: bundle) }
    }
  }

  private func findings(over entitlements: [String: PropertyList], of bundle: BundleFacts) -> [Finding] {
    // macOS has its own name for it.
    let identifiers = ["application-identifier", "com.apple.application-identifier"]
    var findings: [Finding?] = []
    if identifiers.allSatisfy({ entitlements[$0] == nil }) {
      findings.append(identifierFinding(nil, of: bundle))
    }
    for (key, value) in entitlements.sorted(by: { $0.key < $1.key }) {
      let parameters = ["key": key, "value": value.words, "path": bundle.path]
      if key == "get-task-allow", value == .boolean(true), distribution != .debug {
        findings.append(finding("apple-get-task-allow", at: bundle.path, parameters))
      } else if let wildcard = EntitlementPattern.removed(from: value).patterns.first,
        key != "keychain-access-groups"
      {
        // All groups of the team are what Apple's own tools ask for in a keychain; elsewhere it means nothing.
        findings.append(
          finding(
            "apple-wildcard-entitlement", at: bundle.path, parameters.merging(["value": wildcard]) { $1 }))
      } else if identifiers.contains(key), let id = bundle.identifier,
        value.string?.hasSuffix("." + id) != true
      {
        findings.append(identifierFinding(value, of: bundle))
      } else if let profile = bundle.profile, !profile.grants(key, value) {
        findings.append(
          finding(
            "apple-entitlement-not-in-profile", at: bundle.path,
            parameters.merging(["profile": profile.name]) { $1 }))
      }
    }
    return findings.compactMap(\.self)
  }

  private func identifierFinding(_ found: PropertyList?, of bundle: BundleFacts) -> Finding? {
    finding(
      "apple-application-identifier", at: bundle.path,
      [
        "path": bundle.path, "found": found.map(\.words) ?? "none",
        "expected": "\(bundle.profile?.prefixes.first ?? bundle.profile?.team ?? "TEAM")"
          + ".\(bundle.identifier ?? "the bundle id")",
      ])
  }
}

extension ProfileFacts {
  /// Whether code may have an entitlement with this value; `false` needs no grant.
  func grants(_ key: String, _ value: PropertyList) -> Bool {
    guard let granted = entitlements[key] else { return value == .boolean(false) }
    return EntitlementPattern.allows(granted, value)
  }
}
