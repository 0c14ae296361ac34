import Bytes
import FieldTools

/// The compiled manifests of `fixtures/android/manifests`, and the packages beside them.
enum ManifestFixture {
  static let names = [
    "asset-pack", "automotive", "codename-sdk", "debuggable", "debuggable-by-reference", "feature-on-demand",
    "old-target", "release", "sandbox-version-2", "television", "television-not-required", "test-only",
    "version-code-hexadecimal", "version-code-with-major", "version-name-by-reference", "wear",
    "without-target-sdk", "without-uses-sdk",
  ]

  static func binary(_ name: String) throws -> [UInt8] { try read("manifests/\(name).axml") }

  static func proto(_ name: String) throws -> [UInt8] { try read("manifests/\(name).pb") }

  static func read(_ path: String) throws -> [UInt8] {
    let source = try FileSource(path: Repository.androidFixture(path))
    return try source.bytes(at: 0, count: source.count)
  }
}
