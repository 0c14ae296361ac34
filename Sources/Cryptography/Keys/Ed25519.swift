import COpenSSL

/// Signatures of EdDSA on Curve25519 (RFC 8032 §5.1).
///
/// A key is its seed of 32 bytes, a public key has 32 bytes and a signature 64; the same message gets the same signature.
package enum Ed25519 {
  /// The length of a signature in bytes.
  package static let signatureLength = 64

  /// The public key of a seed.
  ///
  /// - Throws: ``CryptographyError/malformed(structure:offset:)`` when the seed does not have 32 bytes.
  package static func publicKey(of seed: SecretBytes) throws(CryptographyError) -> [UInt8] {
    try KeyHandle(EVP_PKEY_ED25519, secret: seed).rawPublicKey()
  }

  /// The signature of the message, which is not hashed before.
  ///
  /// - Throws: ``CryptographyError/malformed(structure:offset:)`` when the seed does not have 32 bytes.
  package static func sign(_ message: [UInt8], seed: SecretBytes) throws(CryptographyError) -> [UInt8] {
    let key = try KeyHandle(EVP_PKEY_ED25519, secret: seed)
    guard let context = EVP_MD_CTX_new() else { throw OpenSSL.failure(of: "EVP_MD_CTX_new") }
    defer { EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: signatureLength)
    var count = signature.count
    guard EVP_DigestSignInit(context, nil, nil, nil, key.pointer) == 1,
      EVP_DigestSign(context, &signature, &count, message, message.count) == 1, count == signature.count
    else { throw OpenSSL.failure(of: "EVP_DigestSign") }
    return signature
  }

  /// Whether the signature is one of the message by this key.
  ///
  /// A signature or key that is malformed is one that does not hold.
  package static func verifies(_ signature: [UInt8], over message: [UInt8], publicKey: [UInt8]) -> Bool {
    guard let key = try? KeyHandle(EVP_PKEY_ED25519, publicKey: publicKey), let context = EVP_MD_CTX_new()
    else { return false }
    defer {
      EVP_MD_CTX_free(context)
      _ = OpenSSL.drainReason()
    }
    return EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}
