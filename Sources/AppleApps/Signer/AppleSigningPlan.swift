package import Credentials
package import Cryptography
import PropertyLists

package import struct FoundationEssentials.Date

/// With what an app is signed, bundle by bundle: settled before the first byte is signed.
package struct AppleSigningPlan: Sendable {
  /// What one bundle that runs as a process of its own gets.
  package struct PlannedBundle: Sendable {
    /// The bundle's path in the app.
    package let path: String
    package let identifier: String
    /// What is put into it as its `embedded.mobileprovision`; nil to leave what is there.
    package let profile: ProvisioningProfile?
    package let entitlements: Entitlements
    package let flaws: [EntitlementFlaw]
  }

  /// What leaves a bundle out of the plan.
  package enum Gap: Equatable, Sendable {
    /// No profile is for this bundle; `offered` are the application ids of those that there are.
    case noProfile(bundle: String, identifier: String, offered: [String])
    /// A bundle that needs a profile says nothing of who it is.
    case noIdentifier(bundle: String)
  }

  /// Nil for an ad-hoc signature, which holds no certificate.
  package let identity: SigningIdentity?
  /// As it goes into the signature; nil for an ad-hoc signature.
  package let chain: AppleChain?
  package let bundles: [PlannedBundle]
  package let gaps: [Gap]
  /// Roots that are trusted beside Apple's.
  package let anchors: [Certificate]
  package let pageSize: PageSize
  /// Whether all code gets the hardened runtime, in the version of the SDK that it was built with.
  package let hasHardenedRuntime: Bool
  package let time: Date

  /// The team of every signature: the leaf's, else the profiles'.
  package var team: String? {
    chain?.leaf.appleTeam ?? bundles.lazy.compactMap { $0.profile?.teamIdentifiers.first }.first
  }

  /// Chooses a profile for each bundle, the exact ones first, and makes its entitlements concrete.
  ///
  /// - Parameters:
  ///   - facts: of the app; what its code carries now is what `payload` means.
  ///   - profiles: may be empty for an ad-hoc signature alone. A bundle that gets none, which with a certificate is one that
  ///     needs none, keeps the entitlements it carries.
  ///   - sources: where entitlements come from, by bundle id; what the payload carries when not said.
  package init(
    for facts: AppleFacts, identity: SigningIdentity?, chain: AppleChain?, profiles: [ProvisioningProfile],
    entitlements sources: [String: EntitlementsSource] = [:], anchors: [Certificate] = [],
    pageSize: PageSize = .automatic, hasHardenedRuntime: Bool = false, time: Date
  ) {
    var bundles: [PlannedBundle] = []
    var gaps: [Gap] = []
    for bundle in facts.bundles where bundle.kind.isProcess {
      guard let identifier = bundle.identifier else {
        gaps.append(.noIdentifier(bundle: bundle.path))
        continue
      }
      let carried = bundle.code?.carriedEntitlements.values
      // One id may be that of apps for several platforms, each with its profile.
      let fitting = profiles.filter { bundle.platform?.takes(profileFor: $0.platforms) ?? true }
      if let profile = ProvisioningProfile.best(for: identifier, among: fitting)
        ?? ProvisioningProfile.best(for: identifier, among: profiles)
      {
        let resolution = EntitlementsResolution.resolve(
          bundleID: identifier, profile: profile, source: sources[identifier] ?? .payload, payload: carried)
        bundles.append(
          PlannedBundle(
            path: bundle.path, identifier: identifier, profile: profile,
            entitlements: Entitlements(resolution.values), flaws: resolution.flaws))
      } else if identity == nil || !bundle.kind.needsProfile {
        var values = carried ?? [:]
        if case .given(let given) = sources[identifier] { values = given }
        bundles.append(
          PlannedBundle(
            path: bundle.path, identifier: identifier, profile: nil, entitlements: Entitlements(values),
            flaws: []))
      } else {
        gaps.append(
          .noProfile(
            bundle: bundle.path, identifier: identifier, offered: profiles.map(\.applicationIdentifier)))
      }
    }
    self.identity = identity
    self.chain = chain
    self.bundles = bundles
    self.gaps = gaps
    self.anchors = anchors
    self.pageSize = pageSize
    self.hasHardenedRuntime = hasHardenedRuntime
    self.time = time
  }
}
