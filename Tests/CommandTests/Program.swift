import Foundation

/// Where the command under test and what it is tried on are.
enum Program {
  /// The folder of this build's products: `slipway` lies beside the tests' own executable.
  static let folder: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (own as NSString).deletingLastPathComponent
  }()

  static let path = folder + "/slipway"

  /// The folder of the package.
  static let project: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  static let fixtures = project + "/fixtures/android"
}
