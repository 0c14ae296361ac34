import Credentials
import PropertyLists

/// A bundle and its profile, which between them decide some entitlements whatever anybody asks for.
struct EntitlementsOwner {
  private let bundleID: String
  private let profile: ProvisioningProfile
  private let prefix: String
  private let team: String

  init(bundleID: String, profile: ProvisioningProfile) {
    self.bundleID = bundleID
    self.profile = profile
    prefix = profile.applicationIdentifierPrefix
    team =
      profile.entitlements[Self.teamKey]?.string ?? profile.teamIdentifiers.first
      ?? profile.applicationIdentifierPrefix
  }

  /// The prefix of the profile with the bundle's identifier.
  var applicationIdentifier: String { "\(prefix).\(bundleID)" }

  /// The names that the application identifier has in the profile: macOS has its own.
  var identifierKeys: [String] { Self.identifierKeys.filter { profile.entitlements[$0] != nil } }

  private static let identifierKeys = ["application-identifier", "com.apple.application-identifier"]
  private static let teamKey = "com.apple.developer.team-identifier"
  /// As the profile has them, or not at all.
  private static let profileKeys = [
    "get-task-allow", "com.apple.security.get-task-allow", "beta-reports-active",
  ]
  /// As the profile has them where they are asked for.
  private static let pushKeys = ["aps-environment", "com.apple.developer.aps-environment"]
  private static let containerEnvironmentKey = "com.apple.developer.icloud-container-environment"
  private static let containerKeys = [
    containerEnvironmentKey, "com.apple.developer.icloud-services",
    "com.apple.developer.icloud-container-identifiers",
  ]
  /// What is registered with a team and means nothing to another.
  private static let registeredKeys = [
    "com.apple.security.application-groups", "com.apple.developer.in-app-payments",
    "com.apple.developer.pass-type-identifiers", "com.apple.developer.icloud-container-identifiers",
    "com.apple.developer.ubiquity-container-identifiers",
  ]

  /// What every profile grants; an app that needs nothing else needs not say so.
  static let everyAppsKeys = Set(
    identifierKeys + profileKeys + [teamKey, "keychain-access-groups"])

  /// The entitlements that code carries, as the profile's team would have them.
  ///
  /// Where it is the team that they came with, they stay as they are.
  func adopt(_ payload: [String: PropertyList]) -> [String: PropertyList] {
    let oldPrefix = Self.identifierKeys.compactMap { payload[$0]?.string }.first
      .flatMap { $0.split(separator: ".", maxSplits: 1).first.map(String.init) }
    let oldTeam = payload[Self.teamKey]?.string ?? oldPrefix
    let changes = [(old: oldPrefix, new: prefix), (old: oldTeam, new: team)]
      .compactMap { change in change.old.map { (old: "\($0).", new: "\(change.new).") } }
      .filter { $0.old != $0.new && $0.old != "." }
    var adopted = payload
    if !changes.isEmpty {
      adopted = payload.mapValues { value in
        value.mapStrings { text in
          guard let change = changes.first(where: { text.hasPrefix($0.old) }) else { return text }
          return change.new + text.dropFirst(change.old.count)
        }
      }
    }
    guard let oldTeam, oldTeam != team else { return adopted }
    for key in Self.registeredKeys where adopted[key] != nil {
      if let granted = profile.entitlements[key], !EntitlementPattern.isContained(in: granted) {
        adopted[key] = granted
      }
    }
    return adopted
  }

  /// Puts in what is not for the one that asks to decide.
  ///
  /// - Returns: the keys that are as they must be.
  func settle(_ entitlements: inout [String: PropertyList]) -> Set<String> {
    var settled = Set(Self.identifierKeys + Self.profileKeys + [Self.teamKey])
    for key in Self.identifierKeys {
      entitlements[key] = profile.entitlements[key] == nil ? nil : .string(applicationIdentifier)
    }
    entitlements[Self.teamKey] = .string(team)
    for key in Self.profileKeys { entitlements[key] = profile.entitlements[key] }
    for key in Self.pushKeys where entitlements[key] != nil {
      guard let granted = profile.entitlements[key] else { continue }
      entitlements[key] = granted
      settled.insert(key)
    }
    if let environment = containerEnvironment(entitlements) {
      entitlements[Self.containerEnvironmentKey] = .string(environment)
      settled.insert(Self.containerEnvironmentKey)
    }
    return settled
  }

  /// One of the environments that the profile grants; nil when no containers are asked for, or it grants none.
  ///
  /// Distribution wants `Production`. A development build may have either, and `Development` unless it says so.
  private func containerEnvironment(_ entitlements: [String: PropertyList]) -> String? {
    guard let granted = profile.entitlements[Self.containerEnvironmentKey],
      Self.containerKeys.contains(where: { entitlements[$0] != nil })
    else { return nil }
    let wanted = entitlements[Self.containerEnvironmentKey]?.string
    let choices =
      profile.kind == .development ? [wanted, "Development"] : ["Production"]
    let others = granted.strings ?? [granted.string].compactMap { $0 }
    return (choices.compactMap { $0 } + others).first {
      EntitlementPattern.allows(granted, .string($0)) && !EntitlementPattern.isPattern($0)
    }
  }

  /// A value from an Xcode project with the build settings that everybody writes into it.
  func expandVariables(_ value: PropertyList) -> PropertyList {
    let variables = [
      (name: "$(AppIdentifierPrefix)", value: "\(prefix)."),
      (name: "$(TeamIdentifierPrefix)", value: "\(team)."),
      (name: "$(CFBundleIdentifier)", value: bundleID),
      (name: "$(PRODUCT_BUNDLE_IDENTIFIER)", value: bundleID),
    ]
    return value.mapStrings { text in
      variables.reduce(text) { $0.replacing($1.name, with: $1.value) }
    }
  }
}

extension PropertyList {
  /// The value with every string in it, at any depth, made into another; keys stay.
  fileprivate func mapStrings(_ change: (String) -> String) -> PropertyList {
    switch self {
    case .string(let text): .string(change(text))
    case .array(let elements): .array(elements.map { $0.mapStrings(change) })
    case .dictionary(let entries): .dictionary(entries.mapValues { $0.mapStrings(change) })
    default: self
    }
  }
}
