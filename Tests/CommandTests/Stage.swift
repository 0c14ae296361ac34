import FieldTools
import Foundation
import Glibc

/// A fresh folder in which commands run with an environment of their own.
final class Stage {
  /// The current folder of the commands; beside it are their home and temporary folders.
  let work: String
  let home: String
  let temporary: String
  private let base: String
  var environment: [String: String]

  init() throws {
    base = FileManager.default.temporaryDirectory.appending(path: "slipway-\(UUID().uuidString)").path
    work = base + "/work"
    home = base + "/home"
    temporary = base + "/tmp"
    for folder in [work, home, temporary] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    environment = [
      "HOME": home, "TMPDIR": temporary, "PATH": "\(Program.folder):/usr/bin:/bin", "TZ": "UTC",
      "LANG": "C.UTF-8",
      "FIXTURES": Repository.androidFixtures, "KEYS": try TestKeys.folder.get(),
    ]
  }

  deinit {
    try? FileManager.default.removeItem(atPath: base)
  }

  /// What stands for the folders of this stage.
  var masks: Masks {
    Masks(folders: [
      (work, "[DIR]"), (home, "[HOME]"), (temporary, "[TMP]"), (environment["KEYS"] ?? "", "[KEYS]"),
      (Repository.folder, "[PROJECT]"),
    ])
  }

  /// Runs a command in `sh` and waits for it, at most two minutes.
  func run(_ command: String, input: String = "") throws -> CommandResult {
    let input = try file("input", input)
    let process = try start(command, input: input, output: "output", complaints: "complaints")
    let watch = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: watch)
    process.waitUntilExit()
    watch.cancel()
    return CommandResult(
      status: process.terminationStatus, output: try contents("output"),
      complaints: try contents("complaints"))
  }

  /// Starts a command that stays; its output goes to files of these names beside the work folder.
  func start(_ command: String, input: String = "/dev/null", output: String, complaints: String) throws
    -> Process
  {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(filePath: work)
    process.environment = environment
    let ends = [
      try FileHandle(forReadingFrom: URL(filePath: input)),
      try FileHandle(forWritingTo: URL(filePath: file(output, ""))),
      try FileHandle(forWritingTo: URL(filePath: file(complaints, ""))),
    ]
    process.standardInput = ends[0]
    process.standardOutput = ends[1]
    process.standardError = ends[2]
    try process.run()
    // Foundation's processes outlive their use, and crash where very many files are open.
    for end in ends { try end.close() }
    return process
  }

  /// The text of a file beside the work folder.
  func contents(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(base)/\(name)")), as: UTF8.self)
  }

  /// The names, sizes and times of all files in the work and home folders.
  func listing() throws -> [String] {
    try [work, home].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().map { path in
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(path)")
        return "\(path) \(attributes[.size] ?? "") \(attributes[.modificationDate] ?? "")"
      }
    }
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let path = "\(base)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }
}
