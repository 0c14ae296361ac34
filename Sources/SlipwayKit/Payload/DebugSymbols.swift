import AppleApps
import Archives
import Bytes
import FoundationEssentials

/// The debug symbols that Xcode keeps beside an app: the folder `dSYMs` of an `X.xcarchive`.
package enum DebugSymbols: Equatable, Sendable {
  case folder(String)
  /// A folder in another archive or folder.
  case member(String, of: String)

  /// What they are called wherever they go: `app.dSYMs.zip`.
  static let name = "dSYMs"

  /// Those of an `X.xcarchive` in another archive or folder, all of whose members are given; nil when there are none.
  init?(beside package: String, of container: String, among members: [ArchiveMember]) {
    let folder = "\(package)/\(Self.name)"
    guard package.lowercased().hasSuffix(".xcarchive"),
      members.contains(where: { Self.isSymbol($0.path, in: folder) })
    else { return nil }
    self = .member(folder, of: container)
  }

  /// Whether a path leads to a `.dSYM` in the folder.
  private static func isSymbol(_ path: String, in folder: String) -> Bool {
    guard path.hasPrefix("\(folder)/") else { return false }
    return path.dropFirst(folder.count + 1).prefix { $0 != "/" }.lowercased().hasSuffix(".dsym")
  }

  /// What they are of, where that can be seen without unpacking anything; else nil.
  ///
  /// - Throws: ``AppleError`` when they cannot be read.
  var facts: SymbolsFacts? {
    get throws {
      guard case .folder(let folder) = self else { return nil }
      return try SymbolsFacts(folder: folder)
    }
  }

  /// Packs them as a ZIP into a file, which is not committed: the same symbols give the same bytes.
  ///
  /// - Parameters:
  ///   - name: what errors call the file.
  ///   - level: how much is compressed, 0 to 12.
  /// - Returns: what they are of.
  /// - Throws: ``ArchiveError``, ``AppleError``, ``BytesError``.
  @discardableResult
  func pack(to file: AtomicFile, name: String, level: Int?) throws -> SymbolsFacts {
    switch self {
    case .folder(let folder): return try Self.pack(folder, to: file, name: name, level: level)
    case .member(let member, let container):
      return try UnpackedFolder.with(member, of: container) { folder in
        try Self.pack(folder, to: file, name: name, level: level)
      }
    }
  }

  private static func pack(
    _ folder: String, to file: AtomicFile, name: String, level: Int?
  ) throws -> SymbolsFacts {
    // The times are those of the unpacking where they came in an archive, and say nothing in any case.
    try ArchiveWriter(format: .zip, level: level ?? ArchiveWriter.defaultLevel, time: 0)
      .write([ArchiveInput(path: folder, name: Self.name)], name: name, to: file)
    return try SymbolsFacts(folder: folder)
  }
}
