import COpenSSL

/// AES-256 in cipher block chaining mode with PKCS#7 padding, as old files have it: nothing vouches for the bytes.
package enum AESCBC {
  /// The length of a key in bytes.
  package static let keyLength = 32
  /// The length of an initialization vector in bytes.
  package static let vectorLength = 16

  /// Decrypts a message.
  ///
  /// - Returns: nil when the padding is not what it should be, which a wrong key leaves standing once in 256 times.
  package static func decrypt(
    _ ciphertext: [UInt8], key: SecretBytes, initializationVector: SecretBytes
  ) -> SecretBytes? {
    defer { _ = OpenSSL.drainReason() }
    guard
      let context = CipherContext(
        EVP_aes_256_cbc(), key: key, nonce: initializationVector, encrypts: false),
      let start = context.update(SecretBytes(ciphertext)), let rest = context.finish()
    else { return nil }
    return SecretBytes(joining: [start, rest])
  }
}
