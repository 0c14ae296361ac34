import AppleApps
import Bytes
import FieldTools
import PropertyLists

/// An app with one bundle of each kind, of which a test makes another.
struct SampleApp {
  static let app = "Payload/Sample.app"
  static let share = "\(app)/PlugIns/Share.appex"
  static let clip = "\(app)/AppClips/Clip.app"
  static let watch = "\(app)/Watch/Watch.app"
  static let watchExtension = "\(watch)/PlugIns/Face.appex"
  static let kit = "\(app)/Frameworks/Kit.framework"
  static let foreign = "\(app)/Frameworks/Foreign.framework"
  static let processes = [app, share, clip, watch, watchExtension]

  /// The `Info.plist` of each bundle, by its path.
  var infos: [String: [String: PropertyList]]
  /// Bundles whose `Info.plist` is binary.
  var binary: Set<String> = [clip, watchExtension]
  /// What else is in it.
  var others: [String: ListedTree.Content] = [
    "\(app)/en.lproj/Localizable.strings": .text("\"CFBundleDisplayName\" = \"com.example.sample\";"),
    "\(app)/en.lproj/InfoPlist.strings": .text("/* None. */\n\"NSCameraUsageDescription\" = \"For scans.\";"),
    "\(app)/settings.plist": .text("com.example.sample"),
  ]

  init() {
    infos = [
      Self.app: Self.info("Sample", "com.example.sample"),
      Self.share: Self.info("Share", "com.example.sample.Share"),
      Self.clip: Self.info("Clip", "com.example.sample.Clip"),
      Self.watch: Self.info("Watch", "com.example.sample.watchkitapp"),
      Self.watchExtension: Self.info("Face", "com.example.sample.watchkitapp.watchkitextension"),
      Self.kit: Self.info("Kit", "com.example.sample.kit"),
      Self.foreign: Self.info("Foreign", "org.others.Foreign"),
    ]
    infos[Self.watch]?["WKCompanionAppBundleIdentifier"] = .string("com.example.sample")
    infos[Self.watchExtension]?["NSExtension"] = .dictionary([
      "NSExtensionPointIdentifier": .string("com.apple.watchkit"),
      "NSExtensionAttributes": .dictionary([
        "WKAppBundleIdentifier": .string("com.example.sample.watchkitapp")
      ]),
    ])
    infos[Self.app]?["CFBundleDisplayName"] = .string("Sample")
  }

  private static func info(_ name: String, _ identifier: String) -> [String: PropertyList] {
    [
      "CFBundleExecutable": .string(name), "CFBundleIdentifier": .string(identifier),
      "CFBundleShortVersionString": .string("1.0"), "CFBundleVersion": .string("7"),
      "UIDeviceFamily": .array([.integer(1), .integer(2)]), "LSRequiresIPhoneOS": .boolean(true),
    ]
  }

  func contents() throws -> AppContents {
    var files = others
    for (path, info) in infos {
      let format: PropertyListFormat = binary.contains(path) ? .binary : .xml
      files["\(path)/Info.plist"] = .file(PropertyList.dictionary(info).encoded(as: format))
      if let name = info["CFBundleExecutable"]?.string { files["\(path)/\(name)"] = .text("code") }
    }
    var folders: Set<String> = []
    for path in files.keys {
      var parts = path.split(separator: "/").dropLast()
      while !parts.isEmpty {
        folders.insert(parts.joined(separator: "/"))
        parts = parts.dropLast()
      }
    }
    return try AppContents(ListedTree(files.map { ($0, $1) } + folders.map { ($0, .folder) }))
  }
}

extension AppContents {
  /// The `Info.plist` of a bundle as its file has it.
  func info(_ path: String) throws -> [String: PropertyList] {
    try PropertyList(reading: bytes("\(path)/Info.plist")).dictionary ?? [:]
  }

  func bytes(_ path: String) throws -> [UInt8] {
    let source = try tree.source(of: path)
    return try source.bytes(at: 0, count: source.count)
  }
}
