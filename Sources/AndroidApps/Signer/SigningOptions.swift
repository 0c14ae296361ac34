/// What a caller may ask of ``AndroidSigner``.
package struct SigningOptions: Equatable, Sendable {
  /// The schemes to sign with; nil for what the SDK versions and the number of signers call for.
  package var schemes: Set<SignatureScheme>?
  /// The oldest API level that must accept the package; nil for the manifest's.
  package var minSDK: Int?
  /// The newest API level that must accept the package; nil for all there will be.
  package var maxSDK: Int?
  /// For APKs.
  ///
  /// The entries of a bundle are not mapped by any device.
  package var alignment: Alignment
  /// What the files of a JAR signature are called, cut to what JARs allow; nil for each identity's own name.
  package var signatureName: String?

  package init(
    schemes: Set<SignatureScheme>? = nil, minSDK: Int? = nil, maxSDK: Int? = nil,
    alignment: Alignment = .largePages, signatureName: String? = nil
  ) {
    self.schemes = schemes
    self.minSDK = minSDK
    self.maxSDK = maxSDK
    self.alignment = alignment
    self.signatureName = signatureName
  }
}
