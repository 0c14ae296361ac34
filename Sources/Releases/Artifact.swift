/// A finished package: what a run makes and a destination receives.
package struct Artifact: Codable, Equatable, Sendable {
  /// The absolute path of the file.
  package var path: String
  package var format: PackageFormat
  /// The digest of the whole file, computed once when it was signed: 64 lower-case hexadecimal digits.
  package var sha256: String
  /// The length of the file in bytes.
  package var size: Int
  package var application: Application

  package init(path: String, format: PackageFormat, sha256: String, size: Int, application: Application) {
    self.path = path
    self.format = format
    self.sha256 = sha256
    self.size = size
    self.application = application
  }
}
