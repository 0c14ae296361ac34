import COpenSSL

/// AES-256 in Galois/counter mode (NIST SP 800-38D): encryption that notices every change.
package enum AESGCM {
  /// The length of a key in bytes.
  package static let keyLength = 32
  /// The length of a nonce in bytes, which no two messages under one key may share.
  package static let nonceLength = 12
  /// The length of a tag in bytes.
  package static let tagLength = 16

  /// A message as it is kept.
  package struct Sealed: Equatable, Sendable {
    /// As long as the message.
    package let ciphertext: [UInt8]
    package let tag: [UInt8]

    package init(ciphertext: [UInt8], tag: [UInt8]) {
      self.ciphertext = ciphertext
      self.tag = tag
    }
  }

  /// Encrypts a message.
  ///
  /// - Parameters:
  ///   - key: ``keyLength`` bytes.
  ///   - nonce: ``nonceLength`` bytes.
  ///   - additional: what the tag vouches for beside the message.
  /// - Throws: ``CryptographyError/library(operation:reason:)``, also for a key or nonce of another length.
  package static func seal(
    _ message: SecretBytes, key: SecretBytes, nonce: SecretBytes, authenticating additional: SecretBytes
  ) throws(CryptographyError) -> Sealed {
    guard let context = CipherContext(EVP_aes_256_gcm(), key: key, nonce: nonce, encrypts: true),
      context.authenticate(additional), let ciphertext = context.update(message), context.finish() != nil,
      let tag = context.tag(count: tagLength)
    else { throw OpenSSL.failure(of: "AES-256-GCM") }
    return Sealed(ciphertext: ciphertext.withBytes { Array($0) }, tag: tag)
  }

  /// Decrypts a message.
  ///
  /// - Returns: nil when key, nonce, additional bytes or tag are not those that it was encrypted with, or one of them
  ///   has the wrong length.
  package static func open(
    _ sealed: Sealed, key: SecretBytes, nonce: SecretBytes, authenticating additional: SecretBytes
  ) -> SecretBytes? {
    defer { _ = OpenSSL.drainReason() }
    guard sealed.tag.count == tagLength,
      let context = CipherContext(EVP_aes_256_gcm(), key: key, nonce: nonce, encrypts: false),
      context.authenticate(additional), let message = context.update(SecretBytes(sealed.ciphertext)),
      context.expect(tag: sealed.tag), context.finish() != nil
    else { return nil }
    return message
  }
}
