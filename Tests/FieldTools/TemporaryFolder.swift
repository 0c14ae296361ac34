import FoundationEssentials

/// A folder for one test, gone when the test is.
package final class TemporaryFolder: Sendable {
  package let path: String

  /// Makes the folder.
  package init() throws {
    path = FileManager.default.temporaryDirectory.path + "/slipway-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path that a file of this name has, whether it is there or not.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, making the folders above it, and gives its path.
  @discardableResult
  package func write(_ name: String, _ contents: some Sequence<UInt8>) throws -> String {
    let file = file(name)
    let parent = file.split(separator: "/").dropLast().joined(separator: "/")
    try FileManager.default.createDirectory(atPath: "/\(parent)", withIntermediateDirectories: true)
    try Data(contents).write(to: URL(filePath: file))
    return file
  }

  /// Everything in a file.
  package func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: file(name))))
  }

  /// The sorted names of what is in the folder, or in one below it.
  package func names(in folder: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(folder)).sorted()
  }
}
