import COpenSSL

/// The keys of RFC 7748 and RFC 8032, which are plain bytes.
extension KeyHandle {
  /// The length in bytes of X25519's and Ed25519's keys, public and secret.
  static let rawKeyLength = 32

  /// - Parameter type: `EVP_PKEY_X25519` or `EVP_PKEY_ED25519`.
  /// - Throws: ``CryptographyError/malformed(structure:offset:)`` when it does not have 32 bytes.
  convenience init(_ type: Int32, secret: SecretBytes) throws(CryptographyError) {
    guard secret.count == Self.rawKeyLength else {
      throw .malformed(structure: .privateKey, offset: min(secret.count, Self.rawKeyLength))
    }
    let key = secret.withBytes { bytes in
      EVP_PKEY_new_raw_private_key(type, nil, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    }
    guard let key else { throw OpenSSL.failure(of: "EVP_PKEY_new_raw_private_key") }
    self.init(owning: key)
  }

  /// - Parameter type: `EVP_PKEY_X25519` or `EVP_PKEY_ED25519`.
  /// - Throws: ``CryptographyError/malformed(structure:offset:)`` when it does not have 32 bytes.
  convenience init(_ type: Int32, publicKey: [UInt8]) throws(CryptographyError) {
    guard publicKey.count == Self.rawKeyLength else {
      throw .malformed(structure: .publicKey, offset: min(publicKey.count, Self.rawKeyLength))
    }
    guard let key = EVP_PKEY_new_raw_public_key(type, nil, publicKey, publicKey.count) else {
      throw OpenSSL.failure(of: "EVP_PKEY_new_raw_public_key")
    }
    self.init(owning: key)
  }

  /// The public key's 32 bytes.
  func rawPublicKey() throws(CryptographyError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.rawKeyLength)
    var count = bytes.count
    guard EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) == 1, count == bytes.count else {
      throw OpenSSL.failure(of: "EVP_PKEY_get_raw_public_key")
    }
    return bytes
  }
}
