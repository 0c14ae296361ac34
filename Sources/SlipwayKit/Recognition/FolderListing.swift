import Glibc

/// The files of a project folder that can tell what it builds.
///
/// Folders that hold other people's code or a tool's state are left out, links are not followed, and a package that is
/// a folder (`.app`, `.xcarchive`) stands for all that is in it.
package enum FolderListing {
  private static let depthLimit = 8
  private static let countLimit = 50_000
  private static let skipped: Set<String> = [
    "node_modules", "Pods", "vendor", "intermediates", "DerivedData",
  ]

  /// Paths from the folder, sorted; empty when the folder cannot be read.
  package static func paths(in folder: String) -> [String] {
    var paths: [String] = []
    var open: [(path: String, depth: Int)] = [("", 0)]
    while let next = open.popLast(), paths.count < countLimit {
      guard next.depth < depthLimit,
        let stream = opendir(next.path.isEmpty ? folder : "\(folder)/\(next.path)")
      else { continue }
      defer { closedir(stream) }
      while let entry = readdir(stream), paths.count < countLimit {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard !name.hasPrefix("."), !skipped.contains(name) else { continue }
        let path = next.path.isEmpty ? name : "\(next.path)/\(name)"
        var status = stat()
        guard lstat("\(folder)/\(path)", &status) == 0 else { continue }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        if isFolder, !name.hasSuffix(".app"), !name.hasSuffix(".xcarchive") {
          open.append((path, next.depth + 1))
        } else {
          paths.append(path)
        }
      }
    }
    return paths.sorted()
  }
}
