/// A request for a certificate, which an authority makes one of.
///
///     CertificationRequest ::= SEQUENCE {
///       certificationRequestInfo  CertificationRequestInfo,
///       signatureAlgorithm        AlgorithmIdentifier,
///       signature                 BIT STRING }
///     CertificationRequestInfo ::= SEQUENCE {
///       version        INTEGER { v1(0) },
///       subject        Name,
///       subjectPKInfo  SubjectPublicKeyInfo,
///       attributes     [0] IMPLICIT SET OF Attribute }
///
/// PKCS#10, RFC 2986 §4.
package struct CertificateRequest: Equatable, Sendable {
  package let der: [UInt8]

  /// In PEM, as authorities want it uploaded.
  package var pem: String { PEM.encode(der, label: "CERTIFICATE REQUEST") }

  /// A request by a key, signed with SHA-256 and without attributes.
  ///
  /// Nothing in it is secret.
  ///
  /// - Parameters:
  ///   - key: RSA, EC or DSA.
  ///   - subject: who asks.
  /// - Throws: ``CryptographyError/keyCannotSign(key:signature:)`` for any other key.
  package static func make(
    key: PrivateKey, subject: DistinguishedName
  ) throws(CryptographyError) -> CertificateRequest {
    let info = ASN1.encodeSequence(
      ASN1.encodeInteger(0), subject.der, key.publicKeyInfo, ASN1.encode(ASN1.context(0), []))
    return CertificateRequest(der: try key.certify(info))
  }
}
