package import struct FoundationEssentials.Date

extension Certificate {
  /// Makes a certificate that a key gives itself: version 3, SHA-256, without extensions, as keytool's and
  /// Android's own debug keys have been.
  ///
  /// The serial number is big-endian and unsigned; eight random bytes when it is nil. Times are cut to seconds.
  ///
  /// - Throws: ``CryptographyError/keyCannotSign(key:signature:)`` for a key that is not RSA, EC or DSA.
  package static func selfSigned(
    _ key: PrivateKey, subject: DistinguishedName, notBefore: Date, notAfter: Date, serial: [UInt8]? = nil
  ) throws(CryptographyError) -> Certificate {
    let signatureAlgorithm = try key.certification().identifier
    let digits = if let serial { serial } else { try RandomBytes.make(8) }
    let number = digits.drop { $0 == 0 }
    // Positive: a leading zero where the first bit is set.
    let needsZero = number.first.map { $0 >= 0x80 } ?? true
    let signedPart = ASN1.encodeSequence(
      ASN1.encode(ASN1.context(0), ASN1.encodeInteger(2)),
      ASN1.encode(ASN1.integer, (needsZero ? [0] : []) + number),
      signatureAlgorithm,
      subject.der,
      ASN1.encodeSequence(ASN1.encodeTime(notBefore), ASN1.encodeTime(notAfter)),
      subject.der,
      key.publicKeyInfo)
    return try Certificate(der: key.certify(signedPart))
  }
}
