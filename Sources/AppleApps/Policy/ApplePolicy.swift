package import Releases

package import struct FoundationEssentials.Date

/// Judges whether an app for Apple's platforms may go where it is going.
///
/// A pure function of facts, destination and day. Whether the signatures hold is the verifier's to say: its
/// findings are not repeated here, and these come on top.
package struct ApplePolicy: Sendable {
  let facts: AppleFacts
  /// Nil where nobody says: then only what every distribution minds is found, as grave as where it is least so.
  let distribution: Distribution?
  let expectation: ArtifactExpectation
  let device: String?
  let today: Date

  /// All findings over an app.
  ///
  /// ``AppleVerdicts`` says how grave each is.
  ///
  /// - Parameters:
  ///   - distribution: where it is going; nil where nobody says, to find what can be right nowhere.
  ///   - device: the UDID of a device that has to be able to install it; nil where none is known.
  ///   - today: what certificates, profiles and the store's dated rules are judged by.
  package static func findings(
    facts: AppleFacts, for distribution: Distribution?,
    expecting expectation: ArtifactExpectation = ArtifactExpectation(), device: String? = nil, today: Date
  ) -> [Finding] {
    let policy = ApplePolicy(
      facts: facts, distribution: distribution, expectation: expectation, device: device, today: today)
    return policy.signatureFindings + policy.profileFindings + policy.anchorFindings
      + policy.entitlementFindings + policy.applicationFindings + policy.contentFindings
  }

  /// What an app was expected to be and is not, wherever it is going.
  package static func findings(facts: AppleFacts, expecting expectation: ArtifactExpectation) -> [Finding] {
    // Neither the destination nor the day has a part in it.
    let policy = ApplePolicy(
      facts: facts, distribution: nil, expectation: expectation, device: nil, today: .distantPast)
    return policy.unexpectedCertificates + policy.applicationFindings
  }

  /// The findings over a payload that will still be true of the artifact made of it.
  ///
  /// Signatures and profiles that the payload has are not judged: they will be replaced.
  package static func findings(
    payload facts: AppleFacts, for distribution: Distribution,
    expecting expectation: ArtifactExpectation = ArtifactExpectation(), today: Date
  ) -> [Finding] {
    let policy = ApplePolicy(
      facts: facts, distribution: distribution, expectation: expectation, device: nil, today: today)
    return policy.applicationFindings + policy.contentFindings
  }

  /// The findings that a key's certificate alone brings about, known before anything is built or signed.
  ///
  /// - Parameters:
  ///   - chainEnd: whose root its chain ends at; nil where nobody has looked.
  ///   - platform: what is to be signed is for it; nil where nobody knows.
  package static func findings(
    certificate: AppleCertificateFact, chainEnd: CodeSignatureFacts.ChainEnd? = nil,
    for distribution: Distribution?, platform: Platform? = nil, today: Date
  ) -> [Finding] {
    let signers = chainEnd.map {
      ChainedSigner(role: .certificate, name: certificate.name, end: $0, location: nil)
    }
    return AppleCertificatePolicy(distribution: distribution, platform: platform, today: today)
      .findings(certificate, at: nil) + anchorFindings([signers].compactMap(\.self), for: distribution)
  }

  /// Whether a certificate is valid on a day, whatever it may sign for.
  package static func findings(validityOf certificate: AppleCertificateFact, today: Date) -> [Finding] {
    AppleCertificatePolicy(distribution: nil, platform: nil, today: today).validityFindings(certificate)
  }

  /// The findings that a profile brings about for a bundle, known before anything is built or signed.
  ///
  /// - Parameters:
  ///   - certificate: that of the key which is going to sign; nil where none is known.
  ///   - device: the UDID of a device that has to be able to install the app; nil where none is known.
  package static func findings(
    profile: ProfileFacts, certificate: AppleCertificateFact?, bundleID: String,
    for distribution: Distribution, device: String? = nil, today: Date
  ) -> [Finding] {
    let policy = ProfilePolicy(distribution: distribution, device: device, today: today)
    let fit = [
      policy.bundleFinding(profile, bundleID: bundleID, at: nil),
      certificate.flatMap { policy.certificateFinding(profile, $0, of: "The app", at: nil) },
      certificate.flatMap { policy.teamFinding(profile, $0, at: nil) },
    ]
    return policy.findings(profile, bundleID: bundleID, at: nil) + fit.compactMap(\.self)
      + anchorFindings([ChainedSigner(profile, at: nil)].compactMap(\.self), for: distribution)
  }

  /// A finding as grave as it is for this destination; nil where nobody minds.
  static func finding(
    _ id: String, for distribution: Distribution?, at location: String? = nil,
    _ parameters: [String: String] = [:]
  ) -> Finding? {
    AppleVerdicts.severity(of: id, for: distribution).map { Finding(id, $0, at: location, parameters) }
  }

  func finding(
    _ id: String, at location: String? = nil, _ parameters: [String: String] = [:]
  ) -> Finding? {
    Self.finding(id, for: distribution, at: location, parameters)
  }
}
