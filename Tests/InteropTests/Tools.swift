import Foundation
import Testing

/// One of the field's own tools, which Slipway's output must please and whose output Slipway must read.
struct Tool: Sendable, CustomTestStringConvertible {
  let name: String
  /// Nil when it is not installed.
  let path: String?

  var isThere: Bool { path != nil }
  var testDescription: String { name }

  static let apksigner = Tool("apksigner")
  static let jarsigner = Tool("jarsigner")
  static let keytool = Tool("keytool")
  static let zipalign = Tool("zipalign")

  init(_ name: String) {
    self.name = name
    path = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
      .map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  struct Outcome: Sendable {
    let status: Int32
    /// Standard output and standard error, as they came.
    let output: String
  }

  /// Runs the tool and waits for it.
  func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path))
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips the test, with the reason, where one of the tools is not installed.
  static func needs(_ tools: Tool...) -> Self {
    let missing = tools.filter { !$0.isThere }.map(\.name)
    return .enabled(if: missing.isEmpty, "not installed: \(missing.joined(separator: ", "))")
  }
}

/// A folder for one test, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("interop-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// The payloads under `fixtures/android`.
enum Fixture {
  static func android(_ name: String) -> String {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
      separator: "/")
    return "\(root)/fixtures/android/\(name)"
  }
}
