/// What a pipeline expects of an artifact; a part that is nil is not checked.
package struct ArtifactExpectation: Equatable, Sendable {
  /// The application id (Android) or bundle id (iOS).
  package var application: String?
  /// The version that people see.
  package var version: String?
  /// Android's version code, iOS's bundle version.
  package var build: String?
  /// A certificate's SHA-256 or SHA-1 in hexadecimal digits of either case, with or without colons.
  package var certificate: String?
  /// What kind of device it is for.
  package var platform: Platform?

  package init(
    application: String? = nil, version: String? = nil, build: String? = nil, certificate: String? = nil,
    platform: Platform? = nil
  ) {
    self.application = application
    self.version = version
    self.build = build
    self.certificate = certificate
    self.platform = platform
  }
}
