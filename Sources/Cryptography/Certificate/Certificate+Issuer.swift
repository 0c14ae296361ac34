/// What a certificate says about those that issued it, and whether it may issue others.
extension Certificate {
  /// The name that the certificate gives to its own key (RFC 5280 §4.2.1.2); nil when it gives none.
  package var subjectKeyIdentifier: [UInt8]? {
    guard let found = self["2.5.29.14"] else { return nil }
    var reader = ASN1Reader(found.value[...], of: .certificate)
    return (try? reader.next(ASN1.octetString)).map { Array($0.content) }
  }

  /// The name of the key that signed it; nil when it says none.
  ///
  ///     AuthorityKeyIdentifier ::= SEQUENCE {
  ///       keyIdentifier              [0] IMPLICIT OCTET STRING OPTIONAL,
  ///       authorityCertIssuer        [1] IMPLICIT GeneralNames OPTIONAL,
  ///       authorityCertSerialNumber  [2] IMPLICIT INTEGER OPTIONAL }
  ///
  /// RFC 5280 §4.2.1.1.
  package var authorityKeyIdentifier: [UInt8]? {
    guard let found = self["2.5.29.35"] else { return nil }
    var reader = ASN1Reader(found.value[...], of: .certificate)
    guard var fields = try? reader.next(ASN1.sequence).elements else { return nil }
    return (try? fields.nextIf(0x80)).flatMap { $0.map { Array($0.content) } }
  }

  /// Where its issuer's certificate can be fetched, in the order of the encoding.
  ///
  ///     AuthorityInfoAccessSyntax ::= SEQUENCE SIZE (1..MAX) OF AccessDescription
  ///     AccessDescription ::= SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }
  ///
  /// RFC 5280 §4.2.2.1; those whose method is `id-ad-caIssuers` and whose location is a URI. The text comes from the
  /// certificate: anything may stand in it.
  package var issuerAddresses: [String] {
    guard let found = self["1.3.6.1.5.5.7.1.1"] else { return [] }
    var outer = ASN1Reader(found.value[...], of: .certificate)
    guard var list = try? outer.next(ASN1.sequence).elements else { return [] }
    var addresses: [String] = []
    while !list.isAtEnd {
      guard var description = try? list.next(ASN1.sequence).elements,
        let method = try? description.objectIdentifier(), let location = try? description.next()
      else { break }
      if method == "1.3.6.1.5.5.7.48.2", location.tag == 0x86 {
        addresses.append(String(decoding: location.content, as: UTF8.self))
      }
    }
    return addresses
  }

  /// The basic constraints.
  ///
  ///     BasicConstraints ::= SEQUENCE {
  ///       cA                 BOOLEAN DEFAULT FALSE,
  ///       pathLenConstraint  INTEGER (0..MAX) OPTIONAL }
  ///
  /// RFC 5280 §4.2.1.9. `pathLength` is how many intermediate authorities may stand below this one; nil for any
  /// number. A certificate without the extension, or with one that cannot be read, is no authority.
  package var basicConstraints: (isAuthority: Bool, pathLength: Int?) {
    guard let found = self["2.5.29.19"] else { return (false, nil) }
    var outer = ASN1Reader(found.value[...], of: .certificate)
    do throws(CryptographyError) {
      var fields = try outer.next(ASN1.sequence).elements
      let flag = try fields.nextIf(ASN1.boolean)
      let length = fields.isAtEnd ? nil : try fields.smallInteger()
      return ((flag?.content.first ?? 0) != 0, length)
    } catch {
      return (false, nil)
    }
  }

  /// Whether the other certificate is this one's issuer: it has the issuer's name, its key is the one that this
  /// certificate names, as far as both name keys, and that key made the signature.
  ///
  /// Whether the other may issue anything, and when, is not looked at.
  package func isIssued(by other: Certificate) -> Bool {
    guard issuer.matches(other.subject) else { return false }
    if let wanted = authorityKeyIdentifier, let found = other.subjectKeyIdentifier, wanted != found {
      return false
    }
    return isSigned(by: other)
  }
}
