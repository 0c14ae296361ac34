import COpenSSL

/// The authenticated cipher ChaCha20-Poly1305 (RFC 8439 §2.8), without additional data.
///
/// What it seals is 16 bytes longer, by the tag at its end. A key has 32 bytes and a nonce 12; no two messages of a key may
/// have the same nonce.
package enum ChaCha20Poly1305 {
  /// The length of the tag in bytes.
  package static let tagLength = 16
  /// The length of a key in bytes.
  package static let keyLength = 32
  /// The length of a nonce in bytes.
  package static let nonceLength = 12

  /// The encrypted bytes and the tag.
  ///
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when OpenSSL has no memory.
  package static func seal(
    _ plaintext: UnsafeRawBufferPointer, key: SecretBytes, nonce: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: plaintext.count + tagLength)
    let result = sealed.withUnsafeMutableBytes { buffer in
      Result { () throws(CryptographyError) in try seal(plaintext, key: key, nonce: nonce, into: buffer) }
    }
    try result.get()
    return sealed
  }

  /// Writes the encrypted bytes and the tag.
  ///
  /// - Parameter sealed: as long as the two, and no part of the plaintext.
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when OpenSSL has no memory.
  package static func seal(
    _ plaintext: UnsafeRawBufferPointer, key: SecretBytes, nonce: [UInt8],
    into sealed: UnsafeMutableRawBufferPointer
  ) throws(CryptographyError) {
    precondition(sealed.count == plaintext.count + tagLength, "sealed bytes are longer by the tag")
    let context = try start(key, nonce, isEncrypting: true)
    defer { EVP_CIPHER_CTX_free(context) }
    let output = sealed.bindMemory(to: UInt8.self)
    guard update(context, plaintext, output), finish(context),
      EVP_CIPHER_CTX_ctrl(
        context, EVP_CTRL_AEAD_GET_TAG, Int32(tagLength), output.baseAddress?.advanced(by: plaintext.count))
        == 1
    else { throw OpenSSL.failure(of: "EVP_CipherUpdate") }
  }

  /// The plaintext of what was sealed; nil when it is not authentic: changed, or sealed with another key or nonce.
  ///
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when OpenSSL has no memory.
  package static func open(
    _ sealed: UnsafeRawBufferPointer, key: SecretBytes, nonce: [UInt8]
  ) throws(CryptographyError) -> SecretBytes? {
    guard sealed.count >= tagLength else { return nil }
    var isAuthentic = false
    let plaintext = try SecretBytes(count: sealed.count - tagLength) { (buffer) throws(CryptographyError) in
      isAuthentic = try open(sealed, key: key, nonce: nonce, into: buffer)
    }
    return isAuthentic ? plaintext : nil
  }

  /// Writes the plaintext of what was sealed, and gives whether it is authentic.
  ///
  /// - Parameter plaintext: shorter by the tag, and no part of what was sealed. What is in it when it is not authentic is
  ///   not to be looked at.
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when OpenSSL has no memory.
  package static func open(
    _ sealed: UnsafeRawBufferPointer, key: SecretBytes, nonce: [UInt8],
    into plaintext: UnsafeMutableRawBufferPointer
  ) throws(CryptographyError) -> Bool {
    precondition(sealed.count == plaintext.count + tagLength, "sealed bytes are longer by the tag")
    let context = try start(key, nonce, isEncrypting: false)
    defer { EVP_CIPHER_CTX_free(context) }
    var tag = [UInt8](sealed.suffix(tagLength))
    let encrypted = UnsafeRawBufferPointer(rebasing: sealed.dropLast(tagLength))
    guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagLength), &tag) == 1,
      update(context, encrypted, plaintext.bindMemory(to: UInt8.self))
    else { throw OpenSSL.failure(of: "EVP_CipherUpdate") }
    let isAuthentic = finish(context)
    if !isAuthentic { _ = OpenSSL.drainReason() }
    return isAuthentic
  }

  private static func start(
    _ key: SecretBytes, _ nonce: [UInt8], isEncrypting: Bool
  ) throws(CryptographyError) -> OpaquePointer {
    precondition(key.count == keyLength && nonce.count == nonceLength, "a key has 32 bytes, a nonce 12")
    guard let context = EVP_CIPHER_CTX_new() else { throw OpenSSL.failure(of: "EVP_CIPHER_CTX_new") }
    let status = key.withBytes { key in
      EVP_CipherInit_ex(
        context, cipher, nil, key.bindMemory(to: UInt8.self).baseAddress, nonce, isEncrypting ? 1 : 0)
    }
    guard status == 1 else {
      EVP_CIPHER_CTX_free(context)
      throw OpenSSL.failure(of: "EVP_CipherInit_ex")
    }
    return context
  }

  private static func update(
    _ context: OpaquePointer, _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableBufferPointer<UInt8>
  ) -> Bool {
    guard !input.isEmpty else { return true }
    guard let length = Int32(exactly: input.count) else { return false }
    var count: Int32 = 0
    return EVP_CipherUpdate(
      context, output.baseAddress, &count, input.bindMemory(to: UInt8.self).baseAddress, length) == 1
      && count == length
  }

  /// Whether the cipher ends well: the tag is right, when decrypting.
  private static func finish(_ context: OpaquePointer) -> Bool {
    // A stream cipher has nothing left to write at its end.
    var rest = [UInt8](repeating: 0, count: Int(EVP_MAX_BLOCK_LENGTH))
    var count: Int32 = 0
    return EVP_CipherFinal_ex(context, &rest, &count) == 1 && count == 0
  }

  // An EVP_CIPHER that has been fetched is immutable.
  private nonisolated(unsafe) static let cipher = EVP_CIPHER_fetch(nil, "ChaCha20-Poly1305", nil)
}
