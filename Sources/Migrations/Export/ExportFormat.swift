/// What keys are written as for other tools.
package enum ExportFormat: String, CaseIterable, Sendable {
  /// EAS's `credentials.json`, and its files below `credentials/`.
  case credentialsJSON = "credentials-json"
  /// Cordova's `build.json`, and its keystores below `credentials/`.
  case buildJSON = "build-json"
  /// A `.p12`, its password and its certificate per key, and the profiles.
  case folder

  /// The name that its makers give it.
  package var displayName: String {
    switch self {
    case .credentialsJSON: Migration.Source.credentialsJSON.displayName
    case .buildJSON: Migration.Source.buildJSON.displayName
    case .folder: Migration.Source.folder.displayName
    }
  }
}
