/// The debug symbols beside an app that Xcode archived, and which builds of what they are of.
package struct SymbolsFacts: Codable, Equatable, Sendable {
  /// One `X.dSYM`.
  package struct Bundle: Codable, Equatable, Sendable {
    /// The folder's name.
    package var name: String
    /// What the code that it describes is called in ``ArchitectureFacts/uuid``, sorted; empty where nothing in it can be
    /// read.
    package var uuids: [String]

    package init(name: String, uuids: [String]) {
      self.name = name
      self.uuids = uuids
    }
  }

  /// Sorted by name.
  package var bundles: [Bundle]

  package init(bundles: [Bundle]) {
    self.bundles = bundles
  }
}

extension SymbolsFacts {
  /// Reads a folder `dSYMs`: in each `X.dSYM/Contents/Resources/DWARF`, the load commands of what is there.
  ///
  /// What is no Mach-O file there describes nothing, and is no error.
  ///
  /// - Throws: as ``FolderTree/init(_:)``.
  package init(folder: String) throws(AppleError) {
    let tree = try FolderTree([FolderTree.Mount(folder: folder, at: "")])
    var uuids: [String: Set<String>] = [:]
    for item in tree.items {
      let parts = item.path.pathParts
      guard let name = parts.first.map(String.init), name.lowercased().hasSuffix(".dsym") else { continue }
      var own = uuids[name] ?? []
      if parts.count == 5, parts[1...3] == ["Contents", "Resources", "DWARF"], case .file = item.kind,
        let code = try? MachOFile(reading: tree.source(of: item.path), name: item.path)
      {
        own.formUnion(code.slices.compactMap(\.uuidText))
      }
      uuids[name] = own
    }
    bundles = uuids.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
      Bundle(name: $0.key, uuids: $0.value.sorted())
    }
  }
}

extension MachOSlice {
  /// LC_UUID as Apple's tools write it: `5A1C9D5E-0000-4000-8000-000000000000`.
  var uuidText: String? {
    guard let digits = uuid?.hex.uppercased() else { return nil }
    var rest = Substring(digits)
    return [8, 4, 4, 4, 12].map { count in
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }.joined(separator: "-")
  }
}
