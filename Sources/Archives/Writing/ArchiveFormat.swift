/// A format that archives beside an artifact are written in.
package enum ArchiveFormat: String, CaseIterable, Sendable {
  case tarZstandard = "tar.zst"
  case tarXZ = "tar.xz"
  case zip

  /// The format that a file name's extension asks for.
  package init?(path: String) {
    guard let format = Self.allCases.first(where: { path.lowercased().hasSuffix("." + $0.rawValue) }) else {
      return nil
    }
    self = format
  }

  /// The levels of compression, the same for every format: 0 is least effort, 12 is smallest.
  package static let levels = 0...12

  /// The format's own level.
  ///
  /// zstd stops at 19, beyond which its window grows to hundreds of megabytes. xz at 6 keeps 94 MB while compressing,
  /// at 9 674 MB: only the last levels go there. Deflate has 9 levels.
  func ownLevel(_ level: Int) -> Int {
    let level = min(max(level, Self.levels.lowerBound), Self.levels.upperBound)
    switch self {
    case .tarZstandard: return [1, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 17, 19][level]
    case .tarXZ: return [0, 1, 1, 2, 3, 4, 5, 5, 6, 6, 7, 8, 9][level]
    case .zip: return min(level, 9)
    }
  }
}
