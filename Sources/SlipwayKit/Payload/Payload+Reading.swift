import AndroidApps
import Archives
import Bytes
import FoundationEssentials
import Releases

extension Payload {
  /// Recognises what a file or folder is and reads the facts of the package in it.
  ///
  /// A package inside a container is unpacked, and one of loose files put together, in a file without a name in the
  /// temporary folder, which is gone when this returns.
  ///
  /// - Parameter download: whether the facts are to tell what one downloads of it.
  /// - Throws: ``ArchiveError`` or ``AndroidError`` when it cannot be read; ``Failure`` when it is no app or holds
  ///   several.
  static func read(_ path: String, download: Bool = false, workers: Workers) throws -> Payload {
    if !isFolder(path), let directory = try packageDirectory(of: FileSource(path: path)) {
      let facts = try AndroidFacts.read(directory, download: download)
      return Payload(path: path, form: .package, format: facts.format, facts: facts)
    }
    let form = try form(ofContainer: path)
    let file = try AtomicFile(path: FileManager.default.temporaryDirectory.appending(path: "payload").path)
    try putTogether(path, form: form, in: file, workers: workers)
    let facts = try AndroidFacts.read(ZipDirectory(reading: file, name: path), download: download)
    return Payload(path: path, form: form, format: facts.format, facts: facts)
  }

  /// Writes the package into a file, which is not committed.
  ///
  /// - Parameter level: how much its files are compressed, when they lie loose: 0 to 12.
  /// - Throws: ``ArchiveError``, ``AndroidError``, ``BytesError``.
  static func putTogether(
    _ path: String, form: Form, in file: AtomicFile, level: Int? = nil, workers: Workers
  ) throws {
    switch form {
    case .package:
      let source = try FileSource(path: path)
      try file.copy(from: source, range: 0..<source.count, at: 0)
    case .member(let member): try ArchiveReader(path: path).extract(member, to: file)
    case .files:
      try AndroidPackager.pack(path, to: file, level: level ?? ArchiveWriter.defaultLevel, workers: workers)
    }
  }

  private static func form(ofContainer path: String) throws -> Form {
    let container = try ArchiveReader(path: path)
    if isFolder(path), AndroidPackager.format(of: try container.members().map(\.path)) != nil {
      return .files
    }
    return .member(try onlyPackage(in: container, path: path))
  }

  /// The directory of a ZIP that is itself an APK or a bundle; nil for any other file.
  private static func packageDirectory(of source: FileSource) throws -> ZipDirectory? {
    guard source.count >= 4,
      try source.bytes(at: 0, count: 2) == [0x50, 0x4b] || looksLikePackage(source.path)
    else { return nil }
    let directory = try ZipDirectory(reading: source)
    let manifests = ["AndroidManifest.xml", "base/manifest/AndroidManifest.xml", "BundleConfig.pb"]
    guard manifests.contains(where: { directory.entry(named: $0) != nil }) || looksLikePackage(source.path)
    else {
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
