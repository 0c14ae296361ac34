package import Releases

/// What came of verifying a package.
package struct AndroidVerification: Sendable {
  package let format: PackageFormat
  /// Of the whole file: lower-case hexadecimal digits.
  package let sha256: String
  /// Whether the signatures hold on all API levels that were asked about: whether no finding is an error.
  package let verified: Bool
  /// Every signer that was looked at, by scheme; those that Android passes over are left out.
  package let signatures: [SignatureFact]
  package let findings: [Finding]
  /// What the package says of itself, with ``signatures`` in it.
  package let facts: AndroidFacts
  /// The API levels that were asked about; nil for a bundle.
  package let levels: ClosedRange<Int>?
}
