import COpenSSL

/// HMAC (RFC 2104).
package enum MessageAuthentication {
  /// The code of a message that is no secret, as long as the hash's digests.
  ///
  /// Compare it with ``isEqualInConstantTime(_:_:)``.
  ///
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when OpenSSL has no memory.
  package static func code(
    _ hash: HashAlgorithm, key: SecretBytes, over message: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    guard let code = code(hash, key: key, over: [SecretBytes(message)]) else {
      throw OpenSSL.failure(of: "HMAC")
    }
    return code.withBytes { [UInt8]($0) }
  }

  /// The code of a secret message's parts, end to end; nil when OpenSSL has no memory.
  package static func code(_ hash: HashAlgorithm, key: SecretBytes, over parts: [SecretBytes]) -> SecretBytes?
  {
    guard let method, let context = EVP_MAC_CTX_new(method) else { return nil }
    defer { EVP_MAC_CTX_free(context) }
    guard start(context, hash, key) else { return nil }
    for part in parts {
      let isTaken = part.withBytes { bytes in
        EVP_MAC_update(context, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count) == 1
      }
      guard isTaken else { return nil }
    }
    return withUnsafeTemporaryAllocation(byteCount: hash.length, alignment: 1) { buffer in
      defer { OPENSSL_cleanse(buffer.baseAddress, buffer.count) }
      let code = buffer.bindMemory(to: UInt8.self)
      var count = 0
      guard EVP_MAC_final(context, code.baseAddress, &count, code.count) == 1, count == code.count else {
        return nil
      }
      return SecretBytes(code)
    }
  }

  private static func start(_ context: OpaquePointer, _ hash: HashAlgorithm, _ key: SecretBytes) -> Bool {
    var value = Array(hash.rawValue.utf8CString)
    // A parameter keeps the addresses of its name and value, so both must live until it has been used.
    return OSSL_MAC_PARAM_DIGEST.withCString { name in
      value.withUnsafeMutableBufferPointer { value in
        let parameters = [
          OSSL_PARAM_construct_utf8_string(name, value.baseAddress, 0), OSSL_PARAM_construct_end(),
        ]
        return key.withBytes { key in
          EVP_MAC_init(context, key.bindMemory(to: UInt8.self).baseAddress, key.count, parameters) == 1
        }
      }
    }
  }

  // An EVP_MAC that has been fetched is immutable.
  private nonisolated(unsafe) static let method = EVP_MAC_fetch(nil, "HMAC", nil)
}
