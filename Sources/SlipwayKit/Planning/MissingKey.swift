package import Releases

/// A key that a plan asks for by its platform and purpose, and that there is none of.
package struct MissingKey: Hashable, Sendable {
  package let platform: Platform
  package let purpose: Purpose
  package let application: String?

  package init(_ platform: Platform, _ distribution: Distribution, _ application: String?) {
    self.platform = platform
    purpose = distribution.needsDistributionKey ? .distribution : platform.isApple ? .development : .debug
    self.application = application
  }

  /// Where such a key comes from, for somebody who has none.
  package var origin: String {
    switch platform {
    case .android:
      "A new app may have a new key, made here. An app that is in a store already needs the key it was uploaded with: "
        + "the .jks or .p12 of the build that made it."
    case .blackberry: "BlackBerry's servers certify no more keys: it needs the author.p12 of the time."
    default:
      "Apple certifies it: at developer.apple.com, Certificates, with a request that slipway keys generate makes, or "
        + "exported as .p12 from the Mac that has it. Its provisioning profiles are there under Profiles."
    }
  }

  /// The command that makes one.
  package var command: String {
    "slipway keys generate NAME --platform \(platform.rawValue) --purpose \(purpose.rawValue)"
      + (application.map { " --application \($0)" } ?? "") + " --default"
  }
}
