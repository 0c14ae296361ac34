import Releases

extension AndroidPolicy {
  /// The page size that every Android device had before 16 KiB ones came, in bytes.
  private static let page = 4 << 10

  /// What keeps an APK from being installed or started on any device it is for, wherever it comes from.
  ///
  /// APKs made from a bundle are aligned by the store.
  var installationFindings: [Finding] {
    let unreadable = facts.nativeLibraries.filter { $0.segmentAlignment == nil }.map {
      finding("native-library-unreadable", at: $0.path, ["library": $0.name])
    }
    return ([resourceTableFinding] + unreadable + libraryFindings).compactMap(\.self)
  }

  /// Android 11 refuses apps that target it when it cannot map their resource table.
  private var resourceTableFinding: Finding? {
    guard facts.manifest.targetSDK >= 30, let table = facts.resourceTable else { return nil }
    let target = String(facts.manifest.targetSDK)
    if !table.isStored {
      return finding("resource-table-compressed", at: "resources.arsc", ["target": target])
    }
    guard table.dataOffset % 4 != 0 else { return nil }
    return finding(
      "resource-table-misaligned", at: "resources.arsc",
      ["target": target, "offset": String(table.dataOffset)])
  }

  private var libraryFindings: [Finding?] {
    guard facts.format == .apk else { return [] }
    guard facts.manifest.extractNativeLibs == false else {
      let stored = facts.nativeLibraries.filter(\.isStored).count
      return stored > 0 ? [finding("native-libraries-stored-but-extracted", ["count": String(stored)])] : []
    }
    return facts.nativeLibraries.map { library in
      if !library.isStored {
        return finding("native-library-compressed", at: library.path, ["library": library.name])
      }
      guard library.dataOffset % Self.page != 0 else { return nil }
      return finding(
        "native-library-misaligned", at: library.path,
        ["library": library.name, "offset": String(library.dataOffset)])
    }
  }
}
