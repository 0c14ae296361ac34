extension SignedData {
  /// Makes the signature block of a signed JAR or APK (`META-INF/*.RSA`, `*.EC`, `*.DSA`) over a signature file.
  ///
  /// It is the block that apksig writes and that every Android reads: version 1, detached, the signer named by
  /// issuer and serial number, no signed attributes, all of the chain's certificates inside, DER.
  ///
  /// The content is the `.SF` file's bytes; the chain is not empty and starts with the key's certificate.
  ///
  /// - Throws: ``CryptographyError/certificateDoesNotMatchKey(subject:)``,
  ///   ``CryptographyError/keyCannotSign(key:signature:)``.
  package static func jarSignature(
    of content: [UInt8], key: PrivateKey, chain: [Certificate], hash: HashAlgorithm
  ) throws(CryptographyError) -> [UInt8] {
    guard let leaf = chain.first, key.matches(leaf) else {
      throw .certificateDoesNotMatchKey(subject: chain.first?.subject.rfc2253 ?? "")
    }
    guard let algorithm = SignatureAlgorithm(key.algorithm, hash) else {
      throw .keyCannotSign(key: key.algorithm, signature: .rsaPKCS1(hash))
    }
    let digestAlgorithm = AlgorithmIdentifier(hash.objectIdentifier, parameters: ASN1.encodedNull).encoded
    let signature = try key.sign(content, with: algorithm)
    let signer = ASN1.encodeSequence(
      ASN1.encodeInteger(1),
      ASN1.encodeSequence(leaf.issuer.der, ASN1.encode(ASN1.integer, leaf.serial)),
      digestAlgorithm,
      signatureIdentifier(algorithm).encoded,
      ASN1.encode(ASN1.octetString, signature))
    let signedData = ASN1.encodeSequence(
      ASN1.encodeInteger(1),
      ASN1.encodeSetOf([digestAlgorithm]),
      ASN1.encodeSequence(ASN1.encodeObjectIdentifier(dataType)),
      ASN1.encodeSetOf(chain.map(\.der), tag: ASN1.context(0)),
      ASN1.encodeSetOf([signer]))
    return ASN1.encodeSequence(
      ASN1.encodeObjectIdentifier(signedDataType), ASN1.encode(ASN1.context(0), signedData))
  }

  /// The identifiers that apksig writes, all with NULL as their parameters.
  ///
  /// RSA and EC keys are named alone, with the hash beside them: the combined identifier of ECDSA with SHA-256 is one
  /// that Android learnt only in 5.0.
  private static func signatureIdentifier(_ algorithm: SignatureAlgorithm) -> AlgorithmIdentifier {
    let identifier =
      switch algorithm {
      case .rsaPKCS1, .rsaPSS: KeyAlgorithm.rsaIdentifier
      case .ecdsa: KeyAlgorithm.ecIdentifier
      case .dsa(.sha1): KeyAlgorithm.dsaIdentifier
      case .dsa: algorithm.objectIdentifier ?? KeyAlgorithm.dsaIdentifier
      }
    return AlgorithmIdentifier(identifier, parameters: ASN1.encodedNull)
  }
}
