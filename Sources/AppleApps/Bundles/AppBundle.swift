package import PropertyLists

/// A bundle in an app: a folder with an `Info.plist`, with one executable, or with both.
package struct AppBundle: Sendable {
  /// Where a bundle keeps what it is made of.
  package enum Layout: Equatable, Sendable {
    /// All at the top, as on iOS.
    case flat
    /// All below `Contents/`, as on macOS.
    case contents
    /// A framework of macOS: all below the version that `Versions/Current` leads to.
    case version(String)
  }

  /// The folder's path in the tree.
  package let path: String
  package let kind: BundleFacts.Kind
  package let layout: Layout
  /// `CFBundleIdentifier`; nil when the `Info.plist` has none, or one that is empty or holds a NUL, where a signature
  /// would end it.
  package let identifier: String?
  /// The executable as a path in the tree, spelled as there; nil for a bundle that is no code.
  ///
  /// `CFBundleExecutable`, or where nothing is said the name of the bundle without its extension, as CFBundle has it. A
  /// static library, as in frameworks that were linked when the app was built, is not code that runs.
  package let executable: String?
  /// An empty dictionary where there is none.
  package let info: PropertyList
  /// The `Info.plist` as it stands; nil where there is none.
  package let infoBytes: [UInt8]?
  package let infoFormat: PropertyListFormat

  /// Where what is sealed begins: the bundle's own folder, its `Contents`, or its current version.
  package var root: String { layout.root(of: path) }
  package var infoPath: String { layout.infoPath(of: path) }
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

  /// Reads the bundle in a folder of the tree; nil for a folder that has neither an `Info.plist` nor code of its name.
  ///
  /// - Parameter items: those of the tree, by path.
  /// - Throws: ``AppleError``: `propertyList`; `malformed` for an `Info.plist` that is no dictionary, and where a link or
  ///   a folder is in the place of what signing writes; `tooLarge`; `missing` for a framework, or code that runs as a
  ///   process, without `Info.plist`, and for a framework or tests whose `Info.plist` names an executable that is not
  ///   there.
  init?(
    at path: String, kind: BundleFacts.Kind, in tree: any BundleTree, items: [String: BundleItem]
  ) throws(AppleError) {
    layout = Layout(of: path, items: items)
    let (layout, root) = (layout, layout.root(of: path))
    let infoPath = layout.infoPath(of: path)
    self.path = path
    self.kind = kind
    if items[infoPath]?.isFile == true {
      let bytes = try tree.contents(of: infoPath, as: .infoPropertyList, limit: Self.largestInfo)
      (info, infoFormat) = try wrapping(in: infoPath) { () throws(PropertyListError) in
        try PropertyList.read(bytes)
      }
      guard info.dictionary != nil else {
        throw .malformed(.infoPropertyList, field: "root element", offset: 0, file: infoPath)
      }
      infoBytes = bytes
    } else {
      (info, infoFormat, infoBytes) = (.dictionary([:]), .xml, nil)
    }
    identifier = info["CFBundleIdentifier"]?.string.flatMap { identifier in
      identifier.isEmpty || identifier.utf8.contains(0) ? nil : identifier
    }
    func file(_ name: String?) -> String? {
      guard let name, !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")) else { return nil }
      let file = items[layout == .contents ? "\(root)/MacOS/\(name)" : "\(root)/\(name)"]
      return file?.isFile == true ? file?.path : nil
    }
    if let name = info["CFBundleExecutable"] {
      let named = file(name.string)
      guard named != nil || !kind.isNothingWithoutCode else {
        throw .missing(file: name.string ?? "CFBundleExecutable", of: path)
      }
      if let named, !kind.isProcess, try Self.isStaticLibrary(named, in: tree) {
        executable = nil
      } else {
        executable = named
      }
    } else if let file = file(Self.baseName(of: path)), MachOFile.isMachO(try tree.head(of: file, count: 8)),
      try !Self.isStaticLibrary(file, in: tree)
    {
      executable = file
    } else {
      executable = nil
    }
    if infoBytes == nil {
      guard kind != .framework, executable == nil || !kind.isProcess else {
        throw .missing(file: "Info.plist", of: path)
      }
      guard executable != nil else { return nil }
    }
    for place in [codeResourcesPath, profilePath] where items[place].map({ !$0.isFile }) ?? false {
      throw .malformed(.bundle, field: "what is in the place of a file", offset: 0, file: place)
    }
    let seal = "\(root)/_CodeSignature"
    if let item = items[seal], item.kind != .folder {
      throw .malformed(.bundle, field: "what is in the place of a folder", offset: 0, file: seal)
    }
  }

  private static func isStaticLibrary(_ file: String, in tree: any BundleTree) throws(AppleError) -> Bool {
    try StaticLibrary.isOne(file, head: tree.head(of: file, count: 20), in: tree)
  }

  /// What an executable is called when nobody says: the folder's name without its extension.
  private static func baseName(of path: String) -> String? {
    path.pathParts.last.flatMap { name in
      name.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) }
    }
  }
}

extension AppBundle.Layout {
  /// By where the `Info.plist` is, and flat where there is none.
  fileprivate init(of path: String, items: [String: BundleItem]) {
    self = .flat
    if items["\(path)/Info.plist"]?.isFile == true { return }
    if items["\(path)/Contents/Info.plist"]?.isFile == true {
      self = .contents
    } else if case .link(let target) = items["\(path)/Versions/Current"]?.kind,
      let version = target.pathParts.first, target.pathParts.count == 1,
      items["\(path)/Versions/\(version)"]?.kind == .folder
    {
      self = .version(String(version))
    }
  }

  fileprivate func root(of path: String) -> String {
    switch self {
    case .flat: path
    case .contents: "\(path)/Contents"
    case .version(let version): "\(path)/Versions/\(version)"
    }
  }

  fileprivate func infoPath(of path: String) -> String {
    if case .version = self { return "\(root(of: path))/Resources/Info.plist" }
    return "\(root(of: path))/Info.plist"
  }
}

extension BundleFacts.Kind {
  /// Whether a bundle that names an executable and has none is broken, and not just of resources.
  fileprivate var isNothingWithoutCode: Bool { self == .framework || self == .testBundle }
}
