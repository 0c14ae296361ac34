import Bytes

/// One section of a JAR manifest or signature file: attributes up to an empty line.
///
///     section:   *header +newline
///     header:    name ": " value
///     value:     *otherchar newline *(SPACE *otherchar newline)
///     newline:   CR LF | LF | CR
///
/// JAR File Specification, "Name-Value pairs and Sections". Spaces around names and values are kept: apps whose
/// obfuscators put some there verify on Android.
struct JarSection: Equatable, Sendable {
  struct Attribute: Equatable, Sendable {
    var name: String
    var value: String
  }

  var attributes: [Attribute]
  /// The section's bytes in the file, with the empty line that ends it.
  let range: Range<Int>

  /// The value of the first attribute of this name, whatever its case.
  subscript(name: String) -> String? {
    attributes.first { $0.name.equalsIgnoringASCIICase(name) }?.value
  }

  /// Whether the entry's name comes first, as it must.
  var isNamedFirst: Bool { attributes.first?.name.equalsIgnoringASCIICase("Name") == true }

  /// An attribute that a signature goes by and that is there twice; nil when there is none.
  var repeatedAttribute: String? {
    // Nearly all sections have a name and a digest, and there are thousands.
    if attributes.count == 2, !attributes[0].name.equalsIgnoringASCIICase(attributes[1].name) { return nil }
    var seen: Set<String> = []
    return attributes.first { attribute in
      let name = attribute.name.lowercased()
      return (name.contains("digest") || Self.decisive.contains(name)) && !seen.insert(name).inserted
    }?.name
  }

  private static let decisive: Set<String> = ["name", "signature-version", "x-android-apk-signed"]

  /// The entry that the section is about; nil for a main section.
  var entryName: String? { self["Name"] }
}

extension String {
  func equalsIgnoringASCIICase(_ other: String) -> Bool {
    utf8.count == other.utf8.count
      && zip(utf8, other.utf8).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
  }
}

extension UInt8 {
  fileprivate var asciiLowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
}
