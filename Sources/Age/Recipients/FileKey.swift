import Cryptography

/// The key of one file, 16 random bytes: header and payload are by it, and each stanza wraps it.
///
/// https://c2sp.org/age#file-key
enum FileKey {
  static let length = 16
  /// The length of one in a stanza's body, which is to be checked before it is decrypted: else somebody who knows
  /// several keys could make a body that each of them opens.
  static let wrappedLength = length + ChaCha20Poly1305.tagLength

  /// A key for a new file.
  static func generate() throws(AgeError) -> SecretBytes {
    try AgeError.cryptography { () throws(CryptographyError) in try RandomBytes.makeSecret(length) }
  }

  /// The body of a stanza.
  static func wrap(_ fileKey: SecretBytes, with key: SecretBytes) throws(CryptographyError) -> [UInt8] {
    try fileKey.withBytes { (bytes) throws(CryptographyError) in
      try ChaCha20Poly1305.seal(bytes, key: key, nonce: nonce)
    }
  }

  /// The file key in a stanza's body; nil when another key wrapped it.
  static func unwrap(_ body: [UInt8], with key: SecretBytes) throws(CryptographyError) -> SecretBytes? {
    let body = SecretBytes(body)
    return try body.withBytes { (bytes) throws(CryptographyError) in
      try ChaCha20Poly1305.open(bytes, key: key, nonce: nonce)
    }
  }

  /// Every key that wraps is used once.
  private static let nonce = [UInt8](repeating: 0, count: ChaCha20Poly1305.nonceLength)
}
