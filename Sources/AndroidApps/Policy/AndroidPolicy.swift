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
  let expectation: AndroidExpectation
  let today: Date

  /// All findings over an artifact.
  ///
  /// Google Play's own rules are errors for what is delivered there and for bundles, warnings elsewhere; a
  /// debug distribution that does not go there is left alone. Certificates and dates are judged by `today`.
  package static func findings(
    facts: AndroidFacts, for distribution: Distribution, onGooglePlay: Bool = false,
    expecting expectation: AndroidExpectation = AndroidExpectation(), today: Date
  ) -> [Finding] {
    let policy = AndroidPolicy(
      facts: facts, distribution: distribution, onGooglePlay: onGooglePlay, expectation: expectation,
      today: today)
    return policy.signatureFindings + policy.applicationFindings + policy.installationFindings
      + policy.pageSizeFindings + policy.googlePlayFindings
  }

  /// What an artifact was expected to be and is not, wherever it is going.
  package static func findings(facts: AndroidFacts, expecting expectation: AndroidExpectation) -> [Finding] {
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

  /// How grave a breach of Google Play's own rules is here; nil where nobody minds.
  var googlePlaySeverity: Severity? {
    if onGooglePlay { return .error }
    if distribution == .debug { return nil }
    return facts.format == .aab ? .error : .warning
  }
}
