import Releases

extension AndroidPolicy {
  /// Who signed: nobody, somebody unfit, somebody unexpected.
  var signatureFindings: [Finding] {
    guard facts.signatures.contains(where: { !$0.certificates.isEmpty }) else {
      return facts.signatures.isEmpty
        ? [Finding("android-unsigned", .error, at: nil, ["format": facts.format.rawValue])] : []
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

  /// One finding per scheme none of whose signers is the expected one: devices of different versions look at
  /// different schemes.
  var unexpectedCertificates: [Finding] {
    guard let expected = expectation.certificate?.lowercased().filter({ $0 != ":" }) else { return [] }
    return SignatureScheme.allCases.compactMap { scheme in
      let leaves = facts.signatures.filter { $0.scheme == scheme }.compactMap(\.certificates.first)
      guard !leaves.isEmpty, !leaves.contains(where: { $0.sha256 == expected || $0.sha1 == expected }) else {
        return nil
      }
      return Finding(
        "android-unexpected-certificate", .error, at: scheme.rawValue,
        [
          "expected": expected,
          "found": leaves.map { expected.count == 40 ? $0.sha1 : $0.sha256 }.joined(separator: ", "),
          "certificate": leaves.map(\.subject).joined(separator: "; "),
        ])
    }
  }
}
