import Foundation

/// Where the command under test and what it is tried on are.
enum Program {
  /// `slipway` lies beside the tests' own executable.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: own).deletingLastPathComponent().appending(path: "slipway").path
  }()

  static let fixtures: String = {
    let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    return project.appending(path: "fixtures/android").path
  }()

  static func isThere(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }
}
