/// An encrypted private key: how it is encrypted, and the bytes.
///
///     EncryptedPrivateKeyInfo ::= SEQUENCE {
///       encryptionAlgorithm  AlgorithmIdentifier,
///       encryptedData        OCTET STRING }
///
/// RFC 5958 §3. Keystores of Java have algorithms of their own in it, which OpenSSL does not know.
package struct EncryptedPrivateKeyInfo: Sendable {
  package let algorithm: AlgorithmIdentifier
  package let encryptedData: [UInt8]

  /// - Parameter algorithm: the dotted identifier; its parameters are NULL.
  package init(algorithm: String, encryptedData: [UInt8]) {
    self.algorithm = AlgorithmIdentifier(algorithm, parameters: ASN1.encodedNull)
    self.encryptedData = encryptedData
  }

  /// - Throws: ``CryptographyError/malformed(structure:offset:)``.
  package init(der: ArraySlice<UInt8>) throws(CryptographyError) {
    var outer = ASN1Reader(der, of: .privateKey)
    var fields = try outer.next(ASN1.sequence).elements
    algorithm = try fields.algorithmIdentifier()
    encryptedData = try Array(fields.next(ASN1.octetString).content)
    guard fields.isAtEnd, outer.isAtEnd else { throw outer.malformed }
  }

  /// In DER.
  package var der: [UInt8] {
    ASN1.encodeSequence(algorithm.encoded, ASN1.encode(ASN1.octetString, encryptedData))
  }

  /// The salt and the iterations in the algorithm's parameters.
  ///
  ///     PBEParameter ::= SEQUENCE { salt OCTET STRING, iterations INTEGER }
  ///
  /// RFC 8018 appendix A.3.
  ///
  /// - Throws: ``CryptographyError/malformed(structure:offset:)``.
  package func saltAndIterations() throws(CryptographyError) -> (salt: [UInt8], iterations: Int) {
    var outer = ASN1Reader((algorithm.parameters ?? [])[...], of: .privateKey)
    var fields = try outer.next(ASN1.sequence).elements
    let salt = try Array(fields.next(ASN1.octetString).content)
    let iterations = try fields.smallInteger()
    return (salt, iterations)
  }
}
