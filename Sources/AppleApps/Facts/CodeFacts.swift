/// A Mach-O file, with one architecture or several.
package struct CodeFacts: Codable, Equatable, Sendable {
  /// From the root of the package.
  package var path: String
  /// `executable`, `dylib`, `bundle`, or another kind under the name that `mach-o/loader.h` has for it, in lower case
  /// and without `MH_`: `object`, `dsym`; ``staticLibrary`` for what is none.
  package var fileType: String
  /// In the order of the file; empty for a static library.
  package var architectures: [ArchitectureFacts]

  /// What a static library is called among the file types.
  package static let staticLibrary = "static-library"

  package init(path: String, fileType: String, architectures: [ArchitectureFacts] = []) {
    self.path = path
    self.fileType = fileType
    self.architectures = architectures
  }
}
