import Archives
import Bytes

/// What of an app is code: its bundles, and what lies outside of them.
package struct AppContents: Sendable {
  package let tree: any BundleTree
  /// The app itself.
  package let app: AppBundle
  /// All bundles, the app too: a bundle comes behind those in it, so that this is the order in which
  /// they are signed.
  package let bundles: [AppBundle]
  /// The Mach-O files that are no bundle's executable, the deepest first.
  package let looseCode: [String]
  /// The static libraries, which nobody signs.
  package let staticLibraries: [String]

  /// Looks an app over.
  ///
  /// - Parameters:
  ///   - tree: has the app in `Payload/`, as an `.ipa` does.
  ///   - name: what errors call the whole.
  /// - Throws: ``AppleError``: `missing` without an app, without its `Info.plist`, and for an app or extension without
  ///   its executable, which must be named; `severalApps`; `malformed` for two bundles with one identifier; `archive` for a link out of
  ///   the app; as ``AppBundle``.
  package init(_ tree: any BundleTree, name: String = "the package") throws(AppleError) {
    self.tree = tree
    let items = tree.items
    let appPath = try Self.appPath(in: items, of: name)
    let inside = items.filter { $0.path.path(below: appPath) != nil }
    try Self.checkLinks(inside, in: appPath)
    let byPath = Dictionary(inside.map { ($0.path, $0) }) { first, _ in first }
    var bundles: [AppBundle] = []
    for folder in [appPath] + inside.filter({ $0.kind == .folder }).map(\.path) {
      guard let kind = Self.kind(of: folder, app: appPath, items: byPath) else { continue }
      if let bundle = try AppBundle(at: folder, kind: kind, in: tree, items: byPath) {
        bundles.append(bundle)
      }
    }
    guard let app = bundles.first(where: { $0.path == appPath && $0.infoBytes != nil }) else {
      throw .missing(file: "Info.plist", of: appPath)
    }
    for bundle in bundles
    where bundle.kind.isProcess && (bundle.executable == nil || bundle.info["CFBundleExecutable"] == nil) {
      throw .missing(
        file: bundle.info["CFBundleExecutable"]?.string ?? "CFBundleExecutable", of: bundle.path)
    }
    self.app = app
    self.bundles = bundles.sorted { Self.comesFirst($0.path, $1.path) }
    try Self.checkIdentifiers(self.bundles)
    let executables = Set(bundles.compactMap(\.executable))
    var loose: [String] = []
    var libraries: [String] = []
    for item in inside where !executables.contains(item.path) {
      guard case .file(let size, _) = item.kind, size >= 8 else { continue }
      let head = try tree.head(of: item.path, count: min(size, 32))
      if try StaticLibrary.isOne(item.path, head: head, in: tree) {
        libraries.append(item.path)
      } else if size >= 28, MachOFile.isMachO(head) {
        loose.append(item.path)
      }
    }
    staticLibraries = libraries
    looseCode = loose.sorted(by: Self.comesFirst)
  }

  /// The code of the bundle, or in the file, at a path of the tree; nil where there is none.
  func code(at path: String) throws(AppleError) -> MachOFile? {
    let file = bundles.first { $0.path == path }?.executable ?? path
    guard tree.item(at: file)?.isFile == true, MachOFile.isMachO(try tree.head(of: file, count: 8)) else {
      return nil
    }
    return try MachOFile(reading: tree.source(of: file), name: file)
  }

  /// Deeper paths come first; of one depth the order is that of the bytes.
  private static func comesFirst(_ left: String, _ right: String) -> Bool {
    let depths = (left.utf8.count { $0 == 0x2f }, right.utf8.count { $0 == 0x2f })
    return depths.0 != depths.1 ? depths.0 > depths.1 : left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  private static func appPath(in items: [BundleItem], of name: String) throws(AppleError) -> String {
    let apps = items.filter { item in
      let parts = item.path.pathParts
      return parts.count == 2 && parts[0] == "Payload" && parts[1].lowercased().hasSuffix(".app")
    }
    guard let app = apps.first(where: { $0.kind == .folder }) else {
      throw .missing(file: "Payload/*.app", of: name)
    }
    // A link to the app would be another one.
    guard apps.count == 1 else { throw .severalApps(apps.map(\.path), of: name) }
    return app.path
  }

  /// On a device, the app's folder stands alone.
  private static func checkLinks(_ items: [BundleItem], in app: String) throws(AppleError) {
    for item in items {
      guard case .link(let target) = item.kind, let path = item.path.path(below: app) else { continue }
      guard MemberPath.staysInside(link: path, target: target) else {
        throw .archive(.escapingLink(archive: app, entry: item.path, target: target))
      }
    }
  }

  /// What a folder is, by extension and place.
  ///
  /// One of another extension is no bundle, but in apps for macOS, which have many more.
  private static func kind(
    of folder: String, app: String, items: [String: BundleItem]
  ) -> BundleFacts.Kind? {
    guard folder != app else { return .app }
    let isForMac = items["\(app)/Contents/Info.plist"] != nil
    let parts = folder.pathParts
    guard let name = parts.last, let dot = name.lastIndex(of: ".") else { return nil }
    switch name[name.index(after: dot)...].lowercased() {
    case "app":
      let parent = parts.dropLast().last ?? ""
      return isForMac ? .helperApp : parent == "AppClips" ? .appClip : .watchApp
    case "appex": return .appExtension
    case "xpc": return .xpcService
    case "framework": return .framework
    case "xctest": return .testBundle
    case "bundle": return .resourceBundle
    case "dsym": return nil
    default: return isForMac && items["\(folder)/Contents/Info.plist"] != nil ? .other : nil
    }
  }

  private static func checkIdentifiers(_ bundles: [AppBundle]) throws(AppleError) {
    var owners: [String: String] = [:]
    for bundle in bundles where bundle.kind.isProcess {
      guard let identifier = bundle.identifier else { continue }
      if let other = owners[identifier.lowercased()] {
        throw .malformed(
          .bundle, field: "identifier \(identifier), which \(other) has too", offset: 0, file: bundle.path)
      }
      owners[identifier.lowercased()] = bundle.path
    }
  }
}
