import Archives
package import Bytes
package import Releases

/// Makes a package, ready to be signed, of a folder that holds an app's files as they will be in it.
///
/// Android's own tools hand over such folders: `aapt2 link --output-to-dir`, or an APK or bundle that was unpacked.
package enum AndroidPackager {
  /// What the folder would become; nil when it holds no app's files.
  package static func format(of names: some Collection<String>) -> PackageFormat? {
    if names.contains("AndroidManifest.xml") { return .apk }
    return names.contains("base/manifest/AndroidManifest.xml") ? .aab : nil
  }

  /// Packs the folder: compressed on all free cores, in the order of the names, the same bytes each time.
  ///
  /// - Parameters:
  ///   - folder: holds the files, nothing else.
  ///   - file: empty; it is not committed.
  ///   - level: 0 (stored) to 12 (smallest).
  /// - Throws: ``AndroidError``: `notAnApp` without a manifest; `archive` for links, names that a package cannot have,
  ///   and files that cannot be read.
  package static func pack(
    _ folder: String, to file: AtomicFile, level: Int = ArchiveWriter.defaultLevel, workers: Workers
  ) throws(AndroidError) {
    try wrapping { () throws(ArchiveError) in
      let members = try ArchiveReader(path: folder).members()
      let items = try members.filter { $0.kind != .folder }.map { (member) throws(ArchiveError) in
        guard member.kind == .file else { throw .specialFile(archive: folder, entry: member.path) }
        return ZipWriter.Item(
          name: member.path, contents: UnopenedFile(path: "\(folder)/\(member.path)", count: member.size),
          isCompressed: isCompressed(member.path))
      }
      let writer = ZipWriter(level: level, time: gradleTime, date: gradleDate)
      let placed = try writer.write(items, to: file, workers: workers)
      try ReadBack.check(file, name: file.path, placed: placed, workers: workers)
    }
  }

  /// The time that Android's build gives every entry: 1 January 1981, 1:01:02.
  private static let gradleTime: UInt16 = 1 << 11 | 1 << 5 | 1
  private static let gradleDate: UInt16 = 1 << 9 | 1 << 5 | 1

  /// What is mapped from the package at run time, or is compressed already, as aapt2 has it.
  private static let storedExtensions: Set<Substring> = [
    "arsc", "so", "jpg", "jpeg", "png", "gif", "webp", "wav", "mp2", "mp3", "ogg", "opus", "aac", "mpg",
    "mpeg", "mid",
    "midi", "smf", "jet", "rtttl", "imy", "xmf", "mp4", "m4a", "m4v", "3gp", "3gpp", "3g2", "3gpp2", "amr",
    "awb",
    "wma", "wmv", "webm", "mkv",
  ]

  private static func isCompressed(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return true }
    return !storedExtensions.contains(Substring(name[name.index(after: dot)...].lowercased()))
  }
}
