import Archives

/// How much of a package is of one kind.
package struct ContentSize: Codable, Equatable, Sendable {
  /// What an entry is for the app.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case code
    case nativeLibraries = "native-libraries"
    case resources, assets
    /// Manifests and what describes the package.
    case metadata
    /// Symbols and mappings for the store's crash reports, which no device downloads.
    case debugInformation = "debug-information"
    /// Signature files in `META-INF/`.
    case signatures
    case other

    /// The kind of an entry, by where it stands.
    ///
    /// - Parameter path: The name, in a bundle without its module.
    init(ofEntry path: Substring) {
      let folder = path.prefix { $0 != "/" }
      self =
        switch folder {
        case "lib": .nativeLibraries
        case "res", "resources.arsc", "resources.pb": .resources
        case "assets", "assets.pb": .assets
        case "dex": .code
        case "AndroidManifest.xml", "manifest", "native.pb", "BundleConfig.pb": .metadata
        case "BUNDLE-METADATA":
          path.contains("debugsymbols/") || path.contains("obfuscation/") ? .debugInformation : .metadata
        case "META-INF": Self.isSignature(path) ? .signatures : .other
        default: path.hasSuffix(".dex") && folder == path ? .code : .other
        }
    }

    private static func isSignature(_ path: Substring) -> Bool {
      let name = path.dropFirst("META-INF/".count).uppercased()
      return !name.contains("/")
        && (name == "MANIFEST.MF" || [".SF", ".RSA", ".DSA", ".EC"].contains { name.hasSuffix($0) })
    }
  }

  package var kind: Kind
  package var entries: Int
  /// Bytes, uncompressed and as they stand in the package.
  package var size: Int
  package var compressedSize: Int

  package init(kind: Kind, entries: Int, size: Int, compressedSize: Int) {
    self.kind = kind
    self.entries = entries
    self.size = size
    self.compressedSize = compressedSize
  }

  /// The sizes of all kinds that there are, largest in the package first.
  static func all(_ entries: some Sequence<(path: Substring, entry: ZipEntry)>) -> [ContentSize] {
    var sizes: [Kind: ContentSize] = [:]
    for (path, entry) in entries where !entry.isDirectory {
      let kind = Kind(ofEntry: path)
      var size = sizes[kind] ?? ContentSize(kind: kind, entries: 0, size: 0, compressedSize: 0)
      size.entries += 1
      size.size += entry.size
      size.compressedSize += entry.compressedSize
      sizes[kind] = size
    }
    return sizes.values.sorted {
      ($1.compressedSize, $0.kind.rawValue) < ($0.compressedSize, $1.kind.rawValue)
    }
  }
}
