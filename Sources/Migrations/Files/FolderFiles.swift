import Bytes
import Glibc

/// The files below a folder, as far as anybody would keep keys there.
///
/// Hidden files and folders, such as `.git`, are left out, and no link is followed.
struct FolderFiles {
  /// Paths from the folder, sorted.
  private(set) var paths: [String] = []
  /// Those of symbolic links.
  private(set) var links: [String] = []
  /// Whether all was looked at.
  private(set) var isComplete = true

  static let countLimit = 4096
  private static let depthLimit = 8
  /// Other people's code, and what builds make.
  private static let skipped: Set<String> = ["node_modules", "Pods", "DerivedData"]

  /// - Throws: ``MigrationError/file(_:)`` when the folder itself cannot be read; one in it that cannot is left out.
  init(_ folder: String) throws(MigrationError) {
    guard let stream = opendir(folder) else {
      throw .file(
        errno == ENOENT ? .notFound(path: folder) : .notReadable(path: folder, reason: systemReason()))
    }
    closedir(stream)
    list(folder)
    paths.sort()
    links.sort()
  }

  private mutating func list(_ folder: String) {
    var open: [(path: String, depth: Int)] = [("", 0)]
    var seen = 0
    while let next = open.popLast() {
      guard let stream = opendir(next.path.isEmpty ? folder : "\(folder)/\(next.path)") else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard !name.hasPrefix("."), !Self.skipped.contains(name) else { continue }
        seen += 1
        guard seen <= Self.countLimit else {
          isComplete = false
          return
        }
        let path = next.path.isEmpty ? name : "\(next.path)/\(name)"
        var status = stat()
        guard lstat("\(folder)/\(path)", &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR where next.depth + 1 < Self.depthLimit: open.append((path, next.depth + 1))
        case S_IFDIR: isComplete = false
        case S_IFLNK: links.append(path)
        default: paths.append(path)
        }
      }
    }
  }

  /// Whether there is a folder at the path, and not a file.
  ///
  /// - Throws: ``MigrationError/file(_:)`` when there is nothing.
  static func isFolder(_ path: String) throws(MigrationError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .file(.notFound(path: path)) }
    return status.st_mode & S_IFMT == S_IFDIR
  }
}
