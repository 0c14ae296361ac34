/// What a pipeline expects of an artifact; a part that is nil is not checked.
package struct AndroidExpectation: Equatable, Sendable {
  package var application: String?
  package var version: String?
  package var build: String?
  /// A certificate's SHA-256 or SHA-1 in hexadecimal digits of either case, with or without colons.
  package var certificate: String?

  package init(
    application: String? = nil, version: String? = nil, build: String? = nil, certificate: String? = nil
  ) {
    self.application = application
    self.version = version
    self.build = build
    self.certificate = certificate
  }
}
