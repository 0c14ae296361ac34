import FoundationEssentials

/// The command under test.
package enum Program {
  /// The folder of this build's products: `slipway` lies beside the tests' own executable.
  package static let folder: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  }()

  /// The path of `slipway`.
  package static let path = folder + "/slipway"
}
