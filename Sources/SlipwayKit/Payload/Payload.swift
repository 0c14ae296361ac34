package import Releases

/// What a target starts from: a package, an archive or folder that holds one, a folder of an app's files, or an app as
/// Xcode makes it.
package struct Payload: Sendable {
  /// How the package lies in what was found.
  package enum Form: Equatable, Sendable {
    case package
    /// At this path inside an archive or folder.
    case member(String)
    /// As a folder of the files that the package will have.
    case files
    /// As a folder `X.app` or `X.xcarchive`.
    case app
  }

  /// The file or folder that was found.
  package let path: String
  package let form: Form
  package let format: PackageFormat
  package let facts: AppFacts
  /// The debug symbols beside an app that Xcode archived; nil when there are none.
  package let symbols: DebugSymbols?

  /// The package's path inside an archive or folder; nil when there is none.
  package var member: String? {
    if case .member(let member) = form { member } else { nil }
  }

  /// For people: the file's name, and what in it is meant.
  package var summary: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    switch form {
    case .package: return name
    case .member(let member): return "\(name) (\(member))"
    case .files, .app: return "\(name)/"
    }
  }
}
