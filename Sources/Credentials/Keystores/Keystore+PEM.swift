import Cryptography

extension Keystore {
  /// PEM text with a private key and its certificates, in any order.
  static func openPEM(
    _ bytes: [UInt8], _ origin: String, _ password: SecretBytes?, _ keyPassword: SecretBytes?
  ) throws(CredentialError) -> OpenedKeystore {
    let blocks = PEM.blocks(in: bytes).filter(\.isPrivateKey)
    guard !blocks.isEmpty else { throw .noPrivateKey(origin: origin) }
    var keys: [PrivateKey] = []
    let certificates: [Certificate]
    do throws(CryptographyError) {
      for block in blocks { keys.append(try read(block, keyPassword ?? password, orWith: password)) }
      certificates = try Certificate.all(in: bytes)
    } catch {
      throw CredentialError(error, origin: origin)
    }
    // Of several keys, the one that a certificate is for.
    let owned = keys.filter { key in certificates.contains(where: key.matches) }
    guard owned.count <= 1 else { throw .aliasNeeded(origin: origin, aliases: []) }
    let identity = try SigningIdentity(
      name: baseName(origin), key: owned.first ?? keys[0], certificates: certificates, origin: origin)
    return OpenedKeystore(identity: identity, aliases: [], warnings: [])
  }

  private static func read(
    _ block: PEM.Block, _ first: SecretBytes?, orWith second: SecretBytes?
  ) throws(CryptographyError) -> PrivateKey {
    do throws(CryptographyError) {
      return try PrivateKey(block, passphrase: first)
    } catch {
      guard case .wrongPassword = error, let second, first != second else { throw error }
      return try PrivateKey(block, passphrase: second)
    }
  }
}
