import Releases

/// What App Store Connect asks of an app's icons, as far as files show it.
///
/// What is in an `Assets.car` is not read. So of an app that has one it is not said that an icon is missing, nor of any
/// that the icon for the store, which has to be in there, is not as it should be: 1024 pixels wide and opaque.
extension ApplePolicy {
  /// The sizes without which App Store Connect takes no app for these devices, in pixels.
  private static let neededSizes: [(family: Int, id: String, sizes: [Int])] = [
    (1, "apple-iphone-icon-missing", [120]), (2, "apple-ipad-icon-missing", [152, 167]),
  ]

  var iconFindings: [Finding] {
    guard let app = facts.app, app.platformName ?? "iphoneos" == "iphoneos" else { return [] }
    let missing = app.hasAssetCatalog ? [] : missingIcons(app)
    return [nameFinding(app)].compactMap(\.self) + missing + sizeFindings(app)
  }

  /// The icon has to be in a catalog, and to have a name there.
  private func nameFinding(_ app: BundleFacts) -> Finding? {
    if app.iconName?.isEmpty != false {
      return finding(
        "apple-icon-name-missing", at: app.path,
        ["path": app.path, "bundle": app.identifier ?? app.path])
    }
    guard !app.hasAssetCatalog else { return nil }
    return finding(
      "apple-icon-catalog-missing", at: app.path, ["path": app.path, "name": app.iconName ?? ""])
  }

  private func missingIcons(_ app: BundleFacts) -> [Finding] {
    let lost = app.icons.filter(\.files.isEmpty).compactMap { icon in
      finding(
        "apple-icon-file-missing", at: app.path, ["path": app.path, "key": icon.key, "name": icon.name])
    }
    let files = app.icons.flatMap(\.files)
    guard lost.isEmpty, !files.isEmpty else { return lost }
    let present = Set(files.filter { $0.width == $0.height }.compactMap(\.width))
    return Self.neededSizes.compactMap { family, id, sizes in
      let missing = sizes.filter { !present.contains($0) }.map { "\($0)x\($0)" }
      guard app.deviceFamilies.contains(family), let first = missing.first else { return nil }
      return finding(id, at: app.path, ["path": app.path, "sizes": Words.list(missing), "first": first])
    }
  }

  /// Files that have another size than they say in their names, which is in points: `AppIcon60x60@2x.png`.
  private func sizeFindings(_ app: BundleFacts) -> [Finding] {
    app.icons.flatMap { icon in
      icon.files.compactMap { file -> Finding? in
        guard let expected = Self.statedPixels(in: file.path, of: icon.name),
          file.width != expected || file.height != expected
        else { return nil }
        let found = file.width.flatMap { width in file.height.map { "\(width)x\($0) pixels" } }
        return finding(
          "apple-icon-size-wrong", at: file.path,
          ["path": file.path, "found": found ?? "no PNG", "expected": "\(expected)x\(expected)"])
      }
    }
  }

  /// 120 for `AppIcon60x60@2x.png`; nil for a name that does not say.
  private static func statedPixels(in path: String, of name: String) -> Int? {
    guard let match = name.firstMatch(of: /(\d{1,4}(?:\.5)?)x(\d{1,4}(?:\.5)?)(?!\d)/),
      match.1 == match.2, let points = Double(match.1)
    else { return nil }
    let scale = path.contains("@3x") ? 3 : path.contains("@2x") ? 2 : 1
    let pixels = points * Double(scale)
    return pixels == pixels.rounded() ? Int(pixels) : nil
  }
}
