/// Reads a JAR manifest or signature file section by section.
///
/// Nothing is malformed to it, as nothing is to apksig: a line without a colon is an attribute without a value. What
/// Android refuses is for ``JarSignatureVerifier`` to find.
struct JarSectionReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The next section; nil at the end.
  ///
  /// Empty lines before it are skipped.
  mutating func next() -> JarSection? {
    var start = offset
    var line = nextLine()
    while let empty = line, empty.isEmpty {
      start = offset
      line = nextLine()
    }
    guard var current = line.map(Array.init) else { return nil }
    var attributes: [JarSection.Attribute] = []
    while let following = nextLine(), !following.isEmpty {
      if following.first == UInt8(ascii: " ") {
        current += following.dropFirst()
      } else {
        attributes.append(Self.attribute(current))
        current = Array(following)
      }
    }
    attributes.append(Self.attribute(current))
    return JarSection(attributes: attributes, range: start..<offset)
  }

  /// All sections that are left.
  mutating func rest() -> [JarSection] {
    var sections: [JarSection] = []
    while let section = next() { sections.append(section) }
    return sections
  }

  private mutating func nextLine() -> ArraySlice<UInt8>? {
    guard offset < bytes.count else { return nil }
    let start = offset
    let end =
      bytes[start...].firstIndex { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") } ?? bytes.count
    offset = min(end + 1, bytes.count)
    if end < bytes.count, bytes[end] == UInt8(ascii: "\r"), offset < bytes.count,
      bytes[offset] == UInt8(ascii: "\n")
    {
      offset += 1
    }
    return bytes[start..<end]
  }

  private static func attribute(_ line: [UInt8]) -> JarSection.Attribute {
    var delimiter = line.startIndex
    while delimiter + 1 < line.endIndex {
      if line[delimiter] == UInt8(ascii: ":"), line[delimiter + 1] == UInt8(ascii: " ") {
        return JarSection.Attribute(
          name: String(decoding: line[..<delimiter], as: UTF8.self),
          value: String(decoding: line[(delimiter + 2)...], as: UTF8.self))
      }
      delimiter += 1
    }
    return JarSection.Attribute(name: String(decoding: line, as: UTF8.self), value: "")
  }
}
