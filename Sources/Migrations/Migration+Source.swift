extension Migration {
  /// The tools and places that keys are taken over from.
  package enum Source: String, CaseIterable, Sendable {
    /// A checkout of the repository of fastlane match.
    case match
    /// The `credentials.json` of Expo's EAS.
    case credentialsJSON = "credentials-json"
    /// Cordova's `build.json`.
    case buildJSON = "build-json"
    /// The `key.properties`, `keystore.properties` or `signing.properties` of an Android project.
    case gradleProperties = "gradle-properties"
    /// A folder with keystores, certificates and profiles in it.
    case folder

    /// The name that its makers give it.
    package var displayName: String {
      switch self {
      case .match: "fastlane match"
      case .credentialsJSON: "EAS credentials.json"
      case .buildJSON: "Cordova build.json"
      case .gradleProperties: "Gradle key.properties"
      case .folder: "a folder of files"
      }
    }
  }
}
