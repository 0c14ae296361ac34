import Bytes
import FoundationEssentials

/// A project's folder and the apps that were recognised in it.
package struct ProjectFolder: Sendable {
  package let apps: [RecognisedApp]
  private let name: String
  /// A build file larger than this was not written by a person.
  private static let readLimit = 1 << 20

  /// - Throws: ``Failure`` when there is no such folder.
  package init(_ path: String) throws {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
      throw Failure(
        .inputUnreadable, "There is no folder \(path).", remedy: "Give the folder of the project.")
    }
    let absolute = path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
    name = URL(filePath: absolute).standardized.lastPathComponent
    apps = Recognition.apps(in: FolderListing.paths(in: path)) { file in
      guard let source = try? FileSource(path: "\(path)/\(file)"), source.count <= Self.readLimit,
        let bytes = try? source.bytes(at: 0, count: source.count)
      else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The text of a first pipeline file.
  package var firstPipeline: String { FirstPipeline.text(name: name, apps: apps) }
}
