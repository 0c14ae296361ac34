import PropertyLists
import Releases

import struct FoundationEssentials.Date

/// Judges a provisioning profile by where the app is going, by who signs and by what it is for.
struct ProfilePolicy {
  let distribution: Distribution
  let device: String?
  let today: Date

  func findings(
    _ profile: ProfileFacts, certificate: AppleCertificateFact?, bundleID: String?,
    platform: Platform? = nil, at location: String?
  ) -> [Finding] {
    func finding(_ id: String, _ parameters: [String: String] = [:]) -> Finding? {
      let common = [
        "profile": profile.name, "uuid": profile.uuid, "kind": profile.kind.words,
        "needed": needed.words, "distribution": distribution.rawValue,
        "bundle": bundleID ?? "the bundle", "path": location ?? "The app",
        "expires": ApplePolicy.day(profile.expires),
      ]
      return ApplePolicy.finding(
        id, for: distribution, at: location, common.merging(parameters) { _, own in own })
    }
    var findings: [Finding?] = []
    if profile.kind != needed {
      let isDevelopment = profile.kind == .development
      findings.append(finding(isDevelopment ? "apple-development-profile" : "apple-profile-kind"))
    }
    if profile.expires < today { findings.append(finding("apple-profile-expired")) }
    if !profile.isSignatureValid {
      findings.append(finding("apple-profile-signature-invalid"))
    } else if let id = ApplePolicy.anchorID(profile.signerEnd) {
      findings.append(finding(id, ["signer": "The signature over the provisioning profile \(profile.name)"]))
    }
    if let expiry = profile.signerExpires, expiry < today {
      findings.append(finding("apple-profile-signer-expired", ["notAfter": ApplePolicy.day(expiry)]))
    }
    if let bundleID, !profile.covers(bundleID) {
      findings.append(
        finding("apple-profile-not-for-bundle", ["identifier": profile.applicationIdentifier ?? "none"]))
    }
    if let platform, !platform.takes(profileFor: profile.platforms) {
      findings.append(
        finding(
          "apple-profile-platform",
          [
            "platform": platform.displayName, "platforms": profile.platforms.joined(separator: ", "),
          ]))
    }
    if let device, profile.kind == .adHoc || profile.kind == .development,
      !profile.devices.contains(where: { $0.lowercased() == device.lowercased() })
    {
      findings.append(
        finding("apple-device-not-in-profile", ["device": device, "count": String(profile.deviceCount)]))
    }
    if let certificate {
      let name = certificate.commonName ?? certificate.subject
      if !profile.certificates.contains(certificate.sha256) {
        findings.append(
          finding(
            "apple-certificate-not-in-profile", ["certificate": name, "sha256": certificate.sha256]))
      }
      if let team = profile.team, let signer = certificate.team, team != signer {
        findings.append(
          finding(
            "apple-team-mismatch",
            ["what": "The provisioning profile \(profile.name)", "found": team, "expected": signer]))
      }
    }
    return findings.compactMap(\.self)
  }

  private var needed: ProfileFacts.Kind {
    switch distribution {
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
