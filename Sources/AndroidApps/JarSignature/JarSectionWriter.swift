/// Writes JAR manifests and signature files as apksig does: CR LF, and lines of at most 72 bytes with it.
struct JarSectionWriter {
  private(set) var bytes: [UInt8] = []

  private static let newline: [UInt8] = [0x0d, 0x0a]
  /// What of a line's 72 bytes the line end leaves.
  private static let lineLength = 70

  /// Writes one attribute.
  ///
  /// A value too long for a line goes on behind a space, by bytes: a character may be split.
  mutating func write(_ name: String, _ value: String) {
    let text = Array("\(name): \(value)".utf8)
    var rest = text[...]
    bytes += rest.prefix(Self.lineLength)
    rest = rest.dropFirst(Self.lineLength)
    while !rest.isEmpty {
      bytes += Self.newline
      bytes.append(UInt8(ascii: " "))
      bytes += rest.prefix(Self.lineLength - 1)
      rest = rest.dropFirst(Self.lineLength - 1)
    }
    bytes += Self.newline
  }

  /// Writes a main section: the version first, the rest sorted by name.
  mutating func writeMain(version: JarSection.Attribute, _ attributes: [JarSection.Attribute]) {
    write(version.name, version.value)
    for attribute in attributes.sorted(by: { $0.name < $1.name }) {
      write(attribute.name, attribute.value)
    }
    endSection()
  }

  /// Writes the section of an entry with one attribute.
  mutating func writeEntry(_ name: String, _ attribute: JarSection.Attribute) {
    write("Name", name)
    write(attribute.name, attribute.value)
    endSection()
  }

  mutating func endSection() {
    bytes += Self.newline
  }
}
