import COpenSSL

/// One message on its way through a cipher of OpenSSL.
final class CipherContext {
  private let context: OpaquePointer
  private let blockLength: Int

  /// Nil when key or nonce do not have the cipher's length.
  init?(_ cipher: OpaquePointer?, key: SecretBytes, nonce: SecretBytes, encrypts: Bool) {
    guard let cipher, Int(EVP_CIPHER_get_key_length(cipher)) == key.count,
      Int(EVP_CIPHER_get_iv_length(cipher)) == nonce.count, let context = EVP_CIPHER_CTX_new()
    else { return nil }
    self.context = context
    blockLength = Int(EVP_CIPHER_get_block_size(cipher))
    let isStarted = key.withBytes { key in
      nonce.withBytes { nonce in
        EVP_CipherInit_ex(
          context, cipher, nil, key.bindMemory(to: UInt8.self).baseAddress,
          nonce.bindMemory(to: UInt8.self).baseAddress, encrypts ? 1 : 0)
      }
    }
    guard isStarted == 1 else { return nil }
  }

  deinit {
    EVP_CIPHER_CTX_free(context)
  }

  /// Adds bytes that are only vouched for.
  func authenticate(_ bytes: SecretBytes) -> Bool {
    var count: Int32 = 0
    guard let length = Int32(exactly: bytes.count) else { return false }
    return bytes.withBytes {
      EVP_CipherUpdate(context, nil, &count, $0.bindMemory(to: UInt8.self).baseAddress, length) == 1
    }
  }

  /// What comes out for the bytes; nil when they are too many, or OpenSSL has no memory.
  func update(_ bytes: SecretBytes) -> SecretBytes? {
    guard let length = Int32(exactly: bytes.count), Int(length) <= Int(Int32.max) - blockLength else {
      return nil
    }
    return bytes.withBytes { input in
      output(atMost: bytes.count + blockLength) {
        EVP_CipherUpdate(context, $0, $1, input.bindMemory(to: UInt8.self).baseAddress, length)
      }
    }
  }

  /// What is left to come out; nil when padding or tag are wrong.
  func finish() -> SecretBytes? {
    output(atMost: max(blockLength, 1)) { EVP_CipherFinal_ex(context, $0, $1) }
  }

  /// Says which tag the message has to have, before ``finish()``.
  func expect(tag: [UInt8]) -> Bool {
    var tag = tag
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(clamping: tag.count), &tag) == 1
  }

  /// The tag of the message, after ``finish()``.
  func tag(count: Int) -> [UInt8]? {
    var tag = [UInt8](repeating: 0, count: count)
    guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(clamping: count), &tag) == 1 else {
      return nil
    }
    return tag
  }

  private func output(
    atMost limit: Int, _ body: (UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<Int32>) -> Int32
  ) -> SecretBytes? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 1)
    defer {
      OPENSSL_cleanse(buffer.baseAddress, buffer.count)
      buffer.deallocate()
    }
    var count: Int32 = 0
    guard body(buffer.bindMemory(to: UInt8.self).baseAddress, &count) == 1, count >= 0 else { return nil }
    return SecretBytes(buffer.prefix(Int(count)))
  }
}
