import Releases

extension AndroidPolicy {
  /// Google Play's limits of what one device downloads, in bytes.
  ///
  /// Source: <https://support.google.com/googleplay/android-developer/answer/9859372>. The page says MB; the
  /// store counts 1,000,000 bytes or 1,048,576 depending on where one looks, so the larger is taken.
  enum SizeLimit {
    static let apk = 100 << 20
    static let module = 200 << 20
    static let assetPack = 1_536 << 20
    static let total = 4 << 30
  }

  /// The rules that Google Play has made for itself.
  var googlePlayFindings: [Finding] {
    ([formatFinding, targetLevelFinding] + architectureFindings + sizeFindings).compactMap(\.self)
  }

  private var formatFinding: Finding? {
    finding(facts.format == .apk ? "app-bundle-needed" : "app-bundle-not-installable")
  }

  private var targetLevelFinding: Finding? {
    let device = facts.manifest.formFactor
    guard let rule = TargetAPILevel.required(for: device, on: today), facts.manifest.targetSDK < rule.level
    else {
      return nil
    }
    return finding(
      "target-api-level-low",
      [
        "target": String(facts.manifest.targetSDK), "required": String(rule.level), "since": rule.since.day,
        "device": device.words,
      ])
  }

  /// For each 32-bit architecture its 64-bit counterpart must be there, in every module that has native code.
  private var architectureFindings: [Finding?] {
    let modules = Dictionary(grouping: facts.nativeLibraries) { library in
      facts.format == .aab ? String(library.path.prefix { $0 != "/" }) : ""
    }
    return modules.sorted { $0.key < $1.key }.flatMap { module, libraries in
      architectureFindings(in: module, Set(libraries.map(\.abi)))
    }
  }

  private func architectureFindings(in module: String, _ present: Set<String>) -> [Finding?] {
    [("armeabi-v7a", "arm64-v8a"), ("armeabi", "arm64-v8a"), ("x86", "x86_64")].map { narrow, wide in
      guard present.contains(narrow), !present.contains(wide) else { return nil }
      // ARM libraries are not asked for twice.
      if narrow == "armeabi", present.contains("armeabi-v7a") { return nil }
      return finding(
        "no-64-bit-code", at: module.isEmpty ? "lib/\(narrow)" : "\(module)/lib/\(narrow)",
        ["present": narrow, "missing": wide])
    }
  }

  private var sizeFindings: [Finding?] {
    func check(_ part: String, _ size: Int, _ limit: Int) -> Finding? {
      guard size > limit else { return nil }
      return finding(
        "download-too-large", at: part,
        ["part": part, "size": Self.megabytes(size), "limit": Self.megabytes(limit)])
    }
    guard facts.format == .aab else { return [check("the APK", facts.downloadSize, SizeLimit.apk)] }
    let parts = facts.modules.map { module in
      check(
        "module \(module.name)", module.downloadSize, module.isPack ? SizeLimit.assetPack : SizeLimit.module)
    }
    let later = facts.modules.filter { $0.isPack && $0.delivery != .installTime }
    let laterSize = later.reduce(0) { $0 + $1.downloadSize }
    let size = facts.modules.reduce(0) { $0 + $1.downloadSize }
    return parts + [
      check("all modules and packs at installation", size - laterSize, SizeLimit.total),
      check("all packs delivered later", laterSize, SizeLimit.total),
    ]
  }

  /// Whole mebibytes, rounded up, under the store's name for them.
  private static func megabytes(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MB" }
}

extension AndroidManifest.FormFactor {
  /// As Google Play's rules call the apps made for it.
  fileprivate var words: String {
    switch self {
    case .handheld: "phone and tablet apps"
    case .wear: "Wear OS apps"
    case .television: "Android TV apps"
    case .automotive: "Android Automotive OS apps"
    }
  }
}
