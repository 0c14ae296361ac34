import PropertyLists

/// The names that an app has in single languages, which go before the one in its `Info.plist`.
///
/// They are in `en.lproj/InfoPlist.strings`, or in a `.stringsdict` there, a file for each language and maybe another for a
/// device (`InfoPlist~ipad.strings`); or all in one `InfoPlist.loctable`.
struct TranslatedName {
  /// Where it stands.
  let file: String
  let key: String
  let value: String

  private static let largestFile = 4 << 20

  /// The names in an app's languages, in the order of their files.
  ///
  /// - Throws: ``EditObstacle/unreadableTranslations(file:)`` for a file that may have a name and cannot be read, a link
  ///   too; ``AppleError`` as ``BundleTree/source(of:)``.
  static func all(of app: AppBundle, in tree: any BundleTree) throws(AppleError) -> [TranslatedName] {
    // Where a macOS app has its resources; in a flat one they are at the top.
    let folder = app.layout == .flat ? app.root : "\(app.root)/Resources"
    var names: [TranslatedName] = []
    for item in tree.items where item.path.hasPrefix(folder + "/") {
      let parts = item.path.dropFirst(folder.count + 1).split(separator: "/")
      let isTable = parts == ["InfoPlist.loctable"]
      let isLanguage = parts.first?.hasSuffix(".lproj") == true
      switch item.kind {
      case .file where isTable || (isLanguage && isTranslation(parts.dropFirst())):
        let bytes = try tree.contents(of: item.path, as: .infoPropertyList, limit: largestFile)
        guard let entries = isTable ? table(bytes) : strings(bytes) else {
          throw .cannotEdit(.unreadableTranslations(file: item.path))
        }
        names += entries.filter { $0.key == InfoKey.name || InfoKey.isVariant($0.key, of: InfoKey.name) }
          .map { TranslatedName(file: item.path, key: $0.key, value: $0.value) }
      case .link
      where isTable || (isLanguage && (parts.count == 1 || isTranslation(parts.dropFirst()))):
        throw .cannotEdit(.unreadableTranslations(file: item.path))
      default: break
      }
    }
    return names
  }

  /// Whether a path in the folder of a language is that of a file for its `Info.plist`.
  private static func isTranslation(_ path: ArraySlice<Substring>) -> Bool {
    guard path.count == 1, let name = path.first, let dot = name.lastIndex(of: "."),
      [".strings", ".stringsdict"].contains(name[dot...])
    else { return false }
    let stem = String(name[..<dot])
    return stem == "InfoPlist" || InfoKey.isVariant(stem, of: "InfoPlist")
  }

  private typealias Entries = [(key: String, value: String)]

  /// As Xcode leaves it: a property list, or text.
  private static func strings(_ bytes: [UInt8]) -> Entries? {
    if let list = try? PropertyList(reading: bytes) { return entries(of: list) }
    return StringsText.entries(bytes)
  }

  /// A dictionary of languages.
  private static func table(_ bytes: [UInt8]) -> Entries? {
    guard let languages = (try? PropertyList(reading: bytes))?.dictionary else { return nil }
    return languages.sorted { $0.key < $1.key }.flatMap { entries(of: $0.value) ?? [] }
  }

  /// The entries of a dictionary; a value that is no string hides a name as well as one that is.
  private static func entries(of list: PropertyList) -> Entries? {
    list.dictionary?.sorted { $0.key < $1.key }.map { ($0.key, $0.value.string ?? "") }
  }
}
