import Releases

extension AndroidPolicy {
  /// What the app says of itself: whether it is a release, and the one that was expected.
  var applicationFindings: [Finding] { releaseFindings + expectationFindings }

  private var releaseFindings: [Finding] {
    let manifest = facts.manifest
    let application = ["application": manifest.applicationID, "distribution": distribution.rawValue]
    var findings: [Finding?] = []
    if manifest.isDebuggable { findings.append(finding("debuggable", application)) }
    if manifest.isTestOnly { findings.append(finding("test-only", application)) }
    for reference in manifest.references
    where ["android:debuggable", "android:testOnly"].contains(reference.attribute) {
      findings.append(
        finding(
          "manifest-attribute-unresolved",
          ["attribute": reference.attribute, "resource": reference.resource]))
    }
    if let codename = manifest.targetSDKCodename ?? manifest.minSDKCodename {
      findings.append(finding("preview-sdk", ["codename": codename]))
    }
    return findings.compactMap(\.self)
  }

  var expectationFindings: [Finding] {
    func mismatch(_ id: String, _ expected: String?, _ found: String?, _ attribute: String) -> Finding? {
      guard let expected, expected != found else { return nil }
      let reference = facts.manifest.references.first { $0.attribute == attribute }?.resource
      return finding(id, ["expected": expected, "found": found ?? reference ?? "none"])
    }
    let found = facts.application
    return [
      mismatch("android-unexpected-application", expectation.application, found.id, "package"),
      mismatch("android-unexpected-version", expectation.version, found.version, "android:versionName"),
      mismatch("android-unexpected-build", expectation.build, found.build, "android:versionCode"),
    ].compactMap { $0 }
  }
}
