import Bytes
import FoundationEssentials

extension FileManager {
  /// Makes the folder that a file will be in, and those above it.
  ///
  /// - Throws: ``BytesError/notWritable(path:reason:)``.
  func createFolder(above path: String) throws {
    let folder = path.folder
    guard !folder.isEmpty else { return }
    do {
      try createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
      throw BytesError.noSpace(path: folder)
    } catch {
      throw BytesError.notWritable(path: folder, reason: "the folder cannot be made")
    }
  }
}

extension String {
  /// A path as it was typed, from the root.
  var fromRoot: String {
    hasPrefix("/") ? self : "\(FileManager.default.currentDirectoryPath)/\(self)"
  }

  /// A path without its last component and the slash before that.
  var folder: String {
    split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }

  /// The last component of a path.
  var lastComponent: String {
    split(separator: "/").last.map(String.init) ?? self
  }
}
