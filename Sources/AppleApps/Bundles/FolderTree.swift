import Archives
package import Bytes

/// A ``BundleTree`` of folders on disk, each mounted at a path of its own.
package struct FolderTree: BundleTree {
  /// A folder and where in the tree its contents are.
  package struct Mount: Sendable {
    package let folder: String
    /// The folder's own path in the tree; empty for the top.
    package let path: String

    package init(folder: String, at path: String) {
      self.folder = folder
      self.path = path
    }
  }

  package let items: [BundleItem]
  /// Where each file is on disk.
  private let files: [String: UnopenedFile]

  /// Lists the folders; their files are opened when they are read.
  ///
  /// - Throws: ``AppleError/archive(_:)`` for what cannot be read, for special files, for links that lead out of their
  ///   folder, and for two paths that differ in Unicode normalisation only.
  package init(_ mounts: [Mount]) throws(AppleError) {
    var listing = TreeListing(of: mounts.first?.folder ?? "")
    var files: [String: UnopenedFile] = [:]
    for mount in mounts {
      let members = try wrapping { () throws(ArchiveError) in
        try ArchiveReader(path: mount.folder).members()
      }
      if !mount.path.isEmpty { try listing.add(mount.path, .folder) }
      for member in members {
        let path = mount.path.isEmpty ? member.path : "\(mount.path)/\(member.path)"
        switch member.kind {
        case .file, .sameAs:
          try listing.add(path, .file(size: member.size, isExecutable: member.isExecutable))
          files[path] = UnopenedFile(path: "\(mount.folder)/\(member.path)", count: member.size)
        case .folder: try listing.add(path, .folder)
        case .link(let target): try listing.add(path, .link(target: target))
        }
      }
    }
    items = listing.items
    self.files = files
  }

  package func source(of path: String) throws(AppleError) -> any ByteSource {
    guard let file = files[path] else { throw .missing(file: path, of: "the app") }
    return file
  }
}

extension Collection<BundleItem> {
  /// The items in the order of their paths' bytes.
  func sortedByPath() -> [BundleItem] {
    sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}
