import Releases

extension ApplePolicy {
  /// Privacy manifests: those that nobody can read, and those that are missing or say too little.
  var privacyFindings: [Finding] {
    let manifests = facts.bundles.compactMap(\.privacyManifest) + facts.otherPrivacyManifests
    let invalid = manifests.compactMap { manifest in
      manifest.problem.flatMap {
        finding(
          "apple-privacy-manifest-invalid", at: manifest.path, ["path": manifest.path, "problem": $0])
      }
    }
    let brought = broughtManifests
    return invalid
      + facts.bundles.flatMap { bundle in
        let manifests = [bundle.privacyManifest].compactMap(\.self) + (brought[bundle.path] ?? [])
        return [missingManifest(bundle, manifests), undeclared(bundle, manifests)].compactMap(\.self)
      }
  }

  /// The manifests that code linked into a bundle brought along in bundles of resources, by that bundle's path.
  private var broughtManifests: [String: [PrivacyManifestFacts]] {
    let owners = Dictionary(
      facts.bundles.filter { $0.code != nil }.map { ($0.path, $0.path) },
      uniquingKeysWith: { first, _ in first })
    var brought: [String: [PrivacyManifestFacts]] = [:]
    for bundle in facts.bundles where bundle.kind == .resourceBundle {
      guard let manifest = bundle.privacyManifest, let owner = Self.nearest(to: bundle.path, in: owners)
      else {
        continue
      }
      brought[owner, default: []].append(manifest)
    }
    return brought
  }

  private func missingManifest(_ bundle: BundleFacts, _ manifests: [PrivacyManifestFacts]) -> Finding? {
    guard bundle.kind == .framework, let name = CommonSDK.name(ofFrameworkAt: bundle.path),
      manifests.isEmpty
    else { return nil }
    return finding("apple-privacy-manifest-missing", at: bundle.path, ["path": bundle.path, "sdk": name])
  }

  private func undeclared(_ bundle: BundleFacts, _ manifests: [PrivacyManifestFacts]) -> Finding? {
    guard let code = bundle.code else { return nil }
    let used = Set(code.architectures.flatMap { $0.requiredReasonAPIs ?? [] })
    guard !used.isEmpty else { return nil }
    let missing = used.subtracting(manifests.flatMap(\.declaredAPIs)).sorted()
    guard !missing.isEmpty else { return nil }
    return finding(
      "apple-privacy-api-undeclared", at: code.path,
      ["path": code.path, "categories": missing.joined(separator: ", ")])
  }
}
