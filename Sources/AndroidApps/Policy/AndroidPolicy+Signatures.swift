import Releases

extension AndroidPolicy {
  /// Who signed: nobody, somebody unfit, somebody unexpected.
  var signatureFindings: [Finding] {
    guard facts.signatures.contains(where: { !$0.certificates.isEmpty }) else {
      let unsigned = finding("android-unsigned", ["package": facts.format == .aab ? "bundle" : "APK"])
      return facts.signatures.isEmpty ? [unsigned].compactMap(\.self) : []
    }
    let policy = CertificatePolicy(distribution: distribution, onGooglePlay: onGooglePlay, today: today)
    return signers.flatMap { policy.findings($0.certificate, at: $0.location) } + unexpectedCertificates
  }

  /// Each signing certificate once, with all the places it signed.
  private var signers: [(certificate: CertificateFact, location: String)] {
    var signers: [(certificate: CertificateFact, location: String)] = []
    for signature in facts.signatures {
      guard let certificate = signature.certificates.first else { continue }
      if let index = signers.firstIndex(where: { $0.certificate.sha256 == certificate.sha256 }) {
        signers[index].location += ", " + signature.location
      } else {
        signers.append((certificate, signature.location))
      }
    }
    return signers
  }

  /// The schemes none of whose signers is the expected one, those with the same signers together: devices of
  /// different versions look at different schemes.
  var unexpectedCertificates: [Finding] {
    guard let expected = expectation.certificate?.lowercased().filter({ $0 != ":" }) else { return [] }
    var unexpected: [(leaves: [CertificateFact], schemes: [String])] = []
    for scheme in SignatureScheme.allCases {
      let leaves = facts.signatures.filter { $0.scheme == scheme }.compactMap(\.certificates.first)
      guard !leaves.isEmpty, !leaves.contains(where: { $0.sha256 == expected || $0.sha1 == expected }) else {
        continue
      }
      if let index = unexpected.firstIndex(where: { $0.leaves == leaves }) {
        unexpected[index].schemes.append(scheme.rawValue)
      } else {
        unexpected.append((leaves, [scheme.rawValue]))
      }
    }
    return unexpected.compactMap { leaves, schemes in
      finding(
        "android-unexpected-certificate", at: schemes.joined(separator: ", "),
        [
          "expected": (expected.count == 40 ? "SHA-1 " : "SHA-256 ") + expected,
          "found": leaves.map { "\($0.subject) (SHA-256 \($0.sha256), SHA-1 \($0.sha1))" }
            .joined(separator: "; "),
        ])
    }
  }
}
