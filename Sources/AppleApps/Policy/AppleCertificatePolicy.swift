import Releases

import struct FoundationEssentials.Date

/// Judges a signing certificate by where the app is going.
struct AppleCertificatePolicy {
  let distribution: Distribution
  let today: Date

  func findings(
    _ certificate: AppleCertificateFact, chainEnd: CodeSignatureFacts.ChainEnd?, at location: String?
  ) -> [Finding] {
    let ids = [
      purposeID(certificate), validityID(certificate), chainEnd.flatMap(ApplePolicy.anchorID),
    ]
    return ids.compactMap { id in
      guard let id else { return nil }
      let name = certificate.commonName ?? certificate.subject
      return ApplePolicy.finding(
        id, for: distribution, at: location,
        [
          "certificate": name, "kind": certificate.kind, "sha256": certificate.sha256,
          "distribution": distribution.rawValue, "notBefore": ApplePolicy.day(certificate.notBefore),
          "notAfter": ApplePolicy.day(certificate.notAfter), "signer": "The certificate \(name)",
        ])
    }
  }

  /// What Apple's certificates for the Mac are for does not matter here: no other device takes them.
  private func purposeID(_ certificate: AppleCertificateFact) -> String? {
    guard !certificate.kind.hasPrefix("mac-"), !certificate.kind.hasPrefix("developer-id") else {
      return "apple-certificate-unfit"
    }
    return switch certificate.purpose {
    case .distribution: "apple-distribution-certificate-for-debug"
    case .development: "apple-development-certificate"
    case .debug, nil: "apple-certificate-unfit"
    }
  }

  private func validityID(_ certificate: AppleCertificateFact) -> String? {
    if certificate.notAfter < today { return "apple-certificate-expired" }
    return certificate.notBefore > today ? "apple-certificate-not-yet-valid" : nil
  }
}

extension ApplePolicy {
  /// Of a chain that does not end at one of Apple's roots.
  static func anchorID(_ end: CodeSignatureFacts.ChainEnd) -> String? {
    switch end {
    case .apple, .none: nil
    case .trusted: "apple-trusted-anchor"
    case .foreign: "apple-foreign-anchor"
    }
  }
}
