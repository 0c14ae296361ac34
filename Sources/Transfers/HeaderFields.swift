/// The header fields of a request or an answer, in their order; names compare without case.
package struct HeaderFields: Equatable, Sendable {
  package struct Field: Equatable, Sendable {
    package let name: String
    package let value: String
  }

  package private(set) var fields: [Field] = []

  package init() {}

  /// - Throws: as ``add(_:_:)``.
  package init(_ pairs: KeyValuePairs<String, String>) throws(TransferError) {
    for (name, value) in pairs { try add(name, value) }
  }

  /// The first value under a name.
  package subscript(_ name: String) -> String? {
    let name = name.lowercased()
    return fields.first { $0.name.lowercased() == name }?.value
  }

  /// Appends a field.
  ///
  ///     field-name  = 1*tchar
  ///     field-value = *( %x09 / %x20-7E / obs-text )                     (RFC 9110 §5.1, §5.5)
  ///
  /// - Throws: ``TransferError/malformedHeader(name:)``, so that no name or value can smuggle in another line.
  package mutating func add(_ name: String, _ value: String) throws(TransferError) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenCharacter),
      value.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7f }), value.utf8.count <= 8192
    else { throw .malformedHeader(name: String(name.prefix(100))) }
    fields.append(Field(name: name, value: value))
  }

  /// Reads a line of an answer: `Name: value`.
  ///
  /// A line that is none is left out.
  mutating func add(line: Substring) {
    guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return }
    let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
    fields.append(Field(name: String(line[..<colon]), value: String(value.trimmingSuffix)))
  }

  private static func isTokenCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension Substring {
  fileprivate var trimmingSuffix: Substring {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return self[...last]
  }
}
