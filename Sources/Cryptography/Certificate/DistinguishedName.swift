/// The name of a certificate's subject or issuer.
///
///     Name ::= SEQUENCE OF RelativeDistinguishedName
///     RelativeDistinguishedName ::= SET SIZE (1..MAX) OF AttributeTypeAndValue
///     AttributeTypeAndValue ::= SEQUENCE { type OBJECT IDENTIFIER, value ANY }
///
/// RFC 5280 §4.1.2.4. Two names are equal when their encodings are.
package struct DistinguishedName: Hashable, Sendable {
  /// One attribute: its short name such as `CN`, or its dotted identifier; and its value as text.
  ///
  /// A value that is no string is `#` and its encoding in hexadecimal digits.
  package struct Attribute: Hashable, Sendable {
    package let type: String
    package let value: String
    /// Whether it stands in one RelativeDistinguishedName with the attribute before.
    let joinsPrevious: Bool
  }

  /// The original encoding.
  package let der: [UInt8]
  /// The attributes in the order of the encoding: usually country first or common name first, as the maker liked.
  package let attributes: [Attribute]

  package static func == (left: DistinguishedName, right: DistinguishedName) -> Bool {
    left.der == right.der
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(der)
  }

  /// - Throws: ``CryptographyError/malformed(structure:offset:)``.
  package init(der: [UInt8]) throws(CryptographyError) {
    var outer = ASN1Reader(der[...], of: .distinguishedName)
    let element = try outer.next(ASN1.sequence)
    guard outer.isAtEnd else { throw outer.malformed }
    self.der = der
    attributes = try Self.attributes(element.elements)
  }

  /// A name of these attributes, each a RelativeDistinguishedName of its own, in this order.
  ///
  /// - Parameter attributes: types by short name (`CN`, `O`, `C` …) or dotted identifier.
  package init(_ attributes: [(type: String, value: String)]) {
    der = ASN1.encode(
      ASN1.sequence,
      attributes.flatMap { attribute in
        let identifier = Self.shortNames.first { $0.name == attribute.type }?.identifier ?? attribute.type
        // RFC 5280 §4.1.2.4 wants a country as PrintableString, an e-mail address as IA5String, the rest as UTF-8.
        let tag =
          switch attribute.type {
          case "C": ASN1.printableString
          case "emailAddress", "DC": ASN1.ia5String
          default: ASN1.utf8String
          }
        return ASN1.encode(
          ASN1.set,
          ASN1.encodeSequence(
            ASN1.encodeObjectIdentifier(identifier), ASN1.encode(tag, Array(attribute.value.utf8))))
      })
    self.attributes = attributes.map { Attribute(type: $0.type, value: $0.value, joinsPrevious: false) }
  }

  /// The first attribute of this type, such as `CN`.
  package subscript(type: String) -> String? {
    attributes.first { $0.type == type }?.value
  }

  /// The name as text, last attribute first (RFC 2253): `CN=Android Debug,O=Android,C=US`.
  ///
  /// It comes from the certificate: what prints it must make control characters harmless.
  package var rfc2253: String {
    var names: [String] = []
    for attribute in attributes {
      let text = "\(attribute.type)=\(Self.escaped(attribute.value))"
      if attribute.joinsPrevious, let last = names.popLast() {
        names.append("\(last)+\(text)")
      } else {
        names.append(text)
      }
    }
    return names.reversed().joined(separator: ",")
  }

  private static func attributes(_ reader: ASN1Reader) throws(CryptographyError) -> [Attribute] {
    var names = reader
    var attributes: [Attribute] = []
    while !names.isAtEnd {
      var name = try names.next(ASN1.set).elements
      var isFirst = true
      while !name.isAtEnd {
        var fields = try name.next(ASN1.sequence).elements
        let identifier = try fields.objectIdentifier()
        let value = try fields.next()
        attributes.append(
          Attribute(
            type: shortNames.first { $0.identifier == identifier }?.name ?? identifier,
            value: text(of: value) ?? "#" + value.encoding.map(hexadecimal).joined(),
            joinsPrevious: !isFirst))
        isFirst = false
      }
    }
    return attributes
  }

  /// A value as text; nil when it is no string.
  private static func text(of value: ASN1Reader.Element) -> String? {
    switch value.tag {
    case ASN1.utf8String: String(decoding: value.content, as: UTF8.self)
    case ASN1.printableString, ASN1.ia5String, ASN1.teletexString, 0x12, 0x1a:
      // Teletex is read as Latin-1, as everybody wrote it.
      String(String.UnicodeScalarView(value.content.map { Unicode.Scalar($0) }))
    case ASN1.bmpString where value.content.count.isMultiple(of: 2):
      String(decoding: units(value.content, 2).map { UInt16(truncatingIfNeeded: $0) }, as: UTF16.self)
    case ASN1.universalString where value.content.count.isMultiple(of: 4):
      String(decoding: units(value.content, 4).map { UInt32(truncatingIfNeeded: $0) }, as: UTF32.self)
    default: nil
    }
  }

  /// The big-endian numbers of `width` bytes that the content is made of.
  private static func units(_ content: ArraySlice<UInt8>, _ width: Int) -> [UInt64] {
    stride(from: content.startIndex, to: content.endIndex, by: width).map { start in
      content[start..<start + width].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// RFC 2253 §2.4.
  private static func escaped(_ value: String) -> String {
    var result = ""
    for (index, character) in value.enumerated() {
      let isEdge = index == 0 || index == value.count - 1
      if ",+\"\\<>;".contains(character) || (index == 0 && character == "#") || (isEdge && character == " ") {
        result.append("\\")
      }
      result.append(character)
    }
    return result
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  /// RFC 4514 §3, and the e-mail address of PKCS#9.
  private static let shortNames: [(identifier: String, name: String)] = [
    ("2.5.4.3", "CN"), ("2.5.4.10", "O"), ("2.5.4.11", "OU"), ("2.5.4.6", "C"), ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "STREET"), ("0.9.2342.19200300.100.1.1", "UID"), ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
  ]
}
