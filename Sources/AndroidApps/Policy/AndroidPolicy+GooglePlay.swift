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
    guard let severity = googlePlaySeverity else { return [] }
    return formatFindings + targetLevelFindings(severity) + architectureFindings(severity)
      + sizeFindings(severity)
  }

  private var formatFindings: [Finding] {
    switch facts.format {
    case .apk where onGooglePlay: [Finding("app-bundle-needed", .error)]
    case .apk where distribution == .store: [Finding("app-bundle-needed", .warning)]
    case .aab where distribution == .adHoc && !onGooglePlay: [Finding("app-bundle-not-installable", .warning)]
    default: []
    }
  }

  private func targetLevelFindings(_ severity: Severity) -> [Finding] {
    let device = facts.manifest.formFactor
    guard let rule = TargetAPILevel.required(for: device, on: today), facts.manifest.targetSDK < rule.level
    else {
      return []
    }
    return [
      Finding(
        "target-api-level-low", severity,
        [
          "target": String(facts.manifest.targetSDK), "required": String(rule.level), "since": rule.since.day,
          "device": device.rawValue,
        ])
    ]
  }

  /// For each 32-bit architecture its 64-bit counterpart must be there, in every module that has native code.
  private func architectureFindings(_ severity: Severity) -> [Finding] {
    [("armeabi-v7a", "arm64-v8a"), ("armeabi", "arm64-v8a"), ("x86", "x86_64")].compactMap { narrow, wide in
      let present = Set(facts.architectures)
      guard present.contains(narrow), !present.contains(wide) else { return nil }
      // ARM libraries are not asked for twice.
      if narrow == "armeabi", present.contains("armeabi-v7a") { return nil }
      return Finding("no-64-bit-code", severity, at: "lib/\(narrow)", ["present": narrow, "missing": wide])
    }
  }

  private func sizeFindings(_ severity: Severity) -> [Finding] {
    func finding(_ part: String, _ size: Int, _ limit: Int) -> Finding? {
      guard size > limit else { return nil }
      return Finding(
        "download-too-large", severity, at: part,
        ["part": part, "size": Self.megabytes(size), "limit": Self.megabytes(limit)])
    }
    guard facts.format == .aab else {
      return [finding("the APK", facts.size, SizeLimit.apk)].compactMap { $0 }
    }
    let parts = facts.modules.map { module in
      let isPack = module.kind == .assetPack || module.kind == .machineLearningPack
      return finding(
        "module \(module.name)", module.downloadSize, isPack ? SizeLimit.assetPack : SizeLimit.module)
    }
    let later = facts.modules.reduce(0) { $1.delivery == .installTime ? $0 : $0 + $1.downloadSize }
    return
      (parts + [
        finding("all modules", facts.downloadSize, SizeLimit.total),
        finding("all modules delivered later", later, SizeLimit.total),
      ]).compactMap { $0 }
  }

  /// Whole mebibytes, rounded up, under the store's name for them.
  private static func megabytes(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20) MB" }
}
