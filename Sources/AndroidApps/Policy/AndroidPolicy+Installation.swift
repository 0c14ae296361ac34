import Releases

extension AndroidPolicy {
  /// The page size that every Android device had before 16 KiB ones came, in bytes.
  private static let page = 4 << 10

  /// What keeps an APK from being installed or started on any device it is for, wherever it comes from.
  ///
  /// APKs made from a bundle are aligned by the store.
  var installationFindings: [Finding] {
    facts.format == .apk ? resourceTableFindings + libraryFindings : []
  }

  /// Android 11 refuses apps that target it when it cannot map their resource table.
  private var resourceTableFindings: [Finding] {
    guard facts.manifest.targetSDK >= 30, let table = facts.resourceTable else { return [] }
    let target = String(facts.manifest.targetSDK)
    if !table.isStored {
      return [Finding("resource-table-compressed", .error, at: "resources.arsc", ["target": target])]
    }
    guard table.dataOffset % 4 != 0 else { return [] }
    return [
      Finding(
        "resource-table-misaligned", .error, at: "resources.arsc",
        ["target": target, "offset": String(table.dataOffset)])
    ]
  }

  private var libraryFindings: [Finding] {
    let unreadable = facts.nativeLibraries.filter { $0.segmentAlignment == nil }.map {
      Finding("native-library-unreadable", .note, at: $0.path, ["library": $0.name])
    }
    guard facts.manifest.extractNativeLibs == false else {
      let stored = facts.nativeLibraries.filter(\.isStored).count
      guard stored > 0 else { return unreadable }
      return unreadable + [Finding("native-libraries-stored-but-extracted", .note, ["count": String(stored)])]
    }
    return unreadable
      + facts.nativeLibraries.compactMap { library in
        if !library.isStored {
          return Finding("native-library-compressed", .error, at: library.path, ["library": library.name])
        }
        guard library.dataOffset % Self.page != 0 else { return nil }
        return Finding(
          "native-library-misaligned", .error, at: library.path,
          ["library": library.name, "offset": String(library.dataOffset)])
      }
  }
}
