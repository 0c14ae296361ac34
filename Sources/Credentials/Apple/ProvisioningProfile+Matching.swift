extension ProvisioningProfile {
  /// What the application identifier begins with, before its first dot.
  package var applicationIdentifierPrefix: String { parts.prefix }

  /// The bundle identifier that it is for, or the pattern of those: with `*` as its last component, or `*` alone.
  package var bundleIDPattern: String { parts.pattern }

  /// Whether it is for one bundle identifier only.
  package var isExplicit: Bool { wildcardStem == nil }

  /// Whether an app of this bundle identifier may use it.
  ///
  /// A `*` stands for one component or more, and only as the last one; elsewhere it means nothing. Case matters.
  package func covers(bundleID: String) -> Bool {
    guard !bundleID.isEmpty, !bundleID.utf8.contains(UInt8(ascii: "*")) else { return false }
    guard let stem = wildcardStem else { return bundleID.utf8.elementsEqual(bundleIDPattern.utf8) }
    return bundleID.utf8.count > stem.utf8.count && bundleID.utf8.starts(with: stem.utf8)
  }

  /// The profile that fits a bundle identifier best: one that is for it alone, else the one with the longest pattern.
  ///
  /// Of several as good, the one made last; of those, the first by UUID.
  ///
  /// - Returns: nil when none covers it.
  package static func best(
    for bundleID: String, among profiles: [ProvisioningProfile]
  ) -> ProvisioningProfile? {
    profiles.filter { $0.covers(bundleID: bundleID) }.max { left, right in
      let (leftRank, rightRank) = (left.rank, right.rank)
      if leftRank != rightRank { return leftRank < rightRank }
      return left.created == right.created ? left.uuid > right.uuid : left.created < right.created
    }
  }

  /// The longer, the better; nothing is better than an explicit one.
  private var rank: Int { wildcardStem?.utf8.count ?? .max }

  /// What stands before the `*`; nil when the pattern is no wildcard.
  private var wildcardStem: String? {
    let pattern = bundleIDPattern
    guard pattern == "*" || pattern.hasSuffix(".*") else { return nil }
    return String(pattern.dropLast())
  }

  private var parts: (prefix: String, pattern: String) {
    let parts = applicationIdentifier.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(parts.first ?? ""), String(parts.dropFirst().first ?? ""))
  }
}
