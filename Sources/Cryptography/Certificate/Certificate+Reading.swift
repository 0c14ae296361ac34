extension Certificate {
  /// All certificates in a file: PEM with any number of them, one in DER, or the certificates of a PKCS#7 in DER.
  ///
  /// - Returns: in the order of the file; empty when there is none in PEM text.
  /// - Throws: ``CryptographyError/malformed(structure:offset:)`` for bytes that are neither, or a malformed
  ///   certificate.
  package static func all(in bytes: [UInt8]) throws(CryptographyError) -> [Certificate] {
    let blocks = PEM.blocks(in: bytes)
    guard blocks.isEmpty else {
      var certificates: [Certificate] = []
      for block in blocks {
        if block.isCertificate {
          try certificates.append(Certificate(der: block.certificateBytes))
        } else if block.label == "PKCS7" {
          try certificates += SignedData(der: block.bytes).certificates
        }
      }
      return certificates
    }
    var outer = ASN1Reader(bytes[...], of: .certificate)
    let first = try outer.next(ASN1.sequence)
    // A certificate holds a SEQUENCE first, a PKCS#7 its content type.
    if first.elements.nextTag == ASN1.objectIdentifier { return try SignedData(der: bytes).certificates }
    return [try Certificate(der: bytes)]
  }

  /// The certificates with the one for this key first and then its chain, each followed by its issuer; those that
  /// belong to no chain are left out.
  ///
  /// - Returns: nil when none is for this key.
  package static func chain(for key: PrivateKey, among certificates: [Certificate]) -> [Certificate]? {
    certificates.first(where: key.matches)?.chain(from: certificates)
  }
}

extension PEM.Block {
  /// The certificate alone: OpenSSL's trusted form has its trust settings behind it.
  fileprivate var certificateBytes: [UInt8] {
    guard label == "TRUSTED CERTIFICATE" else { return bytes }
    var outer = ASN1Reader(bytes[...], of: .certificate)
    return (try? outer.next(ASN1.sequence)).map { Array($0.encoding) } ?? bytes
  }
}
