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
      platformFinding,
      mismatch("apple-unexpected-application", expectation.application, found.id),
      mismatch("apple-unexpected-version", expectation.version, found.version),
      mismatch("apple-unexpected-build", expectation.build, found.build),
    ].compactMap(\.self)
  }

  private var platformFinding: Finding? {
    guard let expected = expectation.platform, let found = facts.app?.platform, found != expected else {
      return nil
    }
    return finding(
      "apple-unexpected-platform", at: facts.app?.path,
      ["expected": expected.displayName, "found": found.displayName, "platform": found.rawValue])
  }

  /// All that signing changes nothing about.
  var contentFindings: [Finding] {
    bundleFindings + iconFindings + purposeFindings + codeFindings + storeFindings + privacyFindings
      + symbolFindings
  }
}
