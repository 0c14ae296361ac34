/// What a `PrivacyInfo.xcprivacy` declares.
package struct PrivacyManifestFacts: Codable, Equatable, Sendable {
  /// From the root of the package.
  package var path: String
  /// Why it is not what a privacy manifest must be, such as `no property list` or `NSPrivacyTracking is no boolean`;
  /// nil when it is.
  package var problem: String?
  /// The values of `NSPrivacyAccessedAPIType`, sorted: `NSPrivacyAccessedAPICategoryUserDefaults`.
  package var declaredAPIs: [String]
  /// `NSPrivacyTracking`; nil when it is absent.
  package var isTracking: Bool?

  package init(path: String, problem: String? = nil, declaredAPIs: [String] = [], isTracking: Bool? = nil) {
    self.path = path
    self.problem = problem
    self.declaredAPIs = declaredAPIs
    self.isTracking = isTracking
  }
}
