import Bytes
import Credentials

/// Files that are read whole, up to a length that no honest one has.
enum BoundedFile {
  /// Keystores, profiles and keys have some kilobytes.
  static let keyLimit = Keystore.sizeLimit
  /// Of text, such as a `build.json`.
  static let textLimit = 1 << 20

  /// - Throws: ``MigrationError/tooLarge(path:limit:)``, ``MigrationError/file(_:)``.
  static func read(_ path: String, limit: Int) throws(MigrationError) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(BytesError) {
      let file = try FileSource(path: path)
      bytes = file.count > limit ? nil : try file.bytes(at: 0, count: file.count)
    } catch {
      throw .file(error)
    }
    guard let bytes else { throw .tooLarge(path: path, limit: limit) }
    return bytes
  }

  /// The first of the paths that is there, with what is in it.
  ///
  /// - Parameters:
  ///   - member: where the path is written, for the error.
  ///   - file: the file that it is written in.
  /// - Throws: ``MigrationError/missingFile(path:member:tried:)``, ``MigrationError/tooLarge(path:limit:)``,
  ///   ``MigrationError/file(_:)``.
  static func first(
    of paths: [String], member: String, of file: String
  ) throws(MigrationError) -> (path: String, bytes: [UInt8]) {
    for path in paths {
      do throws(MigrationError) {
        return (path, try read(path, limit: keyLimit))
      } catch .file(.notFound) {
        continue
      }
    }
    throw .missingFile(path: file, member: member, tried: paths)
  }
}
