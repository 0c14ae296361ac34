import Bytes
import Cryptography
import Releases

/// What came of checking the signers of v2 or v3, all but whether the content is what they signed.
struct SchemeVerdict: Sendable {
  /// One signer and what it claims.
  struct Signer: Sendable {
    /// From 1.
    let number: Int
    var certificates: [Certificate] = []
    /// The usual names of the signature algorithms that are known.
    var algorithms: [String] = []
    /// The digests of the content that the signer signed, by the algorithms that the asked API levels look at.
    var contentDigests: [ContentDigestAlgorithm: [UInt8]] = [:]
    /// The API levels that a v3 signer is for.
    var levels: SchemeSigner.Levels?
    /// How the signer's key came to be, when it was rotated.
    var lineage: SigningLineage?
  }

  let scheme: SignatureScheme
  var signers: [Signer] = []
  var findings: [Finding] = []

  var hasErrors: Bool { findings.contains { $0.severity == .error } }
  /// The algorithms that the content must be digested with.
  var contentDigestAlgorithms: Set<ContentDigestAlgorithm> { Set(signers.flatMap(\.contentDigests.keys)) }

  func location(of signer: Int) -> String { "\(scheme.rawValue) signer \(signer)" }

  /// Notes every signer whose signed digests are not those of the content.
  mutating func compare(with actual: [ContentDigestAlgorithm: [UInt8]], _ issue: SignatureIssue) {
    for signer in signers {
      for (algorithm, expected) in signer.contentDigests.sorted(by: { $0.key < $1.key })
      where actual[algorithm] != expected {
        findings.append(
          issue.finding(
            at: location(of: signer.number),
            [
              "algorithm": algorithm.description, "expected": expected.hex,
              "actual": actual[algorithm]?.hex ?? "",
            ]))
      }
    }
  }
}
