import COpenSSL

/// A key that signatures are checked with.
package struct PublicKey: Sendable {
  package let algorithm: KeyAlgorithm
  /// The SubjectPublicKeyInfo in DER, as OpenSSL writes it: two encodings of the same key become one.
  package let publicKeyInfo: [UInt8]
  private let handle: KeyHandle

  /// - Throws: ``CryptographyError/malformed(structure:offset:)``,
  ///   ``CryptographyError/unreadable(structure:reason:)`` for a key that OpenSSL cannot use.
  package init(publicKeyInfo: [UInt8]) throws(CryptographyError) {
    algorithm = try KeyAlgorithm(publicKeyInfo: publicKeyInfo)
    let decoded = publicKeyInfo.withUnsafeBytes { OpenSSL.decoded($0) { d2i_PUBKEY(nil, $0, $1) } }
    guard let decoded else {
      throw .unreadable(structure: .publicKey, reason: OpenSSL.drainReason())
    }
    handle = KeyHandle(owning: decoded.object)
    self.publicKeyInfo = try handle.publicKeyInfo()
  }

  /// Whether the signature is one of the message by this key.
  ///
  /// A malformed signature, one of another length or of an algorithm that the key is not for is simply not
  /// valid.
  package func verifies(
    _ signature: [UInt8], over message: UnsafeRawBufferPointer, with algorithm: SignatureAlgorithm
  ) -> Bool {
    algorithm.suits(self.algorithm) && handle.verifies(signature, over: message, with: algorithm)
  }

  /// Whether the signature is one of the message by this key.
  package func verifies(
    _ signature: [UInt8], over message: [UInt8], with algorithm: SignatureAlgorithm
  ) -> Bool {
    message.withUnsafeBytes { verifies(signature, over: $0, with: algorithm) }
  }

  /// The hash function whose digest is in an RSA signature of PKCS#1 v1.5 by this key, whatever the digest is of.
  ///
  ///     DigestInfo ::= SEQUENCE { digestAlgorithm AlgorithmIdentifier, digest OCTET STRING }
  ///
  /// RFC 8017 §9.2. Nil when this key made no such signature, or with a hash that is not known.
  package func hash(signedIn signature: [UInt8]) -> HashAlgorithm? {
    guard case .rsa = algorithm, let recovered = handle.recover(signature) else { return nil }
    var outer = ASN1Reader(recovered[...], of: .signedData)
    guard var info = try? outer.next(ASN1.sequence).elements, let method = try? info.algorithmIdentifier()
    else {
      return nil
    }
    return HashAlgorithm(objectIdentifier: method.objectIdentifier)
  }
}

/// Whether the signature is one of the message by the key of a SubjectPublicKeyInfo.
///
/// - Throws: what ``PublicKey/init(publicKeyInfo:)`` throws for a key that cannot be read.
package func verify(
  _ signature: [UInt8], over message: [UInt8], with algorithm: SignatureAlgorithm, publicKeyInfo: [UInt8]
) throws(CryptographyError) -> Bool {
  try PublicKey(publicKeyInfo: publicKeyInfo).verifies(signature, over: message, with: algorithm)
}
