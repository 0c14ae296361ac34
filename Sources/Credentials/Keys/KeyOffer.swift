package import Releases

/// What is known of a key before it is opened: enough to choose it, and nothing secret.
package struct KeyOffer: Equatable, Sendable {
  package let name: String
  package let platform: Platform
  /// What it is declared to sign for.
  ///
  /// Opening it shows whether its certificate agrees.
  package let purpose: Purpose
  /// The only applications it may sign; empty for any.
  package let applications: [String]
  /// Whether it is the one that `default` means, among those of its platform and purpose.
  package let isDefault: Bool

  package init(
    name: String, platform: Platform, purpose: Purpose, applications: [String] = [], isDefault: Bool = false
  ) {
    self.name = name
    self.platform = platform
    self.purpose = purpose
    self.applications = applications
    self.isDefault = isDefault
  }

  /// Whether it may sign this application.
  package func allows(application: String) -> Bool {
    applications.isEmpty || applications.contains(application)
  }
}
