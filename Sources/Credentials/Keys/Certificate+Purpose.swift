package import Cryptography
package import Releases

extension Certificate {
  /// What the certificate says its key is for; nil when it does not say.
  ///
  /// On Android every certificate that is not a debug one is for distribution. Apple marks its certificates with
  /// extensions. BlackBerry's say nothing.
  package func purpose(on platform: Platform) -> Purpose? {
    switch platform {
    case .android: AndroidDebugCertificates.contain(self) ? .debug : .distribution
    case .ios, .tvos, .watchos, .visionos, .macos: appleKind.purpose
    case .blackberry: nil
    }
  }
}
