import Archives
package import Bytes
import FoundationEssentials

/// An app that was handed in, whatever it was handed in as, laid out as an `.ipa` is.
package struct AppSource: Sendable {
  /// What an app is handed in as.
  package enum Form: String, Sendable {
    /// A folder `X.app`.
    case app
    /// A folder `X.xcarchive`, as Xcode archives a build.
    case archive = "xcarchive"
    /// An `.ipa`, or another ZIP with a `Payload` folder.
    case package = "ipa"
  }

  package let form: Form
  package let tree: any BundleTree
  /// The symbols beside the app in an archive: a folder of `.dSYM` bundles; nil when there is none.
  package let symbols: String?

  /// An `.ipa`.
  ///
  /// - Throws: ``AppleError`` as ``PackageTree/init(_:)``.
  package init(package source: any ByteSource, name: String) throws(AppleError) {
    form = .package
    let directory = try wrapping { () throws(ArchiveError) in
      try ZipDirectory(reading: source, name: name)
    }
    tree = try PackageTree(directory)
    symbols = nil
  }

  /// What a folder is handed in as; nil for another folder, and for a file.
  package static func form(ofFolder path: String) -> Form? {
    guard isFolder(path) else { return nil }
    let name = path.hasSuffix("/") ? String(path.dropLast()) : path
    if name.lowercased().hasSuffix(".app") { return .app }
    return name.lowercased().hasSuffix(".xcarchive") ? .archive : nil
  }

  /// A folder `X.app` or `X.xcarchive`; nil for any other folder.
  ///
  /// - Throws: ``AppleError``: `missing` for an archive without an app; `archive` for one in which a link stands for a folder
  ///   of Xcode's, since that may lead anywhere; as ``FolderTree/init(_:)``.
  package init?(folder: String) throws(AppleError) {
    let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let name = path.split(separator: "/").last.map(String.init) ?? path
    if name.lowercased().hasSuffix(".app") {
      form = .app
      symbols = nil
      tree = try FolderTree([FolderTree.Mount(folder: path, at: "Payload/\(name)")])
      return
    }
    guard name.lowercased().hasSuffix(".xcarchive") else { return nil }
    form = .archive
    let products = "\(path)/Products/Applications"
    try Self.checkFolders(["Products", "Products/Applications"], of: path)
    let apps = Self.names(in: products).filter {
      $0.lowercased().hasSuffix(".app") && Self.isFolder("\(products)/\($0)")
    }
    guard !apps.isEmpty else { throw .missing(file: "Products/Applications/*.app", of: path) }
    try Self.checkFolders(apps.map { "Products/Applications/\($0)" } + Self.beside + ["dSYMs"], of: path)
    var mounts = apps.map { FolderTree.Mount(folder: "\(products)/\($0)", at: "Payload/\($0)") }
    for folder in Self.beside where !Self.names(in: "\(path)/\(folder)").isEmpty {
      mounts.append(FolderTree.Mount(folder: "\(path)/\(folder)", at: folder))
    }
    tree = try FolderTree(mounts)
    let hasSymbols = Self.names(in: "\(path)/dSYMs").contains { $0.lowercased().hasSuffix(".dsym") }
    symbols = hasSymbols ? "\(path)/dSYMs" : nil
  }

  /// What the App Store wants beside the app, signed or made by Apple's tools: it goes in as it is.
  private static let beside = ["SwiftSupport", "Symbols", "Signatures", "WatchKitSupport2"]

  private static func checkFolders(_ names: [String], of archive: String) throws(AppleError) {
    for name in names {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(archive)/\(name)")
      else { continue }
      throw .archive(.escapingLink(archive: archive, entry: name, target: target))
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }

  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
