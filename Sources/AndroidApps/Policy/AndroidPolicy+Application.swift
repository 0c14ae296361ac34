import Releases

extension AndroidPolicy {
  /// What the app says of itself: whether it is a release, and the one that was expected.
  var applicationFindings: [Finding] { releaseFindings + expectationFindings }

  private var releaseFindings: [Finding] {
    guard distribution != .debug || onGooglePlay else { return [] }
    let manifest = facts.manifest
    let application = ["application": manifest.applicationID, "distribution": distribution.rawValue]
    var findings: [Finding] = []
    if manifest.isDebuggable { findings.append(Finding("debuggable", .error, application)) }
    if manifest.isTestOnly { findings.append(Finding("test-only", .error, application)) }
    for reference in manifest.references
    where ["android:debuggable", "android:testOnly"].contains(reference.attribute) {
      findings.append(
        Finding(
          "manifest-attribute-unresolved", .error,
          ["attribute": reference.attribute, "resource": reference.resource]))
    }
    if let codename = manifest.targetSDKCodename ?? manifest.minSDKCodename, let googlePlaySeverity {
      findings.append(Finding("preview-sdk", googlePlaySeverity, ["codename": codename]))
    }
    return findings
  }

  var expectationFindings: [Finding] {
    func mismatch(_ id: String, _ expected: String?, _ found: String?, _ attribute: String) -> Finding? {
      guard let expected, expected != found else { return nil }
      let reference = facts.manifest.references.first { $0.attribute == attribute }?.resource
      return Finding(id, .error, ["expected": expected, "found": found ?? reference ?? "none"])
    }
    let found = facts.application
    return [
      mismatch("android-unexpected-application", expectation.application, found.id, "package"),
      mismatch("android-unexpected-version", expectation.version, found.version, "android:versionName"),
      mismatch("android-unexpected-build", expectation.build, found.build, "android:versionCode"),
    ].compactMap { $0 }
  }
}
