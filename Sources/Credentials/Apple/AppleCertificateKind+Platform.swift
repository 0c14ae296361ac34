package import Releases

extension AppleCertificateKind {
  /// The platform of a kind that signs apps; nil for one that Apple did not issue.
  package var platform: Platform? {
    switch self {
    case .unknown: nil
    case .macDevelopment, .macAppStore, .macAppStoreResigned, .macInstaller, .developerIDApplication,
      .developerIDInstaller, .developerIDKernelExtension:
      .macos
    default: .ios
    }
  }
}
