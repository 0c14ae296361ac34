/// Keys from a secret that is random, but not evenly (RFC 5869).
///
/// For passwords, which can be guessed, there is ``Scrypt``.
package enum HKDF {
  /// The key that SHA-256 derives.
  ///
  ///     PRK  = HMAC(salt, secret)
  ///     T(n) = HMAC(PRK, T(n - 1) | info | n)        n = 1, 2, … in one byte, T(0) empty
  ///     key  = the first bytes of T(1) | T(2) | …
  ///
  /// - Parameters:
  ///   - salt: no salt is as many zeros as a digest has.
  ///   - info: what the key is for, so that keys for different things differ.
  ///   - count: the key's length, at most 255 digests.
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when OpenSSL has no memory.
  package static func sha256(
    _ secret: SecretBytes, salt: [UInt8], info: [UInt8], count: Int
  ) throws(CryptographyError) -> SecretBytes {
    let hash = HashAlgorithm.sha256
    precondition(count <= 255 * hash.length, "HKDF gives no key of \(count) bytes")
    let salt = salt.isEmpty ? [UInt8](repeating: 0, count: hash.length) : salt
    let pseudorandomKey = try code(hash, SecretBytes(salt), [secret])
    return try SecretBytes(count: count) { (buffer) throws(CryptographyError) in
      var block = SecretBytes([])
      var filled = 0
      var number: UInt8 = 1
      while filled < count {
        block = try code(hash, pseudorandomKey, [block, SecretBytes(info), SecretBytes([number])])
        block.withBytes { bytes in
          buffer[filled...].copyBytes(from: bytes.prefix(count - filled))
        }
        filled += block.count
        number &+= 1
      }
    }
  }

  private static func code(
    _ hash: HashAlgorithm, _ key: SecretBytes, _ parts: [SecretBytes]
  ) throws(CryptographyError) -> SecretBytes {
    guard let code = MessageAuthentication.code(hash, key: key, over: parts) else {
      throw OpenSSL.failure(of: "HMAC")
    }
    return code
  }
}
