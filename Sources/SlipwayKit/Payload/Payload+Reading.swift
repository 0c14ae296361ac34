import AndroidApps
import AppleApps
import Archives
import Bytes
import FoundationEssentials
import Releases

extension ZipDirectory {
  /// Whether it is laid out as an `.ipa`: an app in the folder `Payload`.
  var isIPA: Bool { entries.contains { $0.name.hasPrefix("Payload/") && $0.name.contains(".app/") } }

  /// Whether it has the manifest of an Android package.
  var isAndroid: Bool {
    ["AndroidManifest.xml", "base/manifest/AndroidManifest.xml", "BundleConfig.pb"].contains {
      entry(named: $0) != nil
    }
  }

  /// Whether an app for Apple's platforms is to be looked for in it: it is laid out as one, or is called one and is
  /// nothing else.
  func isApple(named name: String) -> Bool { isIPA || name.lowercased().hasSuffix(".ipa") && !isAndroid }
}

extension Payload {
  /// Recognises what a file or folder is and reads the facts of the package in it.
  ///
  /// A package inside a container is unpacked, and one of loose files put together, in a file without a name in the
  /// temporary folder, which is gone when this returns.
  ///
  /// - Parameters:
  ///   - download: whether the facts are to tell what one downloads of it.
  ///   - edits: what will be changed of an iOS app; its facts are those of the app as it will be.
  /// - Throws: ``ArchiveError``, ``AndroidError`` or ``AppleError`` when it cannot be read; ``Failure`` when it is no app
  ///   or holds several.
  static func read(
    _ path: String, download: Bool = false, edits: AppEdits = AppEdits(), workers: Workers
  ) throws -> Payload {
    if isFolder(path) {
      if let app = try AppSource(folder: path) {
        let facts = try facts(of: AppContents(app.tree, name: path), edits: edits)
        return Payload(
          path: path, form: .app, format: .ipa, facts: .apple(facts),
          symbols: app.symbols.map(DebugSymbols.folder))
      }
    } else if let directory = try packageDirectory(of: FileSource(path: path)) {
      let facts = try facts(of: directory, download: download, edits: edits)
      return Payload(path: path, form: .package, format: facts.format, facts: facts, symbols: nil)
    }
    let (form, symbols) = try contents(ofContainer: path)
    let file = try AtomicFile(path: FileManager.default.temporaryDirectory.appending(path: "payload").path)
    try putTogether(path, form: form, in: file, workers: workers)
    let facts = try facts(
      of: ZipDirectory(reading: file, name: path), download: download, edits: edits)
    return Payload(path: path, form: form, format: facts.format, facts: facts, symbols: symbols)
  }

  /// The debug symbols of what a file or folder is, without a look at the package itself; nil when there are none.
  ///
  /// - Throws: as ``read(_:download:edits:workers:)``.
  static func symbols(of path: String) throws -> DebugSymbols? {
    if let app = try AppSource(folder: path) { return app.symbols.map(DebugSymbols.folder) }
    if !isFolder(path), try packageDirectory(of: FileSource(path: path)) != nil { return nil }
    return try contents(ofContainer: path).symbols
  }

  /// What a package says of itself.
  private static func facts(
    of directory: ZipDirectory, download: Bool, edits: AppEdits
  ) throws -> AppFacts {
    guard directory.isApple(named: directory.name) else {
      return .android(try AndroidFacts.read(directory, download: download))
    }
    return .apple(
      try facts(
        of: AppContents(PackageTree(directory), name: directory.name), size: directory.source.count,
        edits: edits))
  }

  private static func facts(
    of contents: AppContents, size: Int = 0, edits: AppEdits
  ) throws -> AppleFacts {
    try edits.applied(to: AppleFacts.read(edits.applied(to: contents), size: size), of: contents)
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
    case .member(let member):
      guard isApp(member) else { return try ArchiveReader(path: path).extract(member, to: file) }
      try UnpackedFolder.with(member, of: path) { folder in
        try putTogether(folder, form: .app, in: file, level: level, workers: workers)
      }
    case .app:
      guard let app = try AppSource(folder: path) else { return }
      let writer = IPAWriter(level: level ?? ArchiveWriter.defaultLevel)
      let placed = try writer.write(app.tree, to: file, workers: workers)
      try ReadBack.check(file, name: file.path, placed: placed, workers: workers)
    case .files:
      try AndroidPackager.pack(path, to: file, level: level ?? ArchiveWriter.defaultLevel, workers: workers)
    }
  }

  /// How the package lies in an archive or folder, and the debug symbols beside it.
  private static func contents(ofContainer path: String) throws -> (form: Form, symbols: DebugSymbols?) {
    let members = try ArchiveReader(path: path).members()
    if isFolder(path), AndroidPackager.format(of: members.map(\.path)) != nil { return (.files, nil) }
    let member = try onlyPackage(among: members, path: path)
    return (.member(member), DebugSymbols(beside: member, of: path, among: members))
  }

  /// The directory of a ZIP that is itself an APK or a bundle; nil for any other file.
  private static func packageDirectory(of source: FileSource) throws -> ZipDirectory? {
    guard source.count >= 4,
      try source.bytes(at: 0, count: 2) == [0x50, 0x4b] || looksLikePackage(source.path)
    else { return nil }
    let directory = try ZipDirectory(reading: source)
    let isPackage = directory.isIPA || directory.isAndroid || looksLikePackage(source.path)
    return isPackage ? directory : nil
  }

  private static func looksLikePackage(_ path: String) -> Bool {
    PackageFormat.allCases.contains { path.lowercased().hasSuffix("." + $0.rawValue) }
  }

  private static func onlyPackage(among members: [ArchiveMember], path: String) throws -> String {
    let packages = ArchiveReader.candidates(
      among: members, withExtensions: ["apk", "aab", "ipa", "app", "xcarchive"])
    guard let only = packages.first else {
      throw Failure(
        .inputUnreadable, "\(path) is not an app and holds none.",
        remedy:
          "Give an .apk, .aab, .ipa, .app or .xcarchive, or an archive or folder with exactly one of them.")
    }
    guard packages.count == 1 else {
      throw Failure(
        .inputUnreadable,
        "\(path) holds several apps: \(packages.prefix(5).joined(separator: ", ")).",
        remedy: "Give the one that is meant, or an archive that holds only it.")
    }
    return only
  }

  /// Whether a path in a container is that of a folder as Xcode makes it.
  private static func isApp(_ member: String) -> Bool {
    [".app", ".xcarchive"].contains { member.lowercased().hasSuffix($0) }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }
}
