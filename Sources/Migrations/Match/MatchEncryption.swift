import Cryptography

/// A file as match encrypts it, in base 64.
///
///     v1    "Salted__" | salt, 8 bytes | ciphertext                              as `openssl enc` has it
///     v2    "match_encrypted_v2__" | salt, 8 bytes | tag, 16 bytes | ciphertext
///
/// v2 is AES-256-GCM, whose key (32 bytes), nonce (12) and additional bytes (24) are one after the other what PBKDF2
/// makes of passphrase and salt, with HMAC-SHA256 and 10 000 iterations. v1 is AES-256-CBC, whose key and vector are
/// one round of MD5, or of SHA-256 where OpenSSL 1.1 did it; nothing in the file says which. fastlane,
/// `match/lib/match/encryption/encryption.rb`.
struct MatchEncryption {
  enum Version: Sendable {
    case v1, v2
  }

  let version: Version
  private let salt: [UInt8]
  /// Empty in v1.
  private let tag: [UInt8]
  private let ciphertext: [UInt8]

  private static let prefix1 = Array("Salted__".utf8)
  private static let prefix2 = Array("match_encrypted_v2__".utf8)
  private static let saltLength = 8
  private static let iterations = 10_000

  /// Nil for a file that is not encrypted.
  init?(_ file: [UInt8]) {
    guard let bytes = Base64.decode(file) else { return nil }
    if bytes.starts(with: Self.prefix2) {
      let rest = bytes.dropFirst(Self.prefix2.count)
      version = .v2
      salt = Array(rest.prefix(Self.saltLength))
      tag = Array(rest.dropFirst(Self.saltLength).prefix(AESGCM.tagLength))
      ciphertext = Array(rest.dropFirst(Self.saltLength + AESGCM.tagLength))
    } else if bytes.starts(with: Self.prefix1) {
      let rest = bytes.dropFirst(Self.prefix1.count)
      version = .v1
      salt = Array(rest.prefix(Self.saltLength))
      tag = []
      ciphertext = Array(rest.dropFirst(Self.saltLength))
    } else {
      return nil
    }
  }

  /// Decrypts the file.
  ///
  /// - Parameter accept: makes something of the bytes, or nil. Of v1 it is all that tells a wrong passphrase from the
  ///   right one; of v2 it is asked only about what is authentic.
  /// - Returns: nil when the passphrase is not the file's, or the file is damaged.
  func decrypt<Value>(_ passphrase: SecretBytes, accept: (SecretBytes) -> Value?) -> Value? {
    switch version {
    case .v1:
      for hash in [HashAlgorithm.md5, .sha256] {
        if let (key, vector) = try? PasswordKey.bytesToKey(passphrase, salt: salt, hash: hash),
          let bytes = AESCBC.decrypt(ciphertext, key: key, initializationVector: vector),
          let value = accept(bytes)
        {
          return value
        }
      }
      return nil
    case .v2:
      guard let keys = Self.keys(passphrase, salt) else { return nil }
      return AESGCM.open(
        AESGCM.Sealed(ciphertext: ciphertext, tag: tag), key: keys.key, nonce: keys.nonce,
        authenticating: keys.additional
      ).flatMap(accept)
    }
  }

  private static func keys(
    _ passphrase: SecretBytes, _ salt: [UInt8]
  ) -> (key: SecretBytes, nonce: SecretBytes, additional: SecretBytes)? {
    let nonceEnd = AESGCM.keyLength + AESGCM.nonceLength
    let bytes = try? PasswordKey.pbkdf2(
      passphrase, salt: salt, iterations: iterations, hash: .sha256, count: nonceEnd + 24)
    return bytes?.withBytes { bytes in
      (
        SecretBytes(bytes[..<AESGCM.keyLength]), SecretBytes(bytes[AESGCM.keyLength..<nonceEnd]),
        SecretBytes(bytes[nonceEnd...])
      )
    }
  }
}
