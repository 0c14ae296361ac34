import Cryptography
import Releases

/// What came of checking a JAR signature.
struct JarVerdict: Sendable {
  /// One signer: a signature block and its signature file.
  struct Signer: Sendable {
    /// From 1, in the order of the central directory.
    let number: Int
    let block: String
    let signatureFile: String
    /// The chain, leaf first; empty when the block could not be read or does not verify.
    var certificates: [Certificate] = []
    /// The usual names of the signature algorithms.
    var algorithms: [String] = []
    /// The bytes of the names that the signature file lists.
    var entries: Set<[UInt8]> = []
    /// Whether Android passes over the signer.
    var isIgnored = false
  }

  let scheme: SignatureScheme
  var signers: [Signer] = []
  var findings: [Finding] = []

  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  func location(of signer: Int) -> String { "\(scheme.rawValue) signer \(signer)" }

  mutating func note(_ issue: SignatureIssue, _ parameters: [String: String] = [:]) {
    findings.append(issue.finding(parameters))
  }

  mutating func note(_ issue: SignatureIssue, of signer: Signer, _ parameters: [String: String] = [:]) {
    findings.append(issue.finding(at: location(of: signer.number), parameters))
  }
}
