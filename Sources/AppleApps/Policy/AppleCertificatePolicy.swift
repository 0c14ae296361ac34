import Credentials
import Releases

import struct FoundationEssentials.Date

/// Judges a signing certificate by where the app is going.
///
/// Whose root vouches for it is not judged here.
struct AppleCertificatePolicy {
  let distribution: Distribution?
  /// What the app is for; nil where nobody knows.
  let platform: Platform?
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
        "distribution": distribution?.rawValue ?? "", "notBefore": certificate.notBefore.day,
        "notAfter": certificate.notAfter.day, "use": use,
      ])
  }

  private func purposeID(_ certificate: AppleCertificateFact) -> String? {
    guard !isUnfit(AppleCertificateKind(rawValue: certificate.kind) ?? .unknown) else {
      return "apple-certificate-unfit"
    }
    return switch certificate.purpose {
    case .distribution: "apple-distribution-certificate-for-debug"
    case .development: "apple-development-certificate"
    case .debug, nil: "apple-certificate-unfit"
    }
  }

  /// Whether it is one of Apple's certificates for the Mac where no Mac, or not this way to one, takes it.
  ///
  /// Developer ID is for what people get elsewhere than from the Mac App Store.
  private func isUnfit(_ kind: AppleCertificateKind) -> Bool {
    switch kind {
    case .macDevelopment: platform != .macos
    case .macAppStore: platform != .macos || distribution == .adHoc || distribution == .enterprise
    case .developerIDApplication: platform != .macos || distribution == .store
    case .macInstaller, .macAppStoreResigned, .developerIDInstaller, .developerIDKernelExtension: true
    default: false
    }
  }

  /// What it is to sign, for people.
  private var use: String {
    guard platform == .macos else { return "apps for \((platform ?? .ios).displayName)" }
    return switch distribution {
    case .store: "apps in the Mac App Store"
    case .adHoc, .enterprise: "apps for macOS outside the Mac App Store"
    case .debug, nil: "apps for macOS"
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
