import Bytes
import Cryptography
import Glibc
import Synchronization

/// The folder behind the artifact server, and the digests of what lies in it.
final class ArtifactStore: Sendable {
  private let folder: String
  private let digests = Mutex<[String: (identity: FileSource.Identity, sha256: String)]>([:])

  /// - Parameter folder: absolute; made when it is missing.
  /// - Throws: ``BytesError/notWritable(path:reason:)``.
  init(folder: String) throws(BytesError) {
    self.folder = folder
    try Self.makeFolder(folder)
  }

  /// Begins a file that will be at a path.
  func receive(_ path: StoredPath) throws(BytesError) -> IncomingFile {
    let place = place(path)
    if let slash = place.lastIndex(of: "/") { try Self.makeFolder(String(place[..<slash])) }
    return try IncomingFile(path: place)
  }

  /// The file at a path with its digest, which is computed once per version of the file; nil when there is none.
  func file(_ path: StoredPath) throws(BytesError) -> (source: FileSource, sha256: String)? {
    let source: FileSource
    do throws(BytesError) {
      source = try FileSource(path: place(path))
    } catch {
      switch error {
      case .notFound, .notReadable: return nil
      default: throw error
      }
    }
    let known = digests.withLock { $0[path.text] }
    if let known, known.identity == source.identity { return (source, known.sha256) }
    let sha256 = try Self.sha256(of: source)
    digests.withLock { $0[path.text] = (source.identity, sha256) }
    return (source, sha256)
  }

  func contains(_ path: StoredPath) -> Bool {
    access(place(path), F_OK) == 0
  }

  private func place(_ path: StoredPath) -> String { "\(folder)/\(path.text)" }

  private static func sha256(of source: FileSource) throws(BytesError) -> String {
    var digest = Digest(.sha256)
    do {
      try source.forEachBuffer(in: 0..<source.count) { digest.update($0) }
    } catch let error as BytesError {
      throw error
    } catch {
      throw .inputOutput(path: source.path, operation: "read", reason: "\(error)")
    }
    return digest.finish().hex
  }

  private static func makeFolder(_ path: String) throws(BytesError) {
    var made = ""
    for component in path.split(separator: "/") {
      made += "/\(component)"
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
        throw .notWritable(path: made, reason: String(cString: strerror(errno)))
      }
    }
  }
}
