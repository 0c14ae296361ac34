import Cryptography

/// How JKS encrypts a private key.
///
///     protected key ::= salt (20 bytes) | key XOR stream | SHA-1(password | key)
///     stream        ::= D1 | D2 | …     with D0 = salt, Di = SHA-1(password | Di-1)
///
/// The password is in big-endian UTF-16. JDK, `sun.security.provider.KeyProtector`.
enum JKSKeyProtector {
  static let objectIdentifier = "1.3.6.1.4.1.42.2.17.1.1"

  /// - Returns: nil when the password is wrong.
  static func recover(_ protected: [UInt8], password: SecretBytes) -> SecretBytes? {
    guard protected.count > 2 * length else { return nil }
    let password = password.utf16()
    let salt = protected.prefix(length)
    let plain = combine(protected[length..<(protected.count - length)], salt: salt, password: password)
    guard isEqualInConstantTime(check(plain, password: password), Array(protected.suffix(length))) else {
      return nil
    }
    return plain
  }

  /// - Throws: ``CryptographyError/library(operation:reason:)`` without random numbers.
  static func protect(_ key: SecretBytes, password: SecretBytes) throws(CryptographyError) -> [UInt8] {
    let password = password.utf16()
    let salt = try RandomBytes.make(length)
    let encrypted = key.withBytes { combine($0, salt: salt[...], password: password) }
    return salt + encrypted.withBytes { Array($0) } + check(key, password: password)
  }

  private static let length = HashAlgorithm.sha1.length

  private static func combine(
    _ bytes: some Collection<UInt8>, salt: ArraySlice<UInt8>, password: SecretBytes
  ) -> SecretBytes {
    SecretBytes(count: bytes.count) { output in
      var digest = Digest(.sha1)
      _ = SecretBytes(count: length) { block in
        block.copyBytes(from: salt)
        for (index, byte) in bytes.enumerated() {
          if index.isMultiple(of: length) {
            password.withBytes { digest.update($0) }
            digest.update(UnsafeRawBufferPointer(block))
            digest.finish(into: block)
          }
          output[index] = byte ^ block[index % length]
        }
      }
    }
  }

  private static func check(_ key: SecretBytes, password: SecretBytes) -> [UInt8] {
    var digest = Digest(.sha1)
    password.withBytes { digest.update($0) }
    key.withBytes { digest.update($0) }
    return digest.finish()
  }
}
