import Foundation  // Process is not in FoundationEssentials.
import Testing

/// A program of the field, which Slipway's output has to please and whose output Slipway has to read.
package struct Tool: Sendable, CustomTestStringConvertible {
  package let name: String
  /// Where it is; nil when it is not installed.
  package let path: String?

  package static let aapt2 = Tool("aapt2")
  package static let age = Tool("age")
  package static let ageKeygen = Tool("age-keygen")
  package static let apksigner = Tool("apksigner")
  package static let bsdtar = Tool("bsdtar")
  package static let git = Tool("git")
  package static let java = Tool("java")
  package static let jarsigner = Tool("jarsigner")
  package static let keytool = Tool("keytool")
  package static let nginx = Tool("nginx")
  package static let openssl = Tool("openssl")
  package static let python = Tool("python3")
  package static let sevenZip = Tool("7z")
  package static let tar = Tool("tar")
  package static let unzip = Tool("unzip")
  package static let zip = Tool("zip")
  package static let zipalign = Tool("zipalign")

  /// Looks for the program along `PATH`.
  package init(_ name: String) {
    self.name = name
    path = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
      .map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  package var isThere: Bool { path != nil }
  package var testDescription: String { name }

  /// How a run of a tool ended.
  package struct Outcome: Sendable {
    package let status: Int32
    /// Standard output.
    package let bytes: [UInt8]
    /// Standard output, then standard error.
    package let text: String
  }

  /// Runs the tool with an empty standard input and waits for it.
  ///
  /// - Throws: when it is not installed or cannot be started; a status other than 0 is not an error.
  @discardableResult
  package func run(_ arguments: [String], in folder: String = "/") throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(path, "\(name) is not installed"))
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    // Into a file, so that neither stream can fill up while the other is read.
    let scratch = try TemporaryFolder()
    let complaints = try FileHandle(
      forWritingTo: URL(fileURLWithPath: scratch.write("standard-error", [])))
    process.standardError = complaints
    try process.run()
    let bytes = [UInt8](try output.fileHandleForReading.readToEnd() ?? Data())
    process.waitUntilExit()
    // Foundation's processes outlive their use, and crash where very many files are open.
    try complaints.close()
    try output.fileHandleForReading.close()
    return Outcome(
      status: process.terminationStatus, bytes: bytes,
      text: String(decoding: bytes + (try scratch.read("standard-error")), as: UTF8.self))
  }
}
