package import Releases

package import struct FoundationEssentials.Date

extension AndroidPolicy {
  /// What packaging and signing put right, or bring about in the first place.
  private static let mendedBySigning: Set = [
    "android-unsigned", "resource-table-misaligned", "native-library-misaligned",
    "native-library-offset-not-16k",
  ]

  /// The findings over a payload that will still be true of the artifact made of it.
  ///
  /// Signatures that the payload has are not looked at: they will be replaced.
  package static func findings(
    payload facts: AndroidFacts, for distribution: Distribution, onGooglePlay: Bool = false,
    expecting expectation: ArtifactExpectation = ArtifactExpectation(), today: Date
  ) -> [Finding] {
    var unsigned = facts
    unsigned.signatures = []
    return findings(
      facts: unsigned, for: distribution, onGooglePlay: onGooglePlay, expecting: expectation, today: today
    ).filter { !mendedBySigning.contains($0.id) }
  }
}
