import FieldTools
import Foundation
import Synchronization
import Testing

/// Debian's apksig, asked about many packages in one JVM: see `ApksigOracle.java`.
final class ApksigOracle: Sendable {
  /// Where the library is.
  static let library = "/usr/share/java/apksig.jar"

  /// The trait of tests that need it.
  static var isNeeded: ConditionTrait {
    .enabled(
      if: Tool.java.isThere && FileManager.default.fileExists(atPath: library),
      "not installed: java with \(library)")
  }

  enum Verdict: Equatable, Sendable {
    case verified
    /// The names of the issues, or the exception.
    case refused(String)
  }

  private let process = Process()
  private let input = Pipe()
  private let sink = LineSink()

  init() throws {
    process.executableURL = URL(fileURLWithPath: try #require(Tool.java.path))
    process.arguments = [
      "-XX:+UseSerialGC", "-Xmx512m", "-cp", Self.library,
      "\(Repository.folder)/Tests/InteropTests/ApksigOracle.java",
    ]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let handle = output.fileHandleForReading
    Thread { [sink] in sink.drain(handle) }.start()
  }

  /// Asks about one package; the answer is in ``finish()``.
  func ask(_ package: [UInt8], minSDK: Int?, maxSDK: Int?) throws {
    var frame: [UInt8] = []
    frame.reserveCapacity(package.count + 12)
    for number in [package.count, minSDK ?? -1, maxSDK ?? -1] {
      withUnsafeBytes(of: Int32(number).bigEndian) { frame += $0 }
    }
    try input.fileHandleForWriting.write(contentsOf: Data(frame + package))
  }

  /// All answers, in the order of the questions.
  func finish() throws -> [Verdict] {
    try input.fileHandleForWriting.close()
    sink.wait()
    process.waitUntilExit()
    return sink.lines.map { line in
      line == "verified" ? .verified : .refused(line)
    }
  }

  /// Takes lines while the other end is still being asked, so that neither pipe fills up.
  private final class LineSink: Sendable {
    private let text = Mutex(Data())
    private let isDone = DispatchSemaphore(value: 0)

    func drain(_ handle: FileHandle) {
      while case let data = handle.availableData, !data.isEmpty { text.withLock { $0 += data } }
      isDone.signal()
    }

    func wait() { isDone.wait() }

    var lines: [String] {
      String(decoding: text.withLock { $0 }, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }
}
