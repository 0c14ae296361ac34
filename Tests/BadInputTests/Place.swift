import FieldTools
import Foundation
import Glibc
import Testing

/// A fresh folder in which the command runs, with keys, payloads, and a home and temporary folder of its own.
final class Place: Sendable {
  let base: String
  /// The current folder of the commands.
  let work: String
  let temporary: String
  private let home: String

  init() throws {
    base = FileManager.default.temporaryDirectory.appending(path: "slipway-bad-\(UUID().uuidString)").path
    work = base + "/work"
    home = base + "/home"
    temporary = base + "/tmp"
    let files = FileManager.default
    for folder in [work, home, temporary] {
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    for folder in [try Keys.made.get().folder, Repository.androidFixtures] {
      for name in try files.contentsOfDirectory(atPath: folder)
      where !name.hasPrefix(".") && name.contains(".") {
        try files.createSymbolicLink(atPath: "\(work)/\(name)", withDestinationPath: "\(folder)/\(name)")
      }
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: base)
  }

  func path(_ name: String) -> String { "\(work)/\(name)" }

  func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  /// Replaces a file, never what a link points to.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    let folder = URL(filePath: path(name)).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? FileManager.default.removeItem(atPath: path(name))
    try Data(bytes).write(to: URL(filePath: path(name)))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  func bytes(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(filePath: path(name)))) }

  /// All files below a folder of the work folder, by path from it; none when it is not there.
  func files(in folder: String) -> [String] {
    let all = (try? FileManager.default.subpathsOfDirectory(atPath: path(folder))) ?? []
    return all.filter { !isFolder("\(folder)/\($0)") }.sorted()
  }

  private func isFolder(_ name: String) -> Bool {
    var status = stat()
    return stat(path(name), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  // MARK: Commands

  /// Runs the command to its end, at most for a minute.
  func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Ending {
    let running = try start(arguments, environment)
    let watch = Task {
      try await Task.sleep(for: .seconds(60))
      running.signal(SIGKILL)
    }
    defer { watch.cancel() }
    return try await running.end()
  }

  func start(_ arguments: [String], _ environment: [String: String] = [:]) throws -> RunningCommand {
    let own = [
      "PATH": "/usr/bin:/bin", "HOME": home, "TMPDIR": temporary, "NO_PROXY": "*", "LC_ALL": "C.UTF-8",
      "STORE_PASSWORD": Keys.password, "WRONG_PASSWORD": Keys.wrongPassword, "TOKEN": Keys.token,
    ]
    return try RunningCommand(
      [Program.path] + arguments, in: work, environment: own.merging(environment) { $1 },
      saying: "\(base)/said-\(UUID().uuidString)")
  }

  /// The processes whose command line names this place: what a build started and left.
  var processes: [pid_t] {
    let ids = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
    return ids.filter { id in
      guard let line = FileManager.default.contents(atPath: "/proc/\(id)/cmdline") else { return false }
      return String(decoding: line, as: UTF8.self).contains(base)
    }
  }
}
