package import AndroidApps
package import Releases

/// What a target starts from: a package, or an archive or folder that holds one.
package struct Payload: Sendable {
  /// The file or folder that was found.
  package let path: String
  /// The package's path inside it; nil when `path` is the package.
  package let member: String?
  package let format: PackageFormat
  package let facts: AndroidFacts

  /// For people: the file's name, and what in it is meant.
  package var summary: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return member.map { "\(name) (\($0))" } ?? name
  }
}
