package import PropertyLists

/// A bundle in an app: a folder with an `Info.plist`, as a rule around one executable.
package struct AppBundle: Sendable {
  /// Flat, as on iOS, or with everything below `Contents/`, as on macOS.
  package enum Layout: Sendable {
    case flat, contents
  }

  /// The folder's path in the tree.
  package let path: String
  package let kind: BundleFacts.Kind
  package let layout: Layout
  /// `CFBundleIdentifier`; nil when the `Info.plist` has none, or one that is empty or holds a NUL, where a signature
  /// would end it.
  package let identifier: String?
  /// `CFBundleExecutable` as a path in the tree, spelled as there; nil when there is no such file.
  package let executable: String?
  package let info: PropertyList
  /// The `Info.plist` as it stands.
  package let infoBytes: [UInt8]
  package let infoFormat: PropertyListFormat

  /// Where what is sealed begins: the bundle's own folder, or its `Contents`.
  package var root: String { layout == .flat ? path : "\(path)/Contents" }
  package var infoPath: String { "\(root)/Info.plist" }
  package var codeResourcesPath: String { "\(root)/_CodeSignature/CodeResources" }

  /// Where the provisioning profile is.
  package var profilePath: String {
    layout == .flat ? "\(path)/embedded.mobileprovision" : "\(root)/embedded.provisionprofile"
  }

  /// The executable's path below ``root``.
  var executableInside: String? { executable.flatMap { $0.path(below: root) } }

  /// The folder's name.
  package var name: String { String(path.pathParts.last ?? "") }

  static let largestInfo = 16 << 20
  /// A seal over half a million files.
  static let largestSeal = 128 << 20

  /// Reads the bundle in a folder of the tree; nil for a folder without `Info.plist`.
  ///
  /// - Parameter items: those of the tree, by path.
  /// - Throws: ``AppleError``: `propertyList`; `malformed` for an `Info.plist` that is no dictionary, and where a link or
  ///   a folder is in the place of what signing writes; `tooLarge`.
  init?(
    at path: String, kind: BundleFacts.Kind, in tree: any BundleTree, items: [String: BundleItem]
  ) throws(AppleError) {
    let layout: Layout
    if items["\(path)/Info.plist"]?.isFile == true {
      layout = .flat
    } else if items["\(path)/Contents/Info.plist"]?.isFile == true {
      layout = .contents
    } else {
      return nil
    }
    let root = layout == .flat ? path : "\(path)/Contents"
    let infoPath = "\(root)/Info.plist"
    let bytes = try tree.contents(of: infoPath, as: .infoPropertyList, limit: Self.largestInfo)
    let (info, format) = try wrapping(in: infoPath) { () throws(PropertyListError) in
      try PropertyList.read(bytes)
    }
    guard info.dictionary != nil else {
      throw .malformed(.infoPropertyList, field: "root element", offset: 0, file: infoPath)
    }
    self.path = path
    self.kind = kind
    self.layout = layout
    self.info = info
    infoBytes = bytes
    infoFormat = format
    identifier = info["CFBundleIdentifier"]?.string.flatMap { identifier in
      identifier.isEmpty || identifier.utf8.contains(0) ? nil : identifier
    }
    executable = info["CFBundleExecutable"]?.string.flatMap { name in
      guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else { return nil }
      let executable = items[layout == .flat ? "\(path)/\(name)" : "\(root)/MacOS/\(name)"]
      return executable?.isFile == true ? executable?.path : nil
    }
    for place in [codeResourcesPath, profilePath] where items[place].map({ !$0.isFile }) ?? false {
      throw .malformed(.bundle, field: "what is in the place of a file", offset: 0, file: place)
    }
    let seal = "\(root)/_CodeSignature"
    if let item = items[seal], item.kind != .folder {
      throw .malformed(.bundle, field: "what is in the place of a folder", offset: 0, file: seal)
    }
  }
}
