/// Why an app cannot be changed as asked; it is then left as it was.
package enum EditObstacle: Equatable, Sendable {
  /// The identifier that the app is to get is not letters, digits and hyphens with single dots between them.
  case malformedIdentifier(String)
  /// The version that the app is to get is not one to three whole numbers with dots between them.
  case malformedVersion(String)
  /// The same for the build.
  case malformedBuild(String)
  /// The name that the app is to get is empty, or has control characters.
  case malformedName(String)
  /// The app, or a bundle in it that runs as a process of its own, does not say who it is.
  case noIdentifier(bundle: String)
  /// The identifier of a bundle that runs as a process of its own is not that of the one around it, a dot and more, so
  /// that nobody knows what it should become.
  case foreignIdentifier(bundle: String, identifier: String, parent: String)
  /// A key that names an app of this package names one that is not in it.
  case foreignReference(bundle: String, key: String, identifier: String)
  /// A bundle that keeps its identifier has one that another would get.
  case identifierTaken(bundle: String, identifier: String)
  /// A key for one language, platform or device goes before the one that is changed, and says something else.
  case overridden(file: String, key: String, value: String)
  /// A file of translations cannot be read, so that it may hide the new name.
  case unreadableTranslations(file: String)
}
