import Archives
import Releases

extension ZipDirectory {
  /// Whether this is an APK or a bundle, by where the manifest is.
  ///
  /// - Throws: ``AndroidError/notAnApp(archive:missing:)`` for any other ZIP.
  func androidFormat() throws(AndroidError) -> PackageFormat {
    if entry(named: AndroidManifest.apkPath) != nil { return .apk }
    if entry(named: AndroidManifest.bundlePath) != nil { return .aab }
    throw .notAnApp(archive: name, missing: AndroidManifest.apkPath)
  }

  /// An APK's manifest.
  ///
  /// - Throws: ``AndroidError`` when it is missing or malformed.
  func androidManifest() throws(AndroidError) -> AndroidManifest {
    guard let entry = entry(named: AndroidManifest.apkPath) else {
      throw .notAnApp(archive: name, missing: AndroidManifest.apkPath)
    }
    let bytes = try wrapping { () throws(ArchiveError) in
      try contents(of: entry, limit: AndroidFacts.manifestLimit)
    }
    return try AndroidManifest(binaryXML: bytes, file: entry.name)
  }
}

extension AndroidManifest {
  static let apkPath = "AndroidManifest.xml"
  static let bundlePath = "base/manifest/AndroidManifest.xml"
}
