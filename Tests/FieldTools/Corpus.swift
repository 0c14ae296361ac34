import FoundationEssentials

/// A collection of the field's own test files.
///
/// It lies beside the repository, in `../shared/corpora`; where it does not, tests that need it are skipped.
package struct Corpus: Sendable {
  package let name: String
  package let folder: String
  /// The sorted names of its files.
  package let files: [String]

  /// The packages, keys and tables of Google's apksig.
  package static let apksig = Corpus("apksig")
  /// Mach-O files, profiles and certificates of Apple's.
  package static let apple = Corpus("apple")

  package init(_ name: String) {
    self.name = name
    folder = "\(Repository.folder)/../shared/corpora/\(name)"
    files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  package var isThere: Bool { !files.isEmpty }

  /// The sorted names of its APKs.
  package var packages: [String] { files.filter { $0.hasSuffix(".apk") } }

  /// The path of one of its files.
  package func path(_ file: String) -> String { "\(folder)/\(file)" }

  /// The rows of a table of tab-separated values, without its heading; none where there is no such table.
  package func table(_ file: String) -> [[String]] {
    guard let data = FileManager.default.contents(atPath: path(file)) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
