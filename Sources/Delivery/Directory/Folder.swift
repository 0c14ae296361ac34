import Bytes
import Glibc

/// Folders on this machine.
enum Folder {
  /// Makes a folder and those above it, where they are missing.
  ///
  /// - Throws: ``DeliveryError/notAFolder(path:)``, ``DeliveryError/notWritable(path:)``,
  ///   ``DeliveryError/file(_:)`` when the disk is full.
  static func make(_ path: String) throws(DeliveryError) {
    if mkdir(path, 0o755) == 0 { return }
    switch errno {
    case EEXIST:
      guard isFolder(path) else { throw .notAFolder(path: path) }
    case ENOENT:
      let above = parent(of: path)
      guard above != path else { throw .notAFolder(path: path) }
      try make(above)
      if mkdir(path, 0o755) != 0, !isFolder(path) { throw .notWritable(path: path) }
    case ENOTDIR:
      throw .notAFolder(path: path)
    case ENOSPC, EDQUOT:
      throw .file(.noSpace(path: path))
    default:
      throw .notWritable(path: path)
    }
  }

  /// Whether a file could be made in a folder that may have to be made first.
  ///
  /// - Throws: ``DeliveryError/notAFolder(path:)``, ``DeliveryError/notWritable(path:)``.
  static func checkWritable(_ path: String) throws(DeliveryError) {
    var nearest = path
    while access(nearest, F_OK) != 0, errno == ENOENT, parent(of: nearest) != nearest {
      nearest = parent(of: nearest)
    }
    guard isFolder(nearest) else { throw .notAFolder(path: nearest) }
    guard access(nearest, W_OK | X_OK) == 0 else { throw .notWritable(path: nearest) }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func parent(of path: String) -> String {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }
}
