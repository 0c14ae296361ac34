/// The two forms of one property list.
package enum PropertyListFormat: Sendable {
  /// A document as `http://www.apple.com/DTDs/PropertyList-1.0.dtd` has it.
  case xml
  /// The form that begins with `bplist00`.
  case binary
}

extension PropertyList {
  /// Reads either form.
  ///
  /// - Throws: ``PropertyListError``. What is refused and what is not, ``init(reading:)`` says.
  package static func read(
    _ bytes: [UInt8]
  ) throws(PropertyListError) -> (value: PropertyList, format: PropertyListFormat) {
    guard bytes.count <= PropertyListLimits.bytes else {
      throw .tooLarge(what: "bytes", limit: PropertyListLimits.bytes)
    }
    if bytes.starts(with: BinaryPropertyListReader.magic) {
      return (try BinaryPropertyListReader.read(bytes), .binary)
    }
    return (try XMLPropertyListReader.read(bytes), .xml)
  }

  /// Reads either form.
  ///
  /// Of XML, that is UTF-8 with or without a byte order mark, blanks before the declaration, comments, processing
  /// instructions, CDATA sections, a DOCTYPE that is passed over, and a value without `<plist>` around it, which Apple
  /// takes too. No entity but the five of XML itself is known, and nothing outside is looked up.
  ///
  /// - Throws: ``PropertyListError``, also for a key that a dictionary has twice, in whichever Unicode normalisation, for
  ///   an integer that is none of 64 bits with a sign, and for a list beyond ``PropertyListLimits``.
  package init(reading bytes: [UInt8]) throws(PropertyListError) {
    self = try Self.read(bytes).value
  }

  /// The list in either form.
  package func encoded(as format: PropertyListFormat) -> [UInt8] {
    switch format {
    case .xml: xml()
    case .binary: binary()
    }
  }
}
