import FoundationEssentials
import Pipelines

/// Finds the one file that a path or glob of the pipeline file means.
enum PayloadSearch {
  /// The payload of a target, as an absolute path.
  ///
  /// - Throws: ``PipelineError`` with the place in the pipeline file, when none or several match.
  static func path(of target: Target, in pipeline: Pipeline) throws -> String {
    try onlyMatch(target.payload, in: pipeline)
  }

  /// - Throws: ``PipelineError`` as ``path(of:in:)``.
  static func onlyMatch(_ pattern: Located<String>, in pipeline: Pipeline) throws -> String {
    try GlobSearch(folder: pipeline.absoluteDirectory).onlyMatch(pattern)
  }
}

extension Pipeline {
  /// The folder of the pipeline file from the root.
  var absoluteDirectory: String {
    directory.hasPrefix("/") ? directory : Self.joined(FileManager.default.currentDirectoryPath, directory)
  }

  /// A path that the file names, from the root.
  func absolutePath(_ written: String) -> String {
    written.hasPrefix("/") ? written : Self.joined(absoluteDirectory, written)
  }

  private static func joined(_ folder: String, _ path: String) -> String {
    path == "." ? folder : folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }
}
