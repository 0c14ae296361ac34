import COpenSSL

/// Owns one EVP_PKEY.
///
/// Once made it is only read, which OpenSSL allows on any thread.
final class KeyHandle: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Takes over the reference.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    EVP_PKEY_free(pointer)
  }

  /// The SubjectPublicKeyInfo in DER.
  func publicKeyInfo() throws(CryptographyError) -> [UInt8] {
    guard let bytes = OpenSSL.encoded({ i2d_PUBKEY(pointer, $0) }) else {
      throw OpenSSL.failure(of: "i2d_PUBKEY")
    }
    return bytes
  }

  /// A signature of the message; nil, with the reason in the queue, when OpenSSL refuses.
  ///
  /// ECDSA and DSA take their nonce from key and message. A fault in that calculation would give the key away to whoever
  /// has a right and a wrong signature of one message, so theirs are checked before anyone gets them.
  func sign(_ message: UnsafeRawBufferPointer, with algorithm: SignatureAlgorithm) -> [UInt8]? {
    let signature =
      switch algorithm {
      case .rsaPKCS1, .rsaPSS: rsa(message, algorithm)
      case .ecdsa(let hash): ecdsa(Digest.hash(hash, message), hash: hash)
      case .dsa(let hash): dsa(Digest.hash(hash, message), hash: hash)
      }
    guard let signature else { return nil }
    switch algorithm {
    case .rsaPKCS1, .rsaPSS: return signature
    case .ecdsa, .dsa: return verifies(signature, over: message, with: algorithm) ? signature : nil
    }
  }

  private func rsa(_ message: UnsafeRawBufferPointer, _ algorithm: SignatureAlgorithm) -> [UInt8]? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    var keyContext: OpaquePointer?
    guard EVP_DigestSignInit(context, &keyContext, HashMethods.method(algorithm.hash), nil, pointer) == 1,
      Self.configure(keyContext, for: algorithm)
    else { return nil }

    let bytes = message.baseAddress?.assumingMemoryBound(to: UInt8.self)
    var capacity = 0
    guard EVP_DigestSign(context, nil, &capacity, bytes, message.count) == 1 else { return nil }
    var signature = [UInt8](repeating: 0, count: capacity)
    guard EVP_DigestSign(context, &signature, &capacity, bytes, message.count) == 1 else { return nil }
    signature.removeLast(signature.count - capacity)
    return signature
  }

  /// Whether the signature is one of the message.
  ///
  /// A signature that is malformed is one that does not hold.
  func verifies(
    _ signature: [UInt8], over message: UnsafeRawBufferPointer, with algorithm: SignatureAlgorithm
  ) -> Bool {
    guard let context = EVP_MD_CTX_new() else { return false }
    defer {
      EVP_MD_CTX_free(context)
      _ = OpenSSL.drainReason()
    }
    var keyContext: OpaquePointer?
    guard EVP_DigestVerifyInit(context, &keyContext, HashMethods.method(algorithm.hash), nil, pointer) == 1,
      Self.configure(keyContext, for: algorithm)
    else { return false }
    let bytes = message.baseAddress?.assumingMemoryBound(to: UInt8.self)
    return EVP_DigestVerify(context, signature, signature.count, bytes, message.count) == 1
  }

  /// What an RSA key padded with PKCS#1 v1.5 and signed; nil when it is not by this key.
  func recover(_ signature: [UInt8]) -> [UInt8]? {
    guard let context = EVP_PKEY_CTX_new(pointer, nil) else { return nil }
    defer {
      EVP_PKEY_CTX_free(context)
      _ = OpenSSL.drainReason()
    }
    var count = 0
    guard EVP_PKEY_verify_recover_init(context) == 1,
      EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
      EVP_PKEY_verify_recover(context, nil, &count, signature, signature.count) == 1
    else { return nil }
    var content = [UInt8](repeating: 0, count: count)
    guard EVP_PKEY_verify_recover(context, &content, &count, signature, signature.count) == 1 else {
      return nil
    }
    return Array(content.prefix(count))
  }

  private static func configure(_ context: OpaquePointer?, for algorithm: SignatureAlgorithm) -> Bool {
    guard case .rsaPSS(let hash) = algorithm else { return true }
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
      && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(hash.length)) == 1
  }
}
