import AppleApps
import Credentials
import Releases

/// What is looked at of targets for Apple's platforms.
extension TargetPlanner {
  /// The findings over a key's certificate and profiles, as long as there is no app to look at.
  func appleCertificateFindings(of signer: PlannedSigner) -> [Finding] {
    guard let identity = signer.identity else { return [] }
    let certificate = AppleCertificateFact(identity.certificate)
    let (distribution, today) = (target.distribution.value, planner.invocation.now)
    var findings = ApplePolicy.findings(
      certificate: certificate, for: distribution, platform: target.platform, today: today)
    if let id = target.application?.value,
      let profile = ProvisioningProfile.best(for: id, among: signer.profiles)
    {
      findings += ApplePolicy.findings(
        profile: ProfileFacts(profile, anchors: (try? keys.anchors()) ?? []), certificate: certificate,
        bundleID: id, for: distribution, today: today)
    }
    return findings.map { finding in
      var located = finding
      located.location = "key \(signer.name)"
      return located
    }
  }

  /// The findings over an app as it will be once it is signed.
  mutating func appleFindings(over facts: AppleFacts, signers: [PlannedSigner]) -> [Finding] {
    guard let signer = signers.first else { return [] }
    if signers.count > 1 {
      problem(
        at: target.sign.position,
        Failure(
          .usage,
          "\(target.name) names \(signers.count) keys, and code for Apple's platforms has one signer.",
          remedy: "Name one key."))
      return []
    }
    let planned = Result {
      try target.appleSigning(
        with: signer, keys: keys, pipeline: planner.pipeline, now: planner.invocation.now
      ).plan(for: facts)
    }
    guard let plan = settle(planned, at: target.sign.position) else { return [] }
    for failure in plan.failures { problem(at: target.sign.position, failure) }
    return ApplePolicy.findings(
      plan: plan, facts: facts, for: target.distribution.value, expecting: target.expectation,
      today: planner.invocation.now)
  }
}
