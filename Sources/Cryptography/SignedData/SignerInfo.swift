/// One signature inside a ``SignedData``.
///
///     SignerInfo ::= SEQUENCE {
///       version             INTEGER,
///       sid                 CHOICE { IssuerAndSerialNumber, subjectKeyIdentifier [0] IMPLICIT OCTET STRING },
///       digestAlgorithm     AlgorithmIdentifier,
///       signedAttrs         [0] IMPLICIT SET OF Attribute OPTIONAL,
///       signatureAlgorithm  AlgorithmIdentifier,
///       signature           OCTET STRING,
///       unsignedAttrs       [1] IMPLICIT SET OF Attribute OPTIONAL }
///     Attribute ::= SEQUENCE { attrType OBJECT IDENTIFIER, attrValues SET OF AttributeValue }
///
/// RFC 5652 §5.3.
package struct SignerInfo: Sendable {
  /// How a signer names its certificate.
  package enum Identifier: Hashable, Sendable {
    case issuerAndSerial(issuer: DistinguishedName, serial: [UInt8])
    case subjectKeyIdentifier([UInt8])
  }

  /// An attribute and its values as they are encoded.
  package struct Attribute: Hashable, Sendable {
    package let objectIdentifier: String
    package let values: [[UInt8]]
  }

  package let version: Int
  package let identifier: Identifier
  package let digestAlgorithm: AlgorithmIdentifier
  package let signatureAlgorithm: AlgorithmIdentifier
  /// Nil when the signature is over the content itself.
  package let signedAttributes: [Attribute]?
  package let unsignedAttributes: [Attribute]
  package let signature: [UInt8]
  /// What the signature is over when there are signed attributes: their SET OF, with the tag of one.
  let signedAttributesEncoding: [UInt8]?

  init(_ element: ASN1Reader.Element) throws(CryptographyError) {
    var fields = element.elements
    version = try fields.smallInteger()
    if let keyIdentifier = try fields.nextIf(0x80) {
      identifier = .subjectKeyIdentifier(Array(keyIdentifier.content))
    } else {
      var name = try fields.next(ASN1.sequence).elements
      identifier = try .issuerAndSerial(
        issuer: DistinguishedName(der: Array(name.next(ASN1.sequence).encoding)),
        serial: Array(name.next(ASN1.integer).content))
    }
    digestAlgorithm = try fields.algorithmIdentifier()
    let signed = try fields.nextIf(ASN1.context(0))
    signedAttributes = try signed.map(Self.attributes)
    // RFC 5652 §5.4: signed with the tag of a SET OF in place of the implicit [0].
    signedAttributesEncoding = signed.map { ASN1.encode(ASN1.set, Array($0.content)) }
    signatureAlgorithm = try fields.algorithmIdentifier()
    signature = try Array(fields.next(ASN1.octetString).content)
    unsignedAttributes = try fields.nextIf(ASN1.context(1)).map(Self.attributes) ?? []
  }

  /// Whether this signer names that certificate.
  package func identifies(_ certificate: Certificate) -> Bool {
    switch identifier {
    case .issuerAndSerial(let issuer, let serial):
      return certificate.serial == serial && certificate.issuer.matches(issuer)
    case .subjectKeyIdentifier(let wanted):
      // The extension's value is an OCTET STRING inside the OCTET STRING (RFC 5280 §4.2.1.2).
      guard let found = certificate["2.5.29.14"] else { return false }
      return found.value == ASN1.encode(ASN1.octetString, wanted)
    }
  }

  /// The only value of a signed attribute; nil when it is absent or has not exactly one.
  package func signedAttribute(_ objectIdentifier: String) -> [UInt8]? {
    let matches = signedAttributes?.filter { $0.objectIdentifier == objectIdentifier } ?? []
    guard matches.count == 1, matches[0].values.count == 1 else { return nil }
    return matches[0].values[0]
  }

  private static func attributes(_ field: ASN1Reader.Element) throws(CryptographyError) -> [Attribute] {
    var list = field.elements
    var attributes: [Attribute] = []
    while !list.isAtEnd {
      var attribute = try list.next(ASN1.sequence).elements
      let identifier = try attribute.objectIdentifier()
      var set = try attribute.next(ASN1.set).elements
      var values: [[UInt8]] = []
      while !set.isAtEnd { try values.append(Array(set.next().encoding)) }
      attributes.append(Attribute(objectIdentifier: identifier, values: values))
    }
    return attributes
  }
}
