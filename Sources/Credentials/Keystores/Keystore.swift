package import Cryptography

/// Files that hold private keys with their certificates.
package enum Keystore {
  /// The longest file that is looked into, in bytes.
  ///
  /// Keystores have some kilobytes.
  package static let sizeLimit = 16 << 20

  /// Opens a keystore and takes one identity out of it: a PKCS#12, JKS, JCEKS or BKS (whatever its file is called), or
  /// PEM text with a private key and its certificates.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - origin: the file's name or wherever the bytes came from, for messages.
  ///   - alias: which key; nil when there is only one. PEM text has no aliases, and ignores it.
  ///   - password: of the store. For PEM text, of the private key.
  ///   - keyPassword: of the private key where it is another.
  /// - Returns: the identity, and what else is to know about the store.
  /// - Throws: any of the cases of ``CredentialError`` about keystores. An expired certificate is no error.
  package static func open(
    _ bytes: [UInt8], origin: String, alias: String? = nil, password: SecretBytes?,
    keyPassword: SecretBytes? = nil
  ) throws(CredentialError) -> OpenedKeystore {
    guard bytes.count <= sizeLimit else { throw .notAKeystore(origin: origin) }
    switch KeystoreKind(bytes) {
    case .pem: return try openPEM(bytes, origin, password, keyPassword)
    case .der: return try openPKCS12(bytes, origin, alias, password, keyPassword)
    case .java, .bouncyCastle: return try openJava(bytes, origin, alias, password, keyPassword)
    case .unknown: throw .notAKeystore(origin: origin)
    }
  }

  /// Puts an identity together from a private key (PEM, or DER such as `.pk8`, plain or encrypted) and a file with
  /// its certificate and perhaps its issuers' (PEM, DER, or PKCS#7).
  ///
  /// - Parameters:
  ///   - privateKey: the whole file.
  ///   - keyOrigin: the private key's file name; the identity is named after it, without its extension.
  ///   - certificate: the whole file, certificates in any order.
  ///   - certificateOrigin: the certificate's file name.
  ///   - password: of the private key, when it is encrypted.
  /// - Returns: the key with its chain.
  /// - Throws: any of the cases of ``CredentialError`` about keystores.
  package static func open(
    privateKey: [UInt8], keyOrigin: String, certificate: [UInt8], certificateOrigin: String,
    password: SecretBytes?
  ) throws(CredentialError) -> SigningIdentity {
    let key = try Self.privateKey(privateKey, origin: keyOrigin, password: password)
    let certificates: [Certificate]
    do throws(CryptographyError) {
      certificates = try Certificate.all(in: certificate)
    } catch {
      throw CredentialError(error, origin: certificateOrigin)
    }
    guard !certificates.isEmpty else { throw .keyWithoutCertificate(origin: certificateOrigin, alias: nil) }
    return try SigningIdentity(
      name: baseName(keyOrigin), key: key, certificates: certificates, origin: certificateOrigin)
  }

  /// Reads a private key alone: PEM, or DER such as `.pk8`, plain or encrypted.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - origin: the file's name, for messages.
  ///   - password: of the key, when it is encrypted.
  /// - Throws: ``CredentialError/noPrivateKey(origin:)``, ``CredentialError/passwordNeeded(origin:)``,
  ///   ``CredentialError/wrongPassword(origin:)``, ``CredentialError/unreadable(origin:error:)``.
  package static func privateKey(
    _ bytes: [UInt8], origin: String, password: SecretBytes?
  ) throws(CredentialError) -> PrivateKey {
    let kind = KeystoreKind(bytes)
    do throws(CryptographyError) {
      switch kind {
      case .pem: return try PrivateKey(pem: bytes, passphrase: password)
      case .der: return try PrivateKey(der: bytes, passphrase: password)
      case .java, .bouncyCastle, .unknown: break
      }
    } catch {
      if case .unreadable = error, kind == .pem { throw .noPrivateKey(origin: origin) }
      throw CredentialError(error, origin: origin)
    }
    throw .noPrivateKey(origin: origin)
  }

  /// The place of the key that is meant.
  ///
  /// Java writes aliases in lower case, so case matters only where two aliases differ by nothing else.
  static func choose(
    _ alias: String?, _ aliases: [String], _ origin: String
  ) throws(CredentialError) -> Int {
    guard !aliases.isEmpty else { throw .noPrivateKey(origin: origin) }
    guard let alias else {
      guard aliases.count == 1 else { throw .aliasNeeded(origin: origin, aliases: aliases) }
      return 0
    }
    if let exact = aliases.firstIndex(of: alias) { return exact }
    let similar = aliases.indices.filter { aliases[$0].lowercased() == alias.lowercased() }
    guard similar.count == 1 else { throw .noSuchAlias(origin: origin, alias: alias, aliases: aliases) }
    return similar[0]
  }

  /// The file's name without folders and extensions: `release` for `keys/release.x509.pem`.
  static func baseName(_ origin: String) -> String {
    let file = origin.split(separator: "/").last ?? Substring(origin)
    return String(file.split(separator: ".", omittingEmptySubsequences: true).first ?? file)
  }
}
