/// What came of checking one signature of a ``SignedData``.
package struct SignerVerdict: Sendable {
  /// Why a signature does not hold.
  package enum Problem: Hashable, Sendable {
    /// The certificate that the signer names is not inside.
    case certificateMissing
    /// A hash function that is not known, by its dotted identifier.
    case unsupportedDigest(String)
    /// A signature algorithm that is not known or that the key is not for, by its dotted identifier.
    case unsupportedSignature(String)
    /// The certificate's key is one that OpenSSL cannot use.
    case unusableKey
    /// There are signed attributes, but not exactly one content type among them, or it is another than the content's.
    case contentTypeMismatch
    /// There are signed attributes, but not exactly one message digest among them, or it is not the content's.
    case messageDigestMismatch
    /// The signature was not made by that key over these bytes.
    case signatureInvalid
  }

  package let signer: SignerInfo
  /// The certificate that the signer names; nil when it is not inside.
  package let certificate: Certificate?
  /// How the signature was made; nil when the identifiers are not known.
  package let algorithm: SignatureAlgorithm?
  /// Nil when the signature holds.
  package let problem: Problem?

  package var isValid: Bool { problem == nil }
}

extension SignedData {
  /// Checks every signature over content that is not inside.
  ///
  /// Neither chains nor times are looked at.
  ///
  /// - Parameter checkingContentType: whether signed attributes must name the content's type, which Android before
  ///   7.0 did not look at.
  /// - Returns: one verdict per signer, in the order of the encoding; none when nobody signed.
  package func verify(detachedContent content: [UInt8], checkingContentType: Bool = true) -> [SignerVerdict] {
    signers.map { signer in
      let certificate = certificate(of: signer)
      let algorithm = signer.algorithm
      return SignerVerdict(
        signer: signer, certificate: certificate, algorithm: algorithm,
        problem: problem(signer, content, certificate, algorithm, checkingContentType))
    }
  }

  /// Checks every signature over the content that is inside.
  ///
  /// - Returns: as for content that is not inside; nil when there is none.
  package func verify() -> [SignerVerdict]? {
    content.map { verify(detachedContent: $0) }
  }

  private func problem(
    _ signer: SignerInfo, _ content: [UInt8], _ certificate: Certificate?, _ algorithm: SignatureAlgorithm?,
    _ checksContentType: Bool
  ) -> SignerVerdict.Problem? {
    guard let hash = HashAlgorithm(objectIdentifier: signer.digestAlgorithm.objectIdentifier) else {
      return .unsupportedDigest(signer.digestAlgorithm.objectIdentifier)
    }
    guard let certificate else { return .certificateMissing }
    guard let algorithm, algorithm.suits(certificate.keyAlgorithm) else {
      return .unsupportedSignature(signer.signatureAlgorithm.objectIdentifier)
    }
    guard let key = try? PublicKey(publicKeyInfo: certificate.publicKeyInfo) else { return .unusableKey }

    // RFC 5652 §5.4 and §11: with signed attributes the content counts through its type and digest among them.
    guard let attributes = signer.signedAttributesEncoding else {
      return key.verifies(signer.signature, over: content, with: algorithm) ? nil : .signatureInvalid
    }
    let namedType = signer.signedAttribute(SignerInfo.contentType)
    guard !checksContentType || namedType == ASN1.encodeObjectIdentifier(contentType) else {
      return .contentTypeMismatch
    }
    let digest = ASN1.encode(ASN1.octetString, Digest.hash(hash, content))
    guard signer.signedAttribute(SignerInfo.messageDigest) == digest else { return .messageDigestMismatch }
    return key.verifies(signer.signature, over: attributes, with: algorithm) ? nil : .signatureInvalid
  }
}

extension SignerInfo {
  /// How the signature was made: the identifier names key and hash, or the key alone and the hash is the
  /// digest's.
  ///
  /// Nil when one is not known, or when the two contradict each other.
  package var algorithm: SignatureAlgorithm? {
    guard let hash = HashAlgorithm(objectIdentifier: digestAlgorithm.objectIdentifier) else { return nil }
    switch signatureAlgorithm.objectIdentifier {
    case KeyAlgorithm.rsaIdentifier: return .rsaPKCS1(hash)
    case KeyAlgorithm.ecIdentifier: return .ecdsa(hash)
    case KeyAlgorithm.dsaIdentifier: return .dsa(hash)
    case "1.2.840.113549.1.1.10": return .rsaPSS(hash)
    case let identifier:
      guard let algorithm = SignatureAlgorithm(objectIdentifier: identifier), algorithm.hash == hash else {
        return nil
      }
      return algorithm
    }
  }
}
