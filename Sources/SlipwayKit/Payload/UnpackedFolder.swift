import Archives
import FoundationEssentials

/// A folder out of an archive, on disk for as long as it is needed.
enum UnpackedFolder {
  /// Unpacks a folder of an archive and removes it afterwards, whatever happens.
  ///
  /// - Parameters:
  ///   - member: the folder's path in the archive; its last part is the name it has on disk.
  ///   - body: gets the path on disk.
  /// - Throws: ``ArchiveError``, or what `body` throws.
  static func with<Result>(
    _ member: String, of archive: String, _ body: (_ folder: String) throws -> Result
  ) throws -> Result {
    let files = FileManager.default
    let temporary = files.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)").path
    let name = member.split(separator: "/").last.map(String.init) ?? member
    let folder = "\(temporary)/\(name)"
    try files.createDirectory(
      atPath: temporary, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? files.removeItem(atPath: temporary) }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try ArchiveReader(path: archive).extractTree(member, to: folder)
    return try body(folder)
  }
}
