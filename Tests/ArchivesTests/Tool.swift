import Foundation

/// A program of the field that tests hold their results against, when it is installed.
struct Tool {
  let path: String

  static let unzip = Tool(named: "unzip")
  static let zip = Tool(named: "zip")
  static let zipalign = Tool(named: "zipalign")
  static let bsdtar = Tool(named: "bsdtar")
  static let python = Tool(named: "python3")
  static let sevenZip = Tool(named: "7z")

  init(named name: String) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    path = folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile) ?? ""
  }

  var isThere: Bool { !path.isEmpty }

  /// Runs the program and gives its status and everything it printed.
  @discardableResult
  func run(_ arguments: String..., in folder: String = "/") throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/archives-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String, _ contents: some Sequence<UInt8> = []) throws -> String {
    let full = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(contents).write(to: URL(fileURLWithPath: full))
    return full
  }
}
