package import Releases

/// An app that a folder seems to build, as far as its files tell.
package struct RecognisedApp: Equatable, Sendable {
  /// What told: `Gradle`, `Flutter`, `Cordova`, `Xcode` or the package's own format.
  package var origin: String
  /// A name that a target can have.
  package var name: String
  package var platform: Platform
  package var distribution: Distribution
  /// The app's id; nil when no file says it.
  package var application: String?
  /// The command that makes the payload; nil when it is there already or cannot be made on Linux.
  package var build: [String]?
  /// A path or glob from the folder.
  package var payload: String

  package init(
    origin: String, name: String, platform: Platform, distribution: Distribution = .store,
    application: String? = nil, build: [String]? = nil, payload: String
  ) {
    self.origin = origin
    self.name = name
    self.platform = platform
    self.distribution = distribution
    self.application = application
    self.build = build
    self.payload = payload
  }
}
