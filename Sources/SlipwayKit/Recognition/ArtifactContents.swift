import AppleApps
import Archives
import Bytes
import FoundationEssentials

/// What a file or folder that is to be looked at holds.
enum ArtifactContents {
  /// An APK or a bundle, or what is neither and is to be refused as one.
  case android
  /// An app for Apple's platforms, packed or not.
  case app(AppContents)
  /// A Mach-O file alone.
  case code(MachOFile)

  /// Looks at the beginning of a file, and at the directory of a ZIP.
  ///
  /// - Throws: ``AppleError`` for an app or code that cannot be read.
  init(_ source: any ByteSource, name: String) throws {
    let head = try source.bytes(at: 0, count: min(32, source.count))
    if MachOFile.isMachO(head) {
      self = .code(try MachOFile(reading: source, name: name))
    } else if let directory = Self.package(source, head: head, name: name) {
      self = .app(try AppContents(PackageTree(directory), name: name))
    } else {
      self = .android
    }
  }

  /// Whether a file is an app for Apple's platforms or a Mach-O file; no more of it is looked at than tells that.
  ///
  /// - Throws: ``BytesError`` when it cannot be read.
  static func isForApple(_ source: any ByteSource, name: String) throws(BytesError) -> Bool {
    let head = try source.bytes(at: 0, count: min(32, source.count))
    return MachOFile.isMachO(head) || package(source, head: head, name: name) != nil
  }

  /// The directory of an `.ipa`; nil for any other file.
  private static func package(_ source: any ByteSource, head: [UInt8], name: String) -> ZipDirectory? {
    guard head.starts(with: [0x50, 0x4b]), let directory = try? ZipDirectory(reading: source, name: name),
      directory.isApple(named: name)
    else { return nil }
    return directory
  }

  /// Looks at a folder `X.app` or `X.xcarchive`; nil when the path is no such folder.
  ///
  /// - Throws: ``AppleError`` for an app that cannot be read.
  init?(folder path: String) throws {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder,
      let app = try AppSource(folder: path)
    else { return nil }
    self = .app(try AppContents(app.tree, name: path))
  }
}
