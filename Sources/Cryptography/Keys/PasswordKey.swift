import COpenSSL

/// Keys made from passwords in the ways that files of other tools have them.
///
/// ``PasswordDerivation`` is how ASN.1 names such ways; these are for files that say nothing of them.
package enum PasswordKey {
  /// PBKDF2 with HMAC (RFC 8018 §5.2).
  ///
  /// - Parameters:
  ///   - iterations: of the caller's own choice, never of a file's.
  ///   - count: how many bytes to make.
  /// - Throws: ``CryptographyError/library(operation:reason:)``.
  package static func pbkdf2(
    _ password: SecretBytes, salt: [UInt8], iterations: Int, hash: HashAlgorithm, count: Int
  ) throws(CryptographyError) -> SecretBytes {
    let method = hash.rawValue.withCString { EVP_get_digestbyname($0) }
    return try secret(count: count, of: "PKCS5_PBKDF2_HMAC") { buffer in
      password.withCharacters { characters, length in
        PKCS5_PBKDF2_HMAC(
          characters, length, salt, Int32(clamping: salt.count), Int32(clamping: iterations), method,
          Int32(clamping: count), buffer) == 1
      }
    }
  }

  /// What `openssl enc` does with a password: hashes it once with the salt, and again with what came out, until there
  /// are bytes enough for a key of AES-256 and its initialization vector (EVP_BytesToKey(3)).
  ///
  ///     D₁ = hash(password | salt)    Dₙ = hash(Dₙ₋₁ | password | salt)    key | vector = D₁ | D₂ | …
  ///
  /// One round costs an attacker nothing: only for reading what is encrypted so.
  ///
  /// - Parameter salt: eight bytes; fewer or more are an error.
  /// - Throws: ``CryptographyError/library(operation:reason:)``.
  package static func bytesToKey(
    _ password: SecretBytes, salt: [UInt8], hash: HashAlgorithm
  ) throws(CryptographyError) -> (key: SecretBytes, initializationVector: SecretBytes) {
    let method = hash.rawValue.withCString { EVP_get_digestbyname($0) }
    let bytes = try secret(count: AESCBC.keyLength + AESCBC.vectorLength, of: "EVP_BytesToKey") { buffer in
      guard salt.count == 8, let method else { return false }
      return password.withBytes { password in
        EVP_BytesToKey(
          EVP_aes_256_cbc(), method, salt, password.bindMemory(to: UInt8.self).baseAddress,
          Int32(clamping: password.count), 1, buffer, buffer + AESCBC.keyLength) == AESCBC.keyLength
      }
    }
    return bytes.withBytes {
      (SecretBytes($0.prefix(AESCBC.keyLength)), SecretBytes($0.dropFirst(AESCBC.keyLength)))
    }
  }

  private static func secret(
    count: Int, of operation: String, _ fill: (UnsafeMutablePointer<UInt8>) -> Bool
  ) throws(CryptographyError) -> SecretBytes {
    let made = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(count, 1)) { buffer in
      defer { OPENSSL_cleanse(buffer.baseAddress, buffer.count) }
      return buffer.baseAddress.flatMap { fill($0) ? SecretBytes(buffer.prefix(count)) : nil }
    }
    guard let made else { throw OpenSSL.failure(of: operation) }
    return made
  }
}
