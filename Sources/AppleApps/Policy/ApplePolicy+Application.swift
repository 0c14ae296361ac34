import Releases

extension ApplePolicy {
  /// Whether it is the app that was expected.
  var applicationFindings: [Finding] {
    func mismatch(_ id: String, _ expected: String?, _ found: String?) -> Finding? {
      guard let expected, expected != found else { return nil }
      return finding(id, at: facts.app?.path, ["expected": expected, "found": found ?? "none"])
    }
    let found = facts.application
    return [
      mismatch("apple-unexpected-application", expectation.application, found.id),
      mismatch("apple-unexpected-version", expectation.version, found.version),
      mismatch("apple-unexpected-build", expectation.build, found.build),
    ].compactMap(\.self)
  }

  /// All that signing changes nothing about.
  var contentFindings: [Finding] {
    bundleFindings + codeFindings + storeFindings + privacyFindings + symbolFindings
  }
}
