import Cryptography

extension Keystore {
  static func openPKCS12(
    _ bytes: [UInt8], _ origin: String, _ alias: String?, _ password: SecretBytes?,
    _ keyPassword: SecretBytes?
  ) throws(CredentialError) -> OpenedKeystore {
    let store: PKCS12
    do throws(CryptographyError) {
      store = try PKCS12.open(bytes, password: password, keyPassword: keyPassword)
    } catch {
      throw explain(error, bytes, origin)
    }
    // As Java does, an entry without a name goes by its number.
    let keys = store.entries.filter { $0.key != nil }.enumerated().map { index, entry in
      (name: entry.name ?? String(index + 1), entry: entry)
    }
    let aliases = keys.map(\.name)
    let index = try choose(alias, aliases, origin)
    let (name, entry) = keys[index]
    guard let key = entry.key else { throw .noPrivateKey(origin: origin) }
    guard !entry.certificates.isEmpty else { throw .keyWithoutCertificate(origin: origin, alias: name) }
    let identity = try SigningIdentity(name: name, key: key, certificates: entry.certificates, origin: origin)
    return OpenedKeystore(
      identity: identity, aliases: aliases,
      warnings: store.isLegacy ? [legacyWarning(origin, type: "PKCS12")] : [])
  }

  /// Tells a private key or certificate alone, and what is nothing of the kind, from a damaged PKCS#12.
  private static func explain(
    _ error: CryptographyError, _ bytes: [UInt8], _ origin: String
  ) -> CredentialError {
    guard case .unreadable = error else { return CredentialError(error, origin: origin) }
    do throws(CryptographyError) {
      _ = try PrivateKey(der: bytes)
      return .keyWithoutCertificate(origin: origin, alias: nil)
    } catch .passwordNeeded {
      return .keyWithoutCertificate(origin: origin, alias: nil)
    } catch {}
    if let certificates = try? Certificate.all(in: bytes), !certificates.isEmpty {
      return .noPrivateKey(origin: origin)
    }
    return PKCS12.isPKCS12(bytes) ? .unreadable(origin: origin, error: error) : .notAKeystore(origin: origin)
  }
}
