package import AndroidApps
import AppleApps
package import Releases
package import struct FoundationEssentials.Date

/// What `verify --format json` prints, and what a run's report keeps of each artifact.
///
/// The shape is promised to other programs: names and meanings do not change. `distribution` and `fit` are null
/// when nobody said where the file is going.
package struct VerificationReport: Codable, Equatable, Sendable {
  /// One signer, as it stands in the file.
  package struct Signature: Codable, Equatable, Sendable {
    package var scheme: String
    package var certificateSha256: String?
    package var subject: String?
    package var notAfter: Date?
    package var purpose: Purpose?
  }

  package var file: String
  /// Null for a single Mach-O file, which is no package.
  package var format: PackageFormat?
  package var sha256: String
  package var application: Application
  /// Whether the signatures hold.
  package var verified: Bool
  package var distribution: Distribution?
  /// Whether the file may go where ``distribution`` says.
  package var fit: Bool?
  package var signatures: [Signature]
  package var findings: [ExplainedFinding]

  /// The worst that was found; nil when nothing was.
  package var worst: Severity? { findings.map(\.severity).max() }

  private enum CodingKeys: String, CodingKey {
    case file, format, sha256, application, verified, distribution, fit, signatures, findings
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(file, forKey: .file)
    try container.encode(format, forKey: .format)
    try container.encode(sha256, forKey: .sha256)
    try container.encode(application, forKey: .application)
    try container.encode(verified, forKey: .verified)
    try container.encode(distribution, forKey: .distribution)
    try container.encode(fit, forKey: .fit)
    try container.encode(signatures, forKey: .signatures)
    try container.encode(findings, forKey: .findings)
  }
}

extension VerificationReport.Signature {
  package init(_ fact: SignatureFact) {
    let certificate = fact.certificates.first
    self.init(
      scheme: fact.scheme.rawValue, certificateSha256: certificate?.sha256, subject: certificate?.subject,
      notAfter: certificate?.notAfter, purpose: certificate?.purpose)
  }
}

extension VerificationReport {
  /// The scheme of signatures over code for Apple's platforms.
  static let codeSignature = "code-signature"

  /// The signers of an app's code, each once, in the order of the code.
  static func signatures(of facts: AppleFacts) -> [Signature] {
    facts.code.flatMap(\.architectures).compactMap(\.signature).reduce(into: []) { signatures, signature in
      let leaf = signature.certificates.first
      let own = Signature(
        scheme: codeSignature, certificateSha256: leaf?.sha256, subject: leaf?.subject ?? "ad hoc",
        notAfter: leaf?.notAfter, purpose: leaf?.purpose)
      if !signatures.contains(own) { signatures.append(own) }
    }
  }
}
