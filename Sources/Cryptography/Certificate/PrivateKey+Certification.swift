/// How a key signs what an authority or it itself says of it: certificates and requests for them.
extension PrivateKey {
  /// With SHA-256: the algorithm, and its AlgorithmIdentifier in DER.
  ///
  /// - Throws: ``CryptographyError/keyCannotSign(key:signature:)`` for a key that is not RSA, EC or DSA.
  func certification() throws(CryptographyError) -> (algorithm: SignatureAlgorithm, identifier: [UInt8]) {
    guard let algorithm = SignatureAlgorithm(self.algorithm, .sha256),
      let identifier = algorithm.objectIdentifier
    else { throw .keyCannotSign(key: self.algorithm, signature: .rsaPKCS1(.sha256)) }
    // RFC 3279 §2.2: RSA's identifier has NULL as its parameters, the others have none.
    let parameters: [UInt8]? = if case .rsaPKCS1 = algorithm { ASN1.encodedNull } else { nil }
    return (algorithm, AlgorithmIdentifier(identifier, parameters: parameters).encoded)
  }

  /// `SEQUENCE { part, AlgorithmIdentifier, BIT STRING }`, signed.
  ///
  /// - Throws: what ``certification()`` and ``sign(_:with:)`` throw.
  func certify(_ part: [UInt8]) throws(CryptographyError) -> [UInt8] {
    let (algorithm, identifier) = try certification()
    let signature = try sign(part, with: algorithm)
    return ASN1.encodeSequence(part, identifier, ASN1.encode(ASN1.bitString, [0] + signature))
  }
}
