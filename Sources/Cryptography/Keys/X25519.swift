import COpenSSL

/// Diffie-Hellman on Curve25519 (RFC 7748).
///
/// Any 32 bytes are a secret key and any 32 bytes are a public key.
package enum X25519 {
  /// The length in bytes of secret keys, public keys and what they share.
  package static let keyLength = KeyHandle.rawKeyLength

  /// A secret key of random bytes.
  ///
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when the generator has no entropy.
  package static func generate() throws(CryptographyError) -> SecretBytes {
    try RandomBytes.makeSecret(keyLength)
  }

  /// The public key of a secret one: its product with the base point.
  ///
  /// - Throws: ``CryptographyError/malformed(structure:offset:)`` when the key does not have 32 bytes.
  package static func publicKey(of secret: SecretBytes) throws(CryptographyError) -> [UInt8] {
    try KeyHandle(EVP_PKEY_X25519, secret: secret).rawPublicKey()
  }

  /// What the two keys share, 32 bytes; not a key itself, but what to derive one from.
  ///
  /// - Throws: ``CryptographyError/lowOrderPublicKey`` when it is all zeros, whoever's the secret is;
  ///   ``CryptographyError/malformed(structure:offset:)`` when a key does not have 32 bytes.
  package static func sharedSecret(
    _ secret: SecretBytes, with publicKey: [UInt8]
  ) throws(CryptographyError) -> SecretBytes {
    let own = try KeyHandle(EVP_PKEY_X25519, secret: secret)
    let other = try KeyHandle(EVP_PKEY_X25519, publicKey: publicKey)
    guard let context = EVP_PKEY_CTX_new(own.pointer, nil) else {
      throw OpenSSL.failure(of: "EVP_PKEY_CTX_new")
    }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_derive_init(context) == 1, EVP_PKEY_derive_set_peer(context, other.pointer) == 1 else {
      throw OpenSSL.failure(of: "EVP_PKEY_derive_set_peer")
    }
    return try SecretBytes(count: keyLength) { (buffer) throws(CryptographyError) in
      let shared = buffer.bindMemory(to: UInt8.self)
      var count = shared.count
      // Between two keys of the right length, OpenSSL refuses nothing but zeros.
      guard EVP_PKEY_derive(context, shared.baseAddress, &count) == 1, count == shared.count else {
        _ = OpenSSL.drainReason()
        throw .lowOrderPublicKey
      }
    }
  }
}
