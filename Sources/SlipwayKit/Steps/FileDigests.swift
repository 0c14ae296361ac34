import Bytes
import Cryptography
import Foundation
import Synchronization

/// SHA-256 digests of files, each file read once as long as it does not change.
final class FileDigests: Sendable {
  private let known = Mutex<[String: (identity: FileSource.Identity, sha256: String)]>([:])

  /// The digest of a file: 64 lower-case hexadecimal digits.
  ///
  /// - Throws: ``BytesError`` when the file cannot be read.
  func sha256(of path: String) throws -> String {
    let source = try FileSource(path: path)
    if let known = known.withLock({ $0[path] }), known.identity == source.identity { return known.sha256 }
    let sha256 = try Self.sha256(of: source)
    remember(sha256, of: source)
    return sha256
  }

  /// The digest of bytes that need not have a name yet.
  ///
  /// - Throws: ``BytesError`` when they cannot be read.
  static func sha256(of source: some ByteSource) throws -> String {
    var digest = Digest(.sha256)
    try source.forEachBuffer(in: 0..<source.count, size: 1 << 20) { digest.update($0) }
    return digest.finish().hex
  }

  private func remember(_ sha256: String, of source: FileSource) {
    known.withLock { $0[source.path] = (source.identity, sha256) }
  }
}

extension FileDigests {
  /// The digest over a file, or over the names, modes and contents of everything in a folder.
  ///
  /// - Throws: ``BytesError`` when something cannot be read.
  func sha256(ofTree path: String) throws -> String {
    guard let walk = FileManager.default.enumerator(atPath: path) else { return try sha256(of: path) }
    var digest = InputDigest()
    for name in walk.compactMap({ $0 as? String }).sorted() {
      let whole = "\(path)/\(name)"
      let attributes = try FileManager.default.attributesOfItem(atPath: whole)
      digest.add("name", name)
      digest.add("mode", (attributes[.posixPermissions] as? Int).map(String.init))
      switch attributes[.type] as? FileAttributeType {
      case .typeRegular?: digest.add("contents", try sha256(of: whole))
      case .typeSymbolicLink?:
        digest.add("link", try FileManager.default.destinationOfSymbolicLink(atPath: whole))
      default: break
      }
    }
    return digest.finish()
  }
}
