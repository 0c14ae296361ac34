import Releases

import struct FoundationEssentials.Date

/// Judges a signing certificate by where the artifact is going.
struct CertificatePolicy {
  /// Google Play takes no certificate that ends before this day is over: 22 October 2033.
  static let googlePlayDeadline = Date(timeIntervalSince1970: 2_013_638_399)

  let distribution: Distribution
  let onGooglePlay: Bool
  let today: Date

  func findings(_ certificate: CertificateFact, at location: String?) -> [Finding] {
    [purposeID(certificate), validityID(certificate)].compactMap { id in
      guard let id,
        let severity = AndroidVerdicts.verdict(on: id)?.apk.severity(
          for: distribution, onGooglePlay: onGooglePlay)
      else { return nil }
      return Finding(
        id, severity, at: location,
        [
          "certificate": certificate.subject, "name": certificate.knownAs ?? certificate.subject,
          "sha256": certificate.sha256, "distribution": onGooglePlay ? "Google Play" : distribution.rawValue,
          "notBefore": certificate.notBefore.day, "notAfter": certificate.notAfter.day,
          "deadline": Self.googlePlayDeadline.day,
        ])
    }
  }

  private func purposeID(_ certificate: CertificateFact) -> String? {
    switch certificate.purpose {
    case .distribution: "android-distribution-key-for-debug"
    case _ where certificate.isAndroidDebug: "android-debug-certificate"
    default: "android-test-certificate"
    }
  }

  private func validityID(_ certificate: CertificateFact) -> String? {
    if certificate.notAfter < today { return "android-certificate-expired" }
    if certificate.notBefore > today { return "android-certificate-not-yet-valid" }
    return certificate.notAfter <= Self.googlePlayDeadline ? "android-certificate-expires-too-soon" : nil
  }
}

extension CertificateFact {
  /// Whether the subject is the one that Android's tools give every debug key, its parts in any order.
  ///
  /// Google Play goes by it too, whatever the key.
  var isAndroidDebug: Bool {
    let parts = Set(subject.split(separator: ",").map { $0.drop { $0 == " " } })
    return parts.contains("CN=Android Debug")
  }
}
