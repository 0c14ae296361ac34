/// What a `PrivacyInfo.xcprivacy` declares.
package struct PrivacyManifestFacts: Codable, Equatable, Sendable {
  /// From the root of the package.
  package var path: String
  /// Why it is not what a privacy manifest must be, such as `no property list` or `NSPrivacyTracking is no boolean`;
  /// nil when it is.
  package var problem: String?
  /// The values of `NSPrivacyAccessedAPIType`, sorted: `NSPrivacyAccessedAPICategoryUserDefaults`.
  package var declaredAPIs: [String]
  /// The values of `NSPrivacyAccessedAPITypeReasons`, sorted, by those of ``declaredAPIs``.
  package var reasons: [String: [String]]
  /// `NSPrivacyTracking`; nil when it is absent.
  package var isTracking: Bool?

  package init(
    path: String, problem: String? = nil, declaredAPIs: [String] = [], reasons: [String: [String]] = [:],
    isTracking: Bool? = nil
  ) {
    self.path = path
    self.problem = problem
    self.declaredAPIs = declaredAPIs
    self.reasons = reasons
    self.isTracking = isTracking
  }
}
