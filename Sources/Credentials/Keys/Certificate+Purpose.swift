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
    case .ios: applePurpose
    case .blackberry: nil
    }
  }

  /// By Apple's marker extensions: development certificates carry 1.2.840.113635.100.6.1.2 or .12, distribution
  /// certificates .4 or .7.
  private var applePurpose: Purpose? {
    let markers = Set(extensions.map(\.objectIdentifier))
    let apple = "1.2.840.113635.100.6.1."
    if markers.contains(apple + "2") || markers.contains(apple + "12") { return .development }
    if markers.contains(apple + "4") || markers.contains(apple + "7") { return .distribution }
    return nil
  }
}
