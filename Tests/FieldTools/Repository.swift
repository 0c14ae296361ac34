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

  /// A payload under `fixtures/android`.
  package static func androidFixture(_ name: String) -> String { "\(folder)/fixtures/android/\(name)" }
}
