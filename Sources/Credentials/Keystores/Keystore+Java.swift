import Cryptography

extension Keystore {
  /// A JKS, JCEKS or BKS.
  ///
  /// Only the key that is meant is decrypted.
  static func openJava(
    _ bytes: [UInt8], _ origin: String, _ alias: String?, _ password: SecretBytes?,
    _ keyPassword: SecretBytes?
  ) throws(CredentialError) -> OpenedKeystore {
    guard let password else { throw .passwordNeeded(origin: origin) }
    let (type, entries) = try read(bytes, origin, password)
    let keys = entries.filter(\.isPrivateKey)
    let aliases = keys.map(\.alias)
    let entry = keys[try choose(alias, aliases, origin)]
    let key: PrivateKey?
    let certificates: [Certificate]
    do throws(CryptographyError) {
      key = try entry.privateKey(passwords: (keyPassword.map { [$0] } ?? []) + [password])
      certificates = try entry.certificates()
    } catch {
      throw CredentialError(error, origin: origin)
    }
    guard let key else { throw .noPrivateKey(origin: origin) }
    guard !certificates.isEmpty else { throw .keyWithoutCertificate(origin: origin, alias: entry.alias) }
    let identity = try SigningIdentity(
      name: entry.alias, key: key, certificates: certificates, origin: origin)
    return OpenedKeystore(
      identity: identity, aliases: aliases, warnings: [legacyWarning(origin, type: type)])
  }

  /// What keytool calls its kind, and its entries.
  private static func read(
    _ bytes: [UInt8], _ origin: String, _ password: SecretBytes
  ) throws(CredentialError) -> (type: String, entries: [KeystoreEntry]) {
    do throws(CryptographyError) {
      guard KeystoreKind(bytes) == .java else {
        return ("BKS", try BouncyCastleKeystore(bytes, password: password).entries)
      }
      let store = try JavaKeystore(bytes, password: password)
      return (store.kind == .jks ? "JKS" : "JCEKS", store.entries)
    } catch {
      throw CredentialError(error, origin: origin)
    }
  }
}
