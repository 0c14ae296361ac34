import Archives
import Bytes

/// Looks into packages.
enum Packed {
  static func contents(of entry: String, in path: String) throws -> [UInt8] {
    let directory = try ZipDirectory(reading: FileSource(path: path))
    guard let found = directory.entry(named: entry) else {
      throw ArchiveError.missingEntry(archive: path, entry: entry)
    }
    return try directory.contents(of: found, limit: 1 << 20)
  }
}
