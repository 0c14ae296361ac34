import Cryptography
package import Releases

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
    guard !keys.isEmpty else { throw .noPrivateKey(origin: origin) }
    let index = try choose(alias, aliases, origin)
    let (name, entry) = keys[index]
    guard let key = entry.key else { throw .noPrivateKey(origin: origin) }
    guard !entry.certificates.isEmpty else { throw .keyWithoutCertificate(origin: origin, alias: name) }
    let identity = try SigningIdentity(name: name, key: key, certificates: entry.certificates, origin: origin)
    let warnings =
      store.isLegacy
      ? [Finding(legacyEncryption.id, legacyEncryption.severity, at: origin, ["keystore": origin])] : []
    return OpenedKeystore(identity: identity, aliases: aliases, warnings: warnings)
  }

  /// The place of the key that is meant.
  ///
  /// Java writes aliases in lower case, so case matters only where two aliases differ by nothing else.
  private static func choose(
    _ alias: String?, _ aliases: [String], _ origin: String
  ) throws(CredentialError) -> Int {
    guard let alias else {
      guard aliases.count == 1 else { throw .aliasNeeded(origin: origin, aliases: aliases) }
      return 0
    }
    if let exact = aliases.firstIndex(of: alias) { return exact }
    let similar = aliases.indices.filter { aliases[$0].lowercased() == alias.lowercased() }
    guard similar.count == 1 else { throw .noSuchAlias(origin: origin, alias: alias, aliases: aliases) }
    return similar[0]
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

  private static let legacyEncryption = (id: "legacy-keystore-encryption", severity: Severity.warning)

  /// How grave the findings over keystores are; nil for an id that none of them has.
  package static func severity(of id: String) -> Severity? {
    id == legacyEncryption.id ? legacyEncryption.severity : nil
  }
}
