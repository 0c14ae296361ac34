import Cryptography

/// The two ways in which Java's keystores encrypt private keys, each with an object identifier of Sun's.
enum JavaKeyProtection {
  /// The key of an encrypted PrivateKeyInfo.
  ///
  /// - Returns: nil when the password does not open it.
  /// - Throws: what ``KeystoreEntry/privateKey(passwords:)`` throws.
  static func recover(_ der: [UInt8], password: SecretBytes) throws(CryptographyError) -> PrivateKey? {
    let info = try EncryptedPrivateKeyInfo(der: der[...])
    let plain: SecretBytes?
    switch info.algorithm.objectIdentifier {
    case JKSKeyProtector.objectIdentifier:
      plain = JKSKeyProtector.recover(info.encryptedData, password: password)
    case JCEKSKeyProtector.objectIdentifier:
      plain = try JCEKSKeyProtector.recover(info, password: password)
    default:
      throw .unsupportedAlgorithm(structure: .privateKey, algorithm: info.algorithm.objectIdentifier)
    }
    guard let plain else { return nil }
    return try PrivateKey(plain)
  }
}
