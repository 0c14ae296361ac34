/// What an app calls itself, as its package says it.
///
/// Absent parts were not in the package.
package struct Application: Codable, Equatable, Sendable {
  /// The application id (Android) or bundle id (iOS), such as `com.acme.app`.
  package var id: String?
  /// The version people see, such as `4.2.0`.
  package var version: String?
  /// The number that must grow with every upload: Android's version code, iOS's bundle version.
  package var build: String?

  package init(id: String? = nil, version: String? = nil, build: String? = nil) {
    self.id = id
    self.version = version
    self.build = build
  }
}
