import Credentials
package import Releases

package import struct FoundationEssentials.Date

extension ApplePolicy {
  /// What would be found of an app that is signed by a plan, and what the plan itself shows: before anything is signed.
  ///
  /// - Parameter distribution: where it is going; nil where nobody says, to find what can be right nowhere.
  package static func findings(
    plan: AppleSigningPlan, facts: AppleFacts, for distribution: Distribution?,
    expecting expectation: ArtifactExpectation = ArtifactExpectation(), today: Date
  ) -> [Finding] {
    let lost = plan.bundles.flatMap { bundle in
      bundle.flaws.compactMap { flaw -> Finding? in
        switch flaw {
        case .payloadCarriesNone(let granted):
          finding(
            "apple-entitlements-lost", for: distribution, at: bundle.path,
            ["granted": granted.sorted().joined(separator: ", "), "identifier": bundle.identifier])
        case .variableLeft(let key, let value):
          finding(
            "apple-entitlement-variable", for: distribution, at: bundle.path, ["key": key, "value": value])
        default:
          // These show in the entitlements themselves, and are found there.
          nil
        }
      }
    }
    return lost
      + findings(facts: facts.signed(by: plan), for: distribution, expecting: expectation, today: today)
  }
}
