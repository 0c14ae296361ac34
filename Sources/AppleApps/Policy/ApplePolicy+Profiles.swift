import PropertyLists
import Releases

extension ApplePolicy {
  /// The profiles of the app, and of everything in it that runs by itself and needs its own.
  ///
  /// What is wrong with a profile that several bundles have is told once, at the first. An app that is not signed lacks
  /// its profiles for that reason.
  var profileFindings: [Finding] {
    let isSigned = unsignedPlaces.isEmpty
    var seen: Set<String> = []
    return facts.bundles.filter(\.kind.isProcess).flatMap { bundle -> [Finding] in
      guard let profile = bundle.profile else {
        guard isSigned, bundle.kind.needsProfile else { return [] }
        return [finding("apple-profile-missing", at: bundle.path, ["path": bundle.path])].compactMap(\.self)
      }
      let fit = [
        profilePolicy.bundleFinding(profile, bundleID: bundle.identifier, at: bundle.path),
        profilePolicy.platformFinding(profile, bundle.platform, of: bundle.path, at: bundle.path),
      ].compactMap(\.self)
      guard seen.insert(profile.uuid).inserted else { return fit }
      let leaf = bundle.code?.signatures.lazy.compactMap(\.certificates.first).first
      return profilePolicy.findings(profile, bundleID: bundle.identifier, at: bundle.path) + fit
        + [leaf.flatMap { profilePolicy.teamFinding(profile, $0, at: bundle.path) }].compactMap(\.self)
    }
  }

  var profilePolicy: ProfilePolicy {
    ProfilePolicy(distribution: distribution, device: device, today: today)
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

  /// A bundle without a profile has no identifier to take from it, and one with a development profile has a debugger's
  /// permission from that: both are told of the profile.
  private func findings(over entitlements: [String: PropertyList], of bundle: BundleFacts) -> [Finding] {
    // macOS has its own name for it.
    let identifiers = ["application-identifier", "com.apple.application-identifier"]
    var findings: [Finding?] = []
    if bundle.profile != nil, identifiers.allSatisfy({ entitlements[$0] == nil }) {
      findings.append(identifierFinding(nil, of: bundle))
    }
    for (key, value) in entitlements.sorted(by: { $0.key < $1.key }) {
      let parameters = ["key": key, "value": value.words, "path": bundle.path]
      if key == "get-task-allow", value == .boolean(true), distribution?.needsDistributionKey == true {
        guard bundle.profile?.kind != .development else { continue }
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
    let prefix =
      bundle.profile?.prefixes.first ?? bundle.profile?.team
      ?? bundle.code?.signatures.lazy.compactMap(\.certificates.first?.team).first ?? "your team"
    return finding(
      "apple-application-identifier", at: bundle.path,
      [
        "path": bundle.path, "found": found.map(\.words) ?? "none",
        "expected": "\(prefix).\(bundle.identifier ?? "the bundle id")",
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
