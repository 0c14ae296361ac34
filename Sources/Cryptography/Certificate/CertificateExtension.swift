/// One extension of a certificate.
///
///     Extension ::= SEQUENCE {
///       extnID     OBJECT IDENTIFIER,
///       critical   BOOLEAN DEFAULT FALSE,
///       extnValue  OCTET STRING }
///
/// RFC 5280 §4.1.
package struct CertificateExtension: Hashable, Sendable {
  /// The dotted object identifier.
  package let objectIdentifier: String
  package let isCritical: Bool
  /// The DER inside the OCTET STRING.
  package let value: [UInt8]

  /// The extensions inside the certificate's field `[3]`.
  static func all(in field: ASN1Reader.Element) throws(CryptographyError) -> [CertificateExtension] {
    var outer = field.elements
    var list = try outer.next(ASN1.sequence).elements
    var extensions: [CertificateExtension] = []
    while !list.isAtEnd {
      var fields = try list.next(ASN1.sequence).elements
      let identifier = try fields.objectIdentifier()
      let critical = try fields.nextIf(ASN1.boolean)
      let value = try fields.next(ASN1.octetString)
      extensions.append(
        CertificateExtension(
          objectIdentifier: identifier, isCritical: (critical?.content.first ?? 0) != 0,
          value: Array(value.content)))
    }
    return extensions
  }
}

extension Certificate {
  /// The extension with this dotted identifier.
  package subscript(objectIdentifier: String) -> CertificateExtension? {
    extensions.first { $0.objectIdentifier == objectIdentifier }
  }

  /// The purposes of the extended key usage extension, dotted; nil when it has none or it cannot be read.
  ///
  ///     ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId
  ///
  /// RFC 5280 §4.2.1.12.
  package var extendedKeyUsage: [String]? {
    guard let usage = self["2.5.29.37"] else { return nil }
    var outer = ASN1Reader(usage.value[...], of: .certificate)
    guard var list = try? outer.next(ASN1.sequence).elements else { return nil }
    var purposes: [String] = []
    while !list.isAtEnd {
      guard let purpose = try? list.objectIdentifier() else { return nil }
      purposes.append(purpose)
    }
    return purposes
  }
}
