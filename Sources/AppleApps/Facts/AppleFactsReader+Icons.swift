import PropertyLists

extension AppleFactsReader {
  /// No app has so many icons; those behind them are not looked at.
  private static let mostIcons = 200

  /// The icons that an app's `Info.plist` names, with the files that are at the app's root under their names.
  func icons(of bundle: AppBundle) throws(AppleError) -> [IconFacts] {
    let named = Self.namedIcons(in: bundle.info).prefix(Self.mostIcons)
    guard !named.isEmpty else { return [] }
    let sizes = Dictionary(
      tree.items.compactMap { item -> (String, Int)? in
        guard case .file(let size, _) = item.kind, item.path.hasPrefix(bundle.root + "/") else { return nil }
        return (item.path, size)
      }, uniquingKeysWith: { first, _ in first })
    return try named.map { (key, name) throws(AppleError) in
      var files: [IconFacts.File] = []
      for path in Self.fileNames(of: name).map({ "\(bundle.root)/\($0)" }) {
        guard let size = sizes[path] else { continue }
        let header =
          size < PNGHeader.length ? nil : PNGHeader(try tree.head(of: path, count: PNGHeader.length))
        files.append(IconFacts.File(path: path, width: header?.width, height: header?.height))
      }
      return IconFacts(name: name, key: key, files: files)
    }
  }

  /// The names and the keys that they stand under, each name once.
  private static func namedIcons(in info: PropertyList) -> [(key: String, name: String)] {
    var found: [(key: String, name: String)] = []
    var names: Set<String> = []
    func add(_ key: String, _ list: PropertyList?) {
      for name in list?.strings ?? list?.string.map({ [$0] }) ?? []
      where !name.isEmpty && names.insert(name).inserted {
        found.append((key, name))
      }
    }
    for device in ["", "~iphone", "~ipad"] {
      let icons = info["CFBundleIcons" + device]
      add("CFBundleIcons", icons?["CFBundlePrimaryIcon"]?["CFBundleIconFiles"])
      let others = icons?["CFBundleAlternateIcons"]?.dictionary ?? [:]
      for (_, icon) in others.sorted(by: { $0.key < $1.key }) {
        add("CFBundleAlternateIcons", icon["CFBundleIconFiles"])
      }
      add("CFBundleIconFiles", info["CFBundleIconFiles" + device])
      add("CFBundleIconFile", info["CFBundleIconFile" + device])
    }
    return found
  }

  /// The name with an ending, and with each scale and device.
  private static func fileNames(of name: String) -> [String] {
    let ending = ".png"
    let base = name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name
    return ["", "@2x", "@3x"].flatMap { scale in
      ["", "~iphone", "~ipad"].map { base + scale + $0 + ending }
    }
  }
}
