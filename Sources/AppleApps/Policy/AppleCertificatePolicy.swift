import Releases

import struct FoundationEssentials.Date

/// Judges a signing certificate by where the app is going.
///
/// Whose root vouches for it is not judged here.
struct AppleCertificatePolicy {
  let distribution: Distribution?
  let today: Date

  func findings(_ certificate: AppleCertificateFact, at location: String?) -> [Finding] {
    [purposeID(certificate), validityID(certificate)].compactMap {
      finding($0, certificate, at: location)
    }
  }

  func validityFindings(_ certificate: AppleCertificateFact) -> [Finding] {
    [finding(validityID(certificate), certificate, at: nil)].compactMap(\.self)
  }

  private func finding(
    _ id: String?, _ certificate: AppleCertificateFact, at location: String?
  ) -> Finding? {
    guard let id else { return nil }
    return ApplePolicy.finding(
      id, for: distribution, at: location,
      [
        "certificate": certificate.name, "kind": certificate.kind, "sha256": certificate.sha256,
        "distribution": distribution?.rawValue ?? "", "notBefore": ApplePolicy.day(certificate.notBefore),
        "notAfter": ApplePolicy.day(certificate.notAfter),
      ])
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

extension AppleCertificateFact {
  /// What people call it.
  var name: String { commonName ?? subject }
}
