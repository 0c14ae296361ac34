import Cryptography

/// A manifest that lists the digests of a package's entries, as apksig writes it.
struct JarManifest: Sendable {
  let bytes: [UInt8]
  /// Every entry's name and the bytes of its section, in the order of the file.
  let sections: [(entry: String, bytes: [UInt8])]

  /// Writes the manifest.
  ///
  /// - Parameters:
  ///   - source: the manifest that was in the package, whose main section stays.
  ///   - digests: of the entries; two names may be one text in two spellings.
  /// - Throws: ``AndroidError`` when a name has a line break or a NUL in it, which no manifest can say.
  init(
    source: [UInt8]?, digests: [(name: String, value: [UInt8])], algorithm: HashAlgorithm
  ) throws(AndroidError) {
    var reader = JarSectionReader(source ?? [])
    var main = reader.next()?.attributes ?? []
    let place = main.firstIndex { $0.name.equalsIgnoringASCIICase("Manifest-Version") }
    let version = place.map { main.remove(at: $0) } ?? .init(name: "Manifest-Version", value: "1.0")
    var writer = JarSectionWriter()
    writer.writeMain(version: version, main)
    var bytes = writer.bytes

    let entries = Self.sorted(digests)
    let attributeName = JarDigest.attributeName(algorithm, "-Digest")
    var sections: [(entry: String, bytes: [UInt8])] = []
    sections.reserveCapacity(entries.count)
    for (name, value) in entries {
      guard !name.utf8.contains(where: { $0 == 0x0d || $0 == 0x0a || $0 == 0 }) else {
        throw .cannotSign(.entryName(name))
      }
      var section = JarSectionWriter()
      section.writeEntry(name, .init(name: attributeName, value: Base64.encode(value)))
      sections.append((name, section.bytes))
      bytes += section.bytes
    }
    self.bytes = bytes
    self.sections = sections
  }

  /// The entries by their names in Java's order, which is by UTF-16 units.
  ///
  /// That is the order of their bytes in UTF-8 too, but for characters beyond the basic plane: those with bytes from 0xf0.
  private static func sorted(
    _ entries: [(name: String, value: [UInt8])]
  ) -> [(name: String, value: [UInt8])] {
    let bytes = entries.map { Array($0.name.utf8) }
    guard !bytes.contains(where: { $0.contains { $0 >= 0xf0 } }) else {
      return entries.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
    }
    return zip(entries, bytes).sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }
}
