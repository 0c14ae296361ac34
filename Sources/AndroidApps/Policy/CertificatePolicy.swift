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
    purposeFindings(certificate, at: location) + validityFindings(certificate, at: location)
  }

  private func purposeFindings(_ certificate: CertificateFact, at location: String?) -> [Finding] {
    let parameters = [
      "certificate": certificate.subject, "sha256": certificate.sha256, "distribution": distribution.rawValue,
    ]
    switch (certificate.purpose, distribution.needsDistributionKey || onGooglePlay) {
    case (.distribution, false):
      return [Finding("android-distribution-key-for-debug", .warning, at: location, parameters)]
    case (.distribution, true), (_, false):
      return []
    case (_, true):
      if certificate.isAndroidDebug {
        return [Finding("android-debug-certificate", .error, at: location, parameters)]
      }
      let name = ["name": certificate.knownAs ?? certificate.subject]
      return [Finding("android-test-certificate", .error, at: location, parameters.merging(name) { $1 })]
    }
  }

  private func validityFindings(_ certificate: CertificateFact, at location: String?) -> [Finding] {
    let severity: Severity = distribution.needsDistributionKey || onGooglePlay ? .error : .warning
    let parameters = [
      "certificate": certificate.subject, "notBefore": certificate.notBefore.day,
      "notAfter": certificate.notAfter.day, "deadline": Self.googlePlayDeadline.day,
    ]
    if certificate.notAfter < today {
      return [Finding("android-certificate-expired", severity, at: location, parameters)]
    }
    if certificate.notBefore > today {
      return [Finding("android-certificate-not-yet-valid", severity, at: location, parameters)]
    }
    guard certificate.notAfter <= Self.googlePlayDeadline else { return [] }
    switch distribution {
    case _ where onGooglePlay, .store:
      return [Finding("android-certificate-expires-too-soon", .error, at: location, parameters)]
    case .adHoc, .enterprise:
      return [Finding("android-certificate-expires-too-soon", .note, at: location, parameters)]
    case .debug:
      return []
    }
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

extension Date {
  /// The day in UTC: `2033-10-22`.
  var day: String {
    formatted(ISO8601FormatStyle(timeZone: .gmt).year().month().day())
  }
}
