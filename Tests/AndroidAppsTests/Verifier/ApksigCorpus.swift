import FoundationEssentials

/// Google's own test packages, where they are installed beside the project.
enum ApksigCorpus {
  static let folder: String? = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    while parts.count > 1 {
      let candidate = parts.joined(separator: "/") + "/../shared/corpora/apksig"
      if FileManager.default.fileExists(atPath: candidate + "/verify.tsv") { return candidate }
      parts = parts.dropLast()
    }
    return nil
  }()

  static var isThere: Bool { folder != nil }

  static func path(_ file: String) -> String { "\(folder ?? "")/\(file)" }

  static func table(_ file: String) -> [[String]] {
    guard let data = FileManager.default.contents(atPath: path(file)) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }
}
