/// One signer of one signature scheme, as the package has it.
///
/// That it stands here does not say that it verifies.
package struct SignatureFact: Codable, Equatable, Sendable {
  package var scheme: SignatureScheme
  /// The signer's place in its scheme's block, from 1; for v1 and JAR, its place among the signature files.
  package var signer: Int
  /// The chain, the certificate of the signing key first.
  ///
  /// Empty when the signer names none that can be read.
  package var certificates: [CertificateFact]
  /// The signature algorithms used, under their usual names, such as `SHA256withRSA`.
  package var algorithms: [String]

  package init(
    scheme: SignatureScheme, signer: Int, certificates: [CertificateFact], algorithms: [String] = []
  ) {
    self.scheme = scheme
    self.signer = signer
    self.certificates = certificates
    self.algorithms = algorithms
  }

  /// Where findings about this signer say they are: `v2 signer 1`.
  package var location: String { "\(scheme.rawValue) signer \(signer)" }
}
