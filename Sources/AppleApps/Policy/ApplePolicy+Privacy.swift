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
    return invalid + manifests.flatMap(declarationFindings) + unsignedSDKs
      + facts.bundles.flatMap { bundle in
        var manifests = [bundle.privacyManifest].compactMap(\.self) + (brought[bundle.path] ?? [])
        let missing = missingManifest(bundle, manifests)
        // Apple says that a library's own manifest has to speak for it, and does not say so of extensions.
        if bundle.kind.isProcess, bundle.path != facts.app?.path, let app = facts.app {
          manifests += [app.privacyManifest].compactMap(\.self) + (brought[app.path] ?? [])
        }
        return [missing, undeclared(bundle, manifests)].compactMap(\.self)
      }
  }

  /// Categories and reasons that are not on Apple's list.
  private func declarationFindings(_ manifest: PrivacyManifestFacts) -> [Finding] {
    let known = Dictionary(
      RequiredReasonAPI.categories.map { ($0.name, $0.reasons) }, uniquingKeysWith: { first, _ in first })
    let unknown = manifest.declaredAPIs.filter { known[$0] == nil }
    let category =
      unknown.isEmpty
      ? nil
      : finding(
        "apple-privacy-category-invalid", at: manifest.path,
        ["path": manifest.path, "categories": Words.list(unknown)])
    return [category].compactMap(\.self)
      + manifest.declaredAPIs.compactMap { category in
        guard let reasons = known[category] else { return nil }
        let wrong = (manifest.reasons[category] ?? []).filter { !reasons.contains($0) }
        guard !wrong.isEmpty else { return nil }
        return finding(
          "apple-privacy-reason-invalid", at: manifest.path,
          [
            "path": manifest.path, "category": category, "reasons": Words.list(wrong),
            "known": reasons.sorted().joined(separator: ", "),
          ])
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

  /// Libraries on Apple's list that came as XCFrameworks which their makers had not signed.
  ///
  /// Xcode notes it when it exports an app. Of what was built with the app, which needs no signature, and of an app that
  /// was packaged by other means there is no note, and nothing is known.
  private var unsignedSDKs: [Finding] {
    facts.sdkSignatures.compactMap { note in
      guard note.isSigned == false,
        let name = CommonSDK.name(ofLibrary: note.name)
          ?? note.library.flatMap({ CommonSDK.name(ofFrameworkAt: $0) })
      else { return nil }
      return finding(
        "apple-sdk-signature-missing", at: note.path,
        ["path": note.path, "sdk": name, "library": note.library ?? note.name])
    }
  }

  private func missingManifest(_ bundle: BundleFacts, _ manifests: [PrivacyManifestFacts]) -> Finding? {
    guard bundle.kind == .framework, let name = CommonSDK.name(ofFrameworkAt: bundle.path),
      manifests.isEmpty
    else { return nil }
    return finding("apple-privacy-manifest-missing", at: bundle.path, ["path": bundle.path, "sdk": name])
  }

  /// APIs for whose use no manifest has a reason.
  ///
  /// App Store Connect looks at each executable and library by itself.
  private func undeclared(_ bundle: BundleFacts, _ manifests: [PrivacyManifestFacts]) -> Finding? {
    guard let code = bundle.code else { return nil }
    let declared = Set(manifests.flatMap(\.declaredAPIs))
    let missing = Set(code.architectures.flatMap { $0.requiredReasonAPIs ?? [] }).sorted().filter {
      declared.isDisjoint(with: RequiredReasonAPI.categories(of: $0))
    }
    let categories = Set(missing.compactMap { RequiredReasonAPI.categories(of: $0).first }).sorted()
    guard !categories.isEmpty else { return nil }
    return finding(
      "apple-privacy-api-undeclared", at: code.path,
      [
        "path": code.path, "apis": missing.joined(separator: ", "),
        "categories": categories.joined(separator: ", "),
      ])
  }
}
