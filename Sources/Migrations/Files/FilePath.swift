import FoundationEssentials

/// Paths as other tools' files have them.
enum FilePath {
  /// The last component.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The name without folders and without its last extension: `AuthKey_1` for `keys/AuthKey_1.p8`.
  static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// What stands behind the last dot of the name, in lower case; empty when there is none.
  static func pathExtension(of path: String) -> String {
    let name = name(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// The folder that a path is in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where a path leads that is written relative to a folder.
  ///
  /// An absolute one and one with `..` lead out of it, as people write them.
  static func resolve(_ written: String, in folder: String) -> String {
    if written.hasPrefix("/") { return written }
    return folder == "." ? written : "\(folder == "/" ? "" : folder)/\(written)"
  }

  /// The same, with `~/` for the user's home as Cordova has it.
  static func resolve(_ written: String, in folder: String, home: String) -> String {
    resolve(written.hasPrefix("~/") ? home + written.dropFirst() : written, in: folder)
  }
}
