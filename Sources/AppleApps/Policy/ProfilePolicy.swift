import PropertyLists
import Releases

import struct FoundationEssentials.Date

/// Judges a provisioning profile by where the app is going, by who signs and by what it is for.
struct ProfilePolicy {
  let distribution: Distribution?
  let device: String?
  let today: Date

  /// What is wrong with the profile itself.
  ///
  /// - Parameter bundleID: whose profile it is.
  func findings(_ profile: ProfileFacts, bundleID: String?, at location: String?) -> [Finding] {
    func finding(_ id: String, _ parameters: [String: String] = [:]) -> Finding? {
      let common = [
        "profile": profile.name, "uuid": profile.uuid, "kind": profile.kind.words,
        "needed": needed?.words ?? "", "distribution": distribution?.rawValue ?? "",
        "bundle": bundleID ?? "the bundle", "path": location ?? "the app",
        "expires": profile.expires.day,
      ]
      return ApplePolicy.finding(
        id, for: distribution, at: location, common.merging(parameters) { _, own in own })
    }
    var findings: [Finding?] = []
    // Developer ID is how apps for the Mac reach people outside the store.
    let isDeveloperID =
      profile.kind == .developerID && distribution != .store && distribution != .debug
      && profile.platforms.contains(where: Platform.macos.profilePlatforms.contains)
    if let needed, profile.kind != needed, !isDeveloperID {
      let isDevelopment = profile.kind == .development
      findings.append(finding(isDevelopment ? "apple-development-profile" : "apple-profile-kind"))
    }
    if profile.expires < today { findings.append(finding("apple-profile-expired")) }
    if !profile.isSignatureValid { findings.append(finding("apple-profile-signature-invalid")) }
    if let expiry = profile.signerExpires, expiry < today {
      findings.append(finding("apple-profile-signer-expired", ["notAfter": expiry.day]))
    }
    if let device, profile.kind == .adHoc || profile.kind == .development,
      !profile.devices.contains(where: { $0.lowercased() == device.lowercased() })
    {
      findings.append(
        finding("apple-device-not-in-profile", ["device": device, "count": String(profile.deviceCount)]))
    }
    return findings.compactMap(\.self)
  }

  func bundleFinding(_ profile: ProfileFacts, bundleID: String?, at location: String?) -> Finding? {
    guard let bundleID, !profile.covers(bundleID) else { return nil }
    return ApplePolicy.finding(
      "apple-profile-not-for-bundle", for: distribution, at: location,
      ["profile": profile.name, "identifier": profile.applicationIdentifier ?? "none", "bundle": bundleID])
  }

  func platformFinding(
    _ profile: ProfileFacts, _ platform: Platform?, of path: String, at location: String?
  ) -> Finding? {
    guard let platform, !platform.takes(profileFor: profile.platforms) else { return nil }
    return ApplePolicy.finding(
      "apple-profile-platform", for: distribution, at: location,
      [
        "profile": profile.name, "path": path, "platform": platform.displayName,
        "platforms": profile.platforms.joined(separator: ", "),
      ])
  }

  func certificateFinding(
    _ profile: ProfileFacts, _ certificate: AppleCertificateFact, of path: String, at location: String?
  ) -> Finding? {
    guard !profile.certificates.contains(certificate.sha256) else { return nil }
    return ApplePolicy.finding(
      "apple-certificate-not-in-profile", for: distribution, at: location,
      [
        "certificate": certificate.name, "sha256": certificate.sha256, "profile": profile.name, "path": path,
      ])
  }

  func teamFinding(
    _ profile: ProfileFacts, _ certificate: AppleCertificateFact, at location: String?
  ) -> Finding? {
    guard let team = profile.team, let signer = certificate.team, team != signer else { return nil }
    return ApplePolicy.finding(
      "apple-team-mismatch", for: distribution, at: location,
      ["what": "The provisioning profile \(profile.name)", "found": team, "expected": signer])
  }

  /// Nil where nobody says where the app is going.
  private var needed: ProfileFacts.Kind? {
    switch distribution {
    case nil: nil
    case .store: .appStore
    case .adHoc: .adHoc
    case .enterprise: .enterprise
    case .debug: .development
    }
  }
}

extension ProfileFacts {
  /// Whether it is for a bundle: its identifier, without the prefix, is the bundle's own or begins it and ends in `*`.
  func covers(_ bundleID: String) -> Bool {
    guard let applicationIdentifier, let dot = applicationIdentifier.firstIndex(of: ".") else { return false }
    let pattern = applicationIdentifier[applicationIdentifier.index(after: dot)...]
    return EntitlementPattern.allows(.string(String(pattern)), .string(bundleID))
  }
}

extension ProfileFacts.Kind {
  fileprivate var words: String {
    switch self {
    case .development: "a development profile"
    case .adHoc: "an ad hoc profile"
    case .appStore: "an App Store profile"
    case .enterprise: "an in-house profile"
    case .developerID: "a Developer ID profile"
    }
  }
}
