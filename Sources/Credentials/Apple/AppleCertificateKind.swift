package import Cryptography
package import Releases

/// What Apple issued a certificate for, told from its marker extensions.
///
/// The common name says the same in words, but anybody can write a name into a certificate. The markers are those of
/// Apple's SecPolicy.c, all below 1.2.840.113635.100; one certificate may have several, and the first kind here whose
/// marker it has is its kind. Whether an enterprise's certificate is for in-house distribution or for the store cannot
/// be told from it: its profile says.
package enum AppleCertificateKind: String, CaseIterable, Sendable {
  /// iOS, and all platforms since 2019: `Apple Development`, once `iPhone Developer`.
  case development
  /// `Mac Developer`.
  case macDevelopment = "mac-development"
  /// For the stores, registered devices and in-house: `Apple Distribution`, once `iPhone Distribution`.
  case distribution
  /// For the Mac App Store: `3rd Party Mac Developer Application`.
  case macAppStore = "mac-app-store"
  /// For installer packages of the Mac App Store: `3rd Party Mac Developer Installer`.
  case macInstaller = "mac-installer"
  case developerIDApplication = "developer-id-application"
  case developerIDInstaller = "developer-id-installer"
  case developerIDKernelExtension = "developer-id-kernel-extension"
  /// Apple's own: `Apple iPhone OS Application Signing`, with which the App Store signs again.
  case appStoreResigned = "app-store-resigned"
  /// Apple's own, of the Mac App Store.
  case macAppStoreResigned = "mac-app-store-resigned"
  /// Apple's own, of TestFlight.
  case testFlight = "test-flight"
  /// For passes of Wallet.
  case pass = "pass-type"
  /// For push notifications of websites.
  case webPush = "website-push"
  /// For connections to the push notification service.
  case push
  case safariExtension = "safari-extension"
  case vpn
  /// None of the markers: another authority's, or one of Apple's that is not for developers.
  case unknown

  package init(_ certificate: Certificate) {
    let markers = Set(certificate.extensions.map(\.objectIdentifier))
    self =
      Self.allCases.first { kind in kind.markers.contains { markers.contains(Self.apple + $0) } } ?? .unknown
  }

  /// What it may sign releases for; nil for a kind that signs no apps, and for an unknown one.
  package var purpose: Purpose? {
    switch self {
    case .development, .macDevelopment: .development
    case .distribution, .macAppStore, .developerIDApplication, .appStoreResigned, .macAppStoreResigned,
      .testFlight:
      .distribution
    case .macInstaller, .developerIDInstaller, .developerIDKernelExtension, .pass, .webPush, .push,
      .safariExtension, .vpn, .unknown:
      nil
    }
  }

  private static let apple = "1.2.840.113635.100."

  private var markers: [String] {
    switch self {
    case .development: ["6.1.2"]
    case .macDevelopment: ["6.1.12"]
    case .distribution: ["6.1.4"]
    case .macAppStore: ["6.1.7"]
    case .macInstaller: ["6.1.8"]
    case .developerIDApplication: ["6.1.13"]
    case .developerIDInstaller: ["6.1.14"]
    case .developerIDKernelExtension: ["6.1.18"]
    case .appStoreResigned: ["6.1.3"]
    case .macAppStoreResigned: ["6.1.9"]
    case .testFlight: ["6.1.25.1"]
    case .pass: ["6.1.16"]
    case .webPush: ["6.1.17"]
    case .push: ["6.3.1", "6.3.2"]
    case .safariExtension: ["6.1.5"]
    case .vpn: ["6.1.6"]
    case .unknown: []
    }
  }
}

extension Certificate {
  /// What Apple issued it for.
  package var appleKind: AppleCertificateKind { AppleCertificateKind(self) }

  /// The identifier of the team that Apple issued it to: the subject's unit.
  ///
  /// Nil when it has none; a certificate from elsewhere may have anything there.
  package var appleTeam: String? { subject["OU"] }

  /// Whom Apple issued it to, without what it is for and the identifier: `Jane Roe` for
  /// `Apple Development: Jane Roe (A1B2C3D4E5)`.
  ///
  /// Nil for a common name that is not written so.
  package var appleHolder: String? {
    guard let name = subject["CN"], name.hasSuffix(")") else { return nil }
    let parts = name.split(separator: ": ", maxSplits: 1)
    guard parts.count == 2, let end = parts[1].lastIndex(of: "("), end > parts[1].startIndex else {
      return nil
    }
    let holder = parts[1][..<parts[1].index(before: end)]
    return holder.isEmpty ? nil : String(holder)
  }
}
