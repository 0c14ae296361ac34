package import Credentials
package import PropertyLists

/// From what code asks for and what its profile grants to the entitlements it is signed with.
///
/// A profile's values are patterns: `TEAM.*`, `*`, a list of which one is chosen. Code carries concrete ones, and a
/// pattern copied into it is refused by the App Store (ITMS-90046) or breaks the feature on the device.
package enum EntitlementsResolution {
  /// Resolves the entitlements of one main executable.
  ///
  /// Whatever the source, the application identifier, the team and `get-task-allow` are those of the profile, and
  /// `aps-environment` and the environment of iCloud containers too where they are asked for. What came with another
  /// team gets the prefixes of this one; its groups, containers and merchants are then the profile's.
  ///
  /// From the profile alone come the entitlements that it grants with a value. For those that it grants with a pattern
  /// the code's own value is kept; where that has none, the entitlement is left out.
  ///
  /// - Parameters:
  ///   - bundleID: of the bundle that is signed.
  ///   - profile: the one that goes into it.
  ///   - source: what asks.
  ///   - payload: what the code carries now; nil or empty when it carries none.
  /// - Returns: `values` to sign with, none of them a pattern, and the `flaws` in the order of the keys. With flaws,
  ///   the values are as near to what was asked as can be.
  package static func resolve(
    bundleID: String, profile: ProvisioningProfile, source: EntitlementsSource,
    payload: [String: PropertyList]?
  ) -> (values: [String: PropertyList], flaws: [EntitlementFlaw]) {
    let owner = EntitlementsOwner(bundleID: bundleID, profile: profile)
    let carried = payload.map(owner.adopt) ?? [:]
    var flaws: [EntitlementFlaw] = []
    if !profile.covers(bundleID: bundleID) {
      flaws.append(
        .profileDoesNotCover(bundleID: bundleID, applicationIdentifier: profile.applicationIdentifier))
    }

    var requested: [String: PropertyList]
    switch source {
    case .payload:
      requested = carried
      let granted = profile.entitlements.keys.filter { !EntitlementsOwner.everyAppsKeys.contains($0) }
      if carried.isEmpty, !granted.isEmpty { flaws.append(.payloadCarriesNone(granted: granted.sorted())) }
    case .profile:
      requested = profile.entitlements.filter { !EntitlementPattern.isContained(in: $0.value) }
      for (key, value) in carried where profile.entitlements[key] != nil && requested[key] == nil {
        requested[key] = value
      }
    case .given(let entitlements):
      requested = entitlements.mapValues(owner.expandVariables)
      if let identifier = owner.identifierKeys.compactMap({ requested[$0]?.string }).first,
        !EntitlementPattern.isPattern(identifier), identifier != owner.applicationIdentifier
      {
        flaws.append(
          .applicationIdentifierMismatch(requested: identifier, resolved: owner.applicationIdentifier))
      }
    }

    let settled = owner.settle(&requested)
    for (key, value) in requested.sorted(by: { $0.key < $1.key }) where !settled.contains(key) {
      if let variable = value.texts.first(where: { $0.contains("$(") }) {
        flaws.append(.variableLeft(key: key, value: variable))
        continue
      }
      if let allowed = profile.entitlements[key] {
        if !EntitlementPattern.allows(allowed, value) {
          flaws.append(.valueNotAllowed(key: key, value: value, allowed: allowed))
        }
      } else {
        flaws.append(.keyNotInProfile(key: key))
      }
      let (concrete, patterns) = EntitlementPattern.removed(from: value)
      flaws += patterns.map { .wildcardLeft(key: key, value: $0) }
      requested[key] = concrete
    }
    return (requested, flaws)
  }
}

extension PropertyList {
  /// All strings in it, at any depth.
  fileprivate var texts: [String] {
    switch self {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(\.texts)
    case .dictionary(let entries): entries.sorted { $0.key < $1.key }.flatMap(\.value.texts)
    default: []
    }
  }
}
