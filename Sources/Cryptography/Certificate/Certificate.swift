package import struct FoundationEssentials.Date

/// An X.509 certificate: its facts, and its bytes as they came.
///
///     Certificate ::= SEQUENCE {
///       tbsCertificate      TBSCertificate,
///       signatureAlgorithm  AlgorithmIdentifier,
///       signatureValue      BIT STRING }
///     TBSCertificate ::= SEQUENCE {
///       version          [0] EXPLICIT INTEGER DEFAULT v1,
///       serialNumber     INTEGER,
///       signature        AlgorithmIdentifier,
///       issuer           Name,
///       validity         SEQUENCE { notBefore Time, notAfter Time },
///       subject          Name,
///       subjectPublicKeyInfo  SubjectPublicKeyInfo,
///       issuerUniqueID   [1] IMPLICIT BIT STRING OPTIONAL,
///       subjectUniqueID  [2] IMPLICIT BIT STRING OPTIONAL,
///       extensions       [3] EXPLICIT Extensions OPTIONAL }
///
/// RFC 5280 §4.1. Certificates that are BER rather than DER are read, and keep their encoding: fingerprints and
/// Android's signature blocks are over the bytes as they are. Nothing here judges; an expired certificate is as
/// readable as any. Two certificates are equal when their bytes are.
package struct Certificate: Sendable {
  /// The original encoding.
  package let der: [UInt8]
  package let subject: DistinguishedName
  package let issuer: DistinguishedName
  /// The content of the serial number's INTEGER: big-endian, signed.
  package let serial: [UInt8]
  /// The first moment at which it is valid.
  package let notBefore: Date
  /// The last moment at which it is valid.
  package let notAfter: Date
  /// The SubjectPublicKeyInfo: as it is encoded, but where an RSA modulus was written as a negative number (its
  /// leading zero is missing), with the zero that Android's verifier adds before it compares.
  package let publicKeyInfo: [UInt8]
  package let keyAlgorithm: KeyAlgorithm
  package let extensions: [CertificateExtension]
  package let sha256: [UInt8]
  package let sha1: [UInt8]
  /// What the issuer signed, and how.
  let signedPart: [UInt8]
  let signatureAlgorithm: AlgorithmIdentifier
  let signature: [UInt8]

  /// - Throws: ``CryptographyError/malformed(structure:offset:)``, also for bytes behind the certificate and for two
  ///   different signature algorithms.
  package init(der: [UInt8]) throws(CryptographyError) {
    var outer = ASN1Reader(der[...], of: .certificate)
    var certificate = try outer.next(ASN1.sequence).elements
    guard outer.isAtEnd else { throw outer.malformed }
    let signed = try certificate.next(ASN1.sequence)
    signatureAlgorithm = try certificate.algorithmIdentifier()
    signature = try Array(certificate.bitString())

    var fields = signed.elements
    if var version = try fields.nextIf(ASN1.context(0))?.elements {
      // v1, v2 and v3 are 0, 1 and 2.
      guard try version.smallInteger() <= 2 else { throw fields.malformed }
    }
    serial = try Array(fields.next(ASN1.integer).content)
    let mismatch = fields.malformed
    // RFC 5280 §4.1.1.2: both must be the same. What stands outside is not signed.
    guard try fields.algorithmIdentifier().isSame(as: signatureAlgorithm) else { throw mismatch }
    issuer = try DistinguishedName(der: Array(fields.next(ASN1.sequence).encoding))
    var validity = try fields.next(ASN1.sequence).elements
    notBefore = try validity.time()
    notAfter = try validity.time()
    subject = try DistinguishedName(der: Array(fields.next(ASN1.sequence).encoding))
    let keyInfo = try Array(fields.next(ASN1.sequence).encoding)
    var extensions: [CertificateExtension] = []
    while !fields.isAtEnd {
      let field = try fields.next()
      if field.tag == ASN1.context(3) { extensions = try CertificateExtension.all(in: field) }
    }

    self.der = der
    self.extensions = extensions
    keyAlgorithm = try KeyAlgorithm(publicKeyInfo: keyInfo)
    publicKeyInfo = try Self.withPositiveModulus(keyInfo, keyAlgorithm)
    signedPart = Array(signed.encoding)
    sha256 = Digest.hash(.sha256, der)
    sha1 = Digest.hash(.sha1, der)
  }

  /// Whether subject and issuer are the same and its own key made its signature.
  package var isSelfSigned: Bool {
    subject == issuer && isSigned(by: self)
  }

  /// Whether the other certificate's key made this one's signature.
  ///
  /// Names and times are not looked at.
  package func isSigned(by issuer: Certificate) -> Bool {
    guard let algorithm = SignatureAlgorithm(objectIdentifier: signatureAlgorithm.objectIdentifier),
      let key = try? PublicKey(publicKeyInfo: issuer.publicKeyInfo)
    else { return false }
    return key.verifies(signature, over: signedPart, with: algorithm)
  }

  /// The chain that starts with this certificate, by names: each next one is the issuer of the one before.
  ///
  /// Where several have the issuer's name, as Apple's intermediates of all generations do, it is the one that signed.
  /// The chain ends where the issuer is not among the candidates or is itself the subject.
  package func chain(from candidates: [Certificate]) -> [Certificate] {
    var chain = [self]
    while let last = chain.last, last.subject != last.issuer {
      let issuers = candidates.filter { $0.subject == last.issuer && !chain.contains($0) }
      guard let first = issuers.first else { break }
      chain.append(issuers.count == 1 ? first : issuers.first(where: last.isSigned) ?? first)
    }
    return chain
  }

  /// OpenSSL takes a modulus without its leading zero as the number it was meant to be, and writes it properly.
  private static func withPositiveModulus(
    _ keyInfo: [UInt8], _ algorithm: KeyAlgorithm
  ) throws(CryptographyError) -> [UInt8] {
    guard case .rsa = algorithm else { return keyInfo }
    var outer = ASN1Reader(keyInfo[...], of: .publicKey)
    var fields = try outer.next(ASN1.sequence).elements
    _ = try fields.algorithmIdentifier()
    var bits = ASN1Reader(try fields.bitString(), of: .publicKey)
    var key = try bits.next(ASN1.sequence).elements
    guard let first = try key.next(ASN1.integer).content.first, first >= 0x80 else { return keyInfo }
    return (try? PublicKey(publicKeyInfo: keyInfo))?.publicKeyInfo ?? keyInfo
  }
}

extension Certificate: Hashable {
  package static func == (left: Certificate, right: Certificate) -> Bool {
    left.der == right.der
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(sha256)
  }
}

extension Certificate: CustomStringConvertible {
  /// The subject, for logs and test output.
  package var description: String { subject.rfc2253 }
}
