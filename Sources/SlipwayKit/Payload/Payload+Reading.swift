import AndroidApps
import Archives
import Bytes
import FoundationEssentials
import Releases

extension Payload {
  /// Recognises what a file or folder is and reads the facts of the package in it.
  ///
  /// A package inside a container is unpacked into a file without a name in the temporary folder, which is gone
  /// when this returns.
  ///
  /// - Throws: ``ArchiveError`` or ``AndroidError`` when it cannot be read; ``Failure`` when it is no app or holds
  ///   several.
  static func read(_ path: String) throws -> Payload {
    if !isFolder(path) {
      let source = try FileSource(path: path)
      if let directory = try packageDirectory(of: source) {
        let facts = try AndroidFacts.read(directory)
        return Payload(path: path, member: nil, format: facts.format, facts: facts)
      }
    }
    let container = try ArchiveReader(path: path)
    let member = try onlyPackage(in: container, path: path)
    let temporary = FileManager.default.temporaryDirectory.appending(path: "payload").path
    let file = try AtomicFile(path: temporary)
    try container.extract(member, to: file)
    let facts = try AndroidFacts.read(ZipDirectory(reading: file, name: "\(path): \(member)"))
    return Payload(path: path, member: member, format: facts.format, facts: facts)
  }

  /// The directory of a ZIP that is itself an APK or a bundle; nil for any other file.
  private static func packageDirectory(of source: FileSource) throws -> ZipDirectory? {
    guard source.count >= 4, try source.bytes(at: 0, count: 2) == [0x50, 0x4b] || looksLikePackage(source.path)
    else { return nil }
    let directory = try ZipDirectory(reading: source)
    let manifests = ["AndroidManifest.xml", "base/manifest/AndroidManifest.xml", "BundleConfig.pb"]
    guard manifests.contains(where: { directory.entry(named: $0) != nil }) || looksLikePackage(source.path) else {
      return nil
    }
    return directory
  }

  private static func looksLikePackage(_ path: String) -> Bool {
    PackageFormat.allCases.contains { path.lowercased().hasSuffix("." + $0.rawValue) }
  }

  private static func onlyPackage(in container: ArchiveReader, path: String) throws -> String {
    let packages = try container.candidates(withExtensions: ["apk", "aab"])
    guard let only = packages.first else {
      throw Failure(
        .inputUnreadable, "\(path) is not an app and holds none.",
        remedy: "Give an .apk or .aab, or an archive or folder with exactly one of them.")
    }
    guard packages.count == 1 else {
      throw Failure(
        .inputUnreadable,
        "\(path) holds several apps: \(packages.prefix(5).joined(separator: ", ")).",
        remedy: "Give the one that is meant, or an archive that holds only it.")
    }
    return only
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }
}
