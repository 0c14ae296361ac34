package import Cryptography
package import Releases

package import struct FoundationEssentials.Date

/// Judges whether an APK or a bundle may go where it is going.
///
/// A pure function of facts, destination and day. Whether the signatures hold is the verifier's to say: its
/// findings are not repeated here, and these come on top.
package struct AndroidPolicy: Sendable {
  let facts: AndroidFacts
  let distribution: Distribution
  let onGooglePlay: Bool
  let expectation: ArtifactExpectation
  let today: Date

  /// All findings over an artifact.
  ///
  /// ``AndroidVerdicts`` says how grave each is. Certificates and dates are judged by `today`.
  package static func findings(
    facts: AndroidFacts, for distribution: Distribution, onGooglePlay: Bool = false,
    expecting expectation: ArtifactExpectation = ArtifactExpectation(), today: Date
  ) -> [Finding] {
    let policy = AndroidPolicy(
      facts: facts, distribution: distribution, onGooglePlay: onGooglePlay, expectation: expectation,
      today: today)
    return policy.signatureFindings + policy.applicationFindings + policy.installationFindings
      + policy.pageSizeFindings + policy.googlePlayFindings
  }

  /// What an artifact was expected to be and is not, wherever it is going.
  package static func findings(facts: AndroidFacts, expecting expectation: ArtifactExpectation) -> [Finding] {
    // Neither the destination nor the day has a part in it.
    let policy = AndroidPolicy(
      facts: facts, distribution: .debug, onGooglePlay: false, expectation: expectation, today: .distantPast)
    return policy.expectationFindings + policy.unexpectedCertificates
  }

  /// The findings that a key's certificate alone brings about, known before anything is built or signed.
  package static func findings(
    certificate: CertificateFact, for distribution: Distribution, onGooglePlay: Bool = false, today: Date
  ) -> [Finding] {
    CertificatePolicy(distribution: distribution, onGooglePlay: onGooglePlay, today: today)
      .findings(certificate, at: nil)
  }

  /// The same over a certificate that has not been made facts of yet.
  package static func findings(
    certificate: Certificate, for distribution: Distribution, onGooglePlay: Bool = false, today: Date
  ) -> [Finding] {
    findings(
      certificate: CertificateFact(certificate), for: distribution, onGooglePlay: onGooglePlay, today: today)
  }

  /// A finding as grave as it is for this package and this destination; nil where nobody minds.
  func finding(
    _ id: String, at location: String? = nil, _ parameters: [String: String] = [:]
  ) -> Finding? {
    let verdict = AndroidVerdicts.verdict(on: id)
    let severities = facts.format == .aab ? verdict?.aab : verdict?.apk
    return severities?.severity(for: distribution, onGooglePlay: onGooglePlay).map {
      Finding(id, $0, at: location, parameters)
    }
  }
}
