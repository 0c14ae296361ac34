import Foundation

/// A program of the field that tests hold their results against, when it is installed.
struct Tool {
  let path: String

  static let openssl = Tool(named: "openssl")
  static let keytool = Tool(named: "keytool")
  static let jarsigner = Tool(named: "jarsigner")
  static let apksigner = Tool(named: "apksigner")
  static let zip = Tool(named: "zip")
  static let unzip = Tool(named: "unzip")

  init(named name: String) {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    path = folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile) ?? ""
  }

  var isThere: Bool { !path.isEmpty }

  /// Runs the program and gives its status, what it printed and what it complained of.
  @discardableResult
  func run(_ arguments: [String], in folder: String = "/") throws -> (
    status: Int32, output: [UInt8], text: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    // Into a file, so that neither stream can fill up while the other is read.
    let complaints = NSTemporaryDirectory() + "/complaints-" + UUID().uuidString
    try Data().write(to: URL(fileURLWithPath: complaints))
    defer { try? FileManager.default.removeItem(atPath: complaints) }
    process.standardError = FileHandle(forWritingAtPath: complaints)
    try process.run()
    let bytes = Array(try output.fileHandleForReading.readToEnd() ?? Data())
    process.waitUntilExit()
    let errors = (try? String(contentsOfFile: complaints, encoding: .utf8)) ?? ""
    return (process.terminationStatus, bytes, String(decoding: bytes, as: UTF8.self) + errors)
  }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/cryptography-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let full = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: full))
    return full
  }

  func read(_ name: String) throws -> [UInt8] {
    try readFile(path + "/" + name)
  }
}

func readFile(_ path: String) throws -> [UInt8] {
  Array(try Data(contentsOf: URL(fileURLWithPath: path)))
}
