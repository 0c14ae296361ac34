import Bytes
import FoundationEssentials
import Releases

/// A project's folder and the apps that were recognised in it.
package struct ProjectFolder: Sendable {
  package let apps: [RecognisedApp]
  /// By platform, the path of the keystore that lies there.
  private let keystores: [Platform: String]
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
    let paths = FolderListing.paths(in: path)
    keystores = Recognition.keystores(in: paths)
    apps = Recognition.apps(in: paths) { file in
      guard let source = try? FileSource(path: "\(path)/\(file)"), source.count <= Self.readLimit,
        let bytes = try? source.bytes(at: 0, count: source.count)
      else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The text of a first pipeline file.
  package var firstPipeline: String { FirstPipeline.text(name: name, apps: apps, keystores: keystores) }

  /// Whether no keystore lies there, for any platform.
  package var hasNoKeystore: Bool { keystores.isEmpty }
}
