import COpenSSL

/// A key that signs.
///
/// OpenSSL holds it and wipes it when the last reference goes; it never prints.
package final class PrivateKey: Sendable {
  package let algorithm: KeyAlgorithm
  /// The SubjectPublicKeyInfo in DER.
  package let publicKeyInfo: [UInt8]
  let handle: KeyHandle

  /// Takes over the key.
  init(_ handle: KeyHandle) throws(CryptographyError) {
    self.handle = handle
    publicKeyInfo = try handle.publicKeyInfo()
    algorithm = try KeyAlgorithm(publicKeyInfo: publicKeyInfo)
  }

  /// Signs a message, which is hashed as the algorithm says.
  ///
  /// The same message gives the same signature every time, but for RSA-PSS, whose salt is random: RSA with PKCS#1 v1.5
  /// by its nature, ECDSA and DSA with the nonces of RFC 6979.
  ///
  /// - Throws: ``CryptographyError/keyCannotSign(key:signature:)``, also for an RSA key too small for the hash.
  package func sign(
    _ message: UnsafeRawBufferPointer, with algorithm: SignatureAlgorithm
  ) throws(CryptographyError) -> [UInt8] {
    guard algorithm.suits(self.algorithm), let signature = handle.sign(message, with: algorithm) else {
      _ = OpenSSL.drainReason()
      throw .keyCannotSign(key: self.algorithm, signature: algorithm)
    }
    return signature
  }

  /// Signs a message, which is hashed as the algorithm says.
  ///
  /// - Throws: ``CryptographyError/keyCannotSign(key:signature:)``.
  package func sign(
    _ message: [UInt8], with algorithm: SignatureAlgorithm
  ) throws(CryptographyError) -> [UInt8] {
    let signature = message.withUnsafeBytes { bytes in
      Result { () throws(CryptographyError) in try sign(bytes, with: algorithm) }
    }
    return try signature.get()
  }

  /// Whether the certificate is for this key.
  ///
  /// Two encodings of the same public key are the same key.
  package func matches(_ certificate: Certificate) -> Bool {
    publicKeyInfo == certificate.publicKeyInfo
      || (try? PublicKey(publicKeyInfo: certificate.publicKeyInfo))?.publicKeyInfo == publicKeyInfo
  }
}

extension PrivateKey: Redacted {}
