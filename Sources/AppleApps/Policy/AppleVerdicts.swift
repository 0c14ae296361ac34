package import Releases

/// How grave every finding over an app for Apple's platforms is, by where it is going.
///
/// The policy asks here for each finding that it makes, and the documentation is printed from here: what is
/// promised is what is done. Three rules run through it: what devices refuse is an error everywhere; what only
/// releases must not be is none in a debug build; and the rules of App Store Connect are errors in the store, and at
/// most warnings elsewhere.
package enum AppleVerdicts {
  /// A finding's severities; nil for an id that neither the policy nor the verifier raises.
  package static func severities(of id: String) -> SeverityByDestination? {
    table[id] ?? (verifierIDs.union(planIDs).contains(id) ? everywhere(.error) : nil)
  }

  /// How grave a finding is for a distribution; nil where nobody minds.
  ///
  /// Without a distribution, what every one of them minds counts, as much as where it is least grave.
  static func severity(of id: String, for distribution: Distribution?) -> Severity? {
    guard let severities = severities(of: id) else { return nil }
    let all = (distribution.map { [$0] } ?? Distribution.allCases).map {
      severities.severity(for: $0, onGooglePlay: false)
    }
    return all.contains(nil) ? nil : all.compactMap(\.self).min()
  }

  /// The ids that the policy raises.
  package static var ids: Set<String> { Set(table.keys) }

  /// The ids that the verifier raises over signatures that do not hold; errors everywhere.
  package static let verifierIDs: Set<String> = [
    "apple-signature-malformed", "apple-signature-invalid", "apple-code-directory-mismatch",
    "apple-code-page-altered", "apple-info-plist-altered", "apple-requirement-altered",
    "apple-entitlements-altered", "apple-resources-altered", "apple-resource-added", "apple-resource-missing",
    "apple-bundle-not-sealed", "apple-nested-code-unsigned", "apple-nested-code-mismatch",
  ]

  /// The ids that only a plan can show, before anything is signed; errors everywhere.
  package static let planIDs: Set<String> = ["apple-entitlements-lost", "apple-entitlement-variable"]

  private static func everywhere(_ severity: Severity) -> SeverityByDestination {
    SeverityByDestination(store: severity, adHoc: severity, enterprise: severity, debug: severity)
  }

  private static func releases(_ severity: Severity) -> SeverityByDestination {
    SeverityByDestination(store: severity, adHoc: severity, enterprise: severity)
  }

  /// Of what Apple's own distribution puts right, and devices refuse when they get it otherwise.
  private static let devices = SeverityByDestination(
    store: .warning, adHoc: .error, enterprise: .error, debug: .error)

  /// Of what App Store Connect refuses, and what goes wrong elsewhere only sometimes.
  private static let storeFirst = SeverityByDestination(
    store: .error, adHoc: .warning, enterprise: .warning, debug: .warning)

  /// The same, of what is of no interest to developers.
  private static let storeThenReleases = SeverityByDestination(
    store: .error, adHoc: .warning, enterprise: .warning)

  private static func store(_ severity: Severity) -> SeverityByDestination {
    SeverityByDestination(store: severity)
  }

  private static let table: [String: SeverityByDestination] = [
    // Who signed.
    "apple-unsigned": everywhere(.error),
    "apple-ad-hoc-signature": everywhere(.error),
    "apple-development-certificate": releases(.error),
    "apple-distribution-certificate-for-debug": SeverityByDestination(debug: .warning),
    "apple-certificate-unfit": everywhere(.error),
    "apple-certificate-expired": everywhere(.error),
    "apple-certificate-not-yet-valid": everywhere(.error),
    "apple-foreign-anchor": everywhere(.error),
    "apple-trusted-anchor": everywhere(.warning),
    "apple-team-mismatch": everywhere(.error),
    "apple-unexpected-certificate": everywhere(.error),

    // The provisioning profile.
    "apple-profile-missing": everywhere(.error),
    "apple-development-profile": releases(.error),
    "apple-profile-kind": storeFirst.with(adHoc: .error, enterprise: .error),
    "apple-profile-expired": everywhere(.error),
    "apple-profile-signer-expired": storeFirst,
    "apple-profile-signature-invalid": everywhere(.error),
    "apple-certificate-not-in-profile": everywhere(.error),
    "apple-profile-not-for-bundle": everywhere(.error),
    "apple-profile-platform": everywhere(.error),
    "apple-device-not-in-profile": SeverityByDestination(adHoc: .error, debug: .error),

    // Entitlements, and the form of the signature.
    "apple-get-task-allow": releases(.error),
    "apple-entitlement-not-in-profile": everywhere(.error),
    "apple-wildcard-entitlement": storeFirst.with(adHoc: .error, enterprise: .error),
    "apple-application-identifier": everywhere(.error),
    "apple-entitlements-disagree": everywhere(.error),
    "apple-no-der-entitlements": devices,
    "apple-code-directory-outdated": devices,
    "apple-code-identifier": everywhere(.error),

    // What the app says of itself.
    "apple-unexpected-application": everywhere(.error),
    "apple-unexpected-platform": everywhere(.error),
    "apple-unexpected-version": everywhere(.error),
    "apple-unexpected-build": everywhere(.error),
    "apple-nested-identifier": everywhere(.error),
    "apple-build-missing": storeThenReleases,
    "apple-version-missing": storeThenReleases,
    "apple-build-malformed": storeThenReleases,
    "apple-version-malformed": storeThenReleases,
    "apple-extension-version": store(.warning),
    "apple-minimum-os-missing": storeThenReleases,
    "apple-minimum-os-mismatch": storeThenReleases,
    "apple-icon-name-missing": store(.error),
    "apple-icon-catalog-missing": store(.error),
    "apple-icon-file-missing": store(.error),
    "apple-iphone-icon-missing": store(.error),
    "apple-ipad-icon-missing": store(.error),
    "apple-icon-size-wrong": store(.warning),
    "apple-purpose-string-missing": releases(.warning),
    "apple-purpose-string-for-code-missing": releases(.warning),

    // The code in it.
    "apple-simulator-build": everywhere(.error),
    "apple-unsupported-architecture": storeFirst,
    "apple-encrypted-code": everywhere(.error),
    "apple-standalone-code": store(.error),
    "apple-swift-support-missing": store(.error),
    "apple-sdk-too-old": store(.error),

    // Privacy manifests.
    "apple-privacy-manifest-invalid": store(.error),
    "apple-privacy-manifest-missing": store(.warning),
    "apple-sdk-signature-missing": store(.warning),
    "apple-privacy-api-undeclared": store(.error),
    "apple-privacy-category-invalid": store(.error),
    "apple-privacy-reason-invalid": store(.error),

    // Debug symbols.
    "apple-symbols-missing": store(.warning),
    "apple-symbols-foreign": releases(.warning),
  ]
}

extension SeverityByDestination {
  /// The same but for two distributions.
  fileprivate func with(adHoc: Severity?, enterprise: Severity?) -> SeverityByDestination {
    var changed = self
    changed.adHoc = adHoc
    changed.enterprise = enterprise
    return changed
  }
}
