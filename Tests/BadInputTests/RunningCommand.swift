import Foundation
import Glibc
import Synchronization

/// A command under way; nobody's thread waits for it.
final class RunningCommand: Sendable {
  let process: pid_t
  private let saying: String
  private let exit: Task<Int32, Never>

  init(_ arguments: [String], in folder: String, environment: [String: String], saying: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: arguments[0])
    process.arguments = Array(arguments.dropFirst())
    process.currentDirectoryURL = URL(filePath: folder)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let output = try Self.file("\(saying)-output")
    let complaints = try Self.file("\(saying)-complaints")
    process.standardOutput = output
    process.standardError = complaints
    let (ends, continuation) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { ended in
      continuation.yield(
        ended.terminationReason == .exit ? ended.terminationStatus : -ended.terminationStatus)
      continuation.finish()
    }
    try process.run()
    // Foundation's processes outlive their use, and crash where very many files are open.
    try output.close()
    try complaints.close()
    self.process = process.processIdentifier
    self.saying = saying
    exit = Task {
      for await status in ends { return status }
      return -1
    }
  }

  func signal(_ number: Int32) { kill(process, number) }

  func end() async throws -> Ending {
    let status = await exit.value
    func text(_ name: String) -> String {
      String(decoding: FileManager.default.contents(atPath: "\(saying)-\(name)") ?? Data(), as: UTF8.self)
    }
    return Ending(
      status: status < 0 ? nil : status, output: text("output"), complaints: text("complaints"))
  }

  private static func file(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(filePath: path))
    return try FileHandle(forWritingTo: URL(filePath: path))
  }
}
