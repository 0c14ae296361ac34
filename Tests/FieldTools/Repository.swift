import Glibc

/// Where the repository and what it brings for tests is, even when it was reached through a link.
package enum Repository {
  /// The folder that holds `Package.swift`.
  package static let folder: String = {
    let resolved = realpath(#filePath, nil)
    defer { free(resolved) }
    return (resolved.map { String(cString: $0) } ?? #filePath)
      .split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
  }()

  /// The folder of the Android payloads.
  package static let androidFixtures = folder + "/fixtures/android"

  /// The path of one of them.
  package static func androidFixture(_ name: String) -> String { "\(androidFixtures)/\(name)" }
}
