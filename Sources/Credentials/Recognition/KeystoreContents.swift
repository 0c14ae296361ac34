package import Cryptography

/// What is in a keystore.
package struct KeystoreContents: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case pkcs12 = "PKCS#12"
    case jks = "JKS"
    case jceks = "JCEKS"
    case bks = "BKS"
    /// Private keys and certificates in one text.
    case pem = "PEM"
  }

  /// A private key with its chain, or a certificate alone.
  package struct Entry: Sendable {
    /// Its alias; nil in PEM, and where a PKCS#12 has none.
    package let name: String?
    package let hasPrivateKey: Bool
    /// With a private key: its own first.
    package let certificates: [Certificate]
  }

  package let kind: Kind
  /// Nil for a keystore that shows nothing without its password: a PKCS#12 or PEM text.
  ///
  /// The others show names and certificates to anybody. Nobody vouches for these until the password was given.
  package let entries: [Entry]?
  /// Whether it is protected with RC2, triple DES, MD5 or SHA-1; nil when that is not known without the password.
  package let isLegacy: Bool?

  /// A JKS, JCEKS or BKS.
  init(java bytes: [UInt8], _ origin: String, _ password: SecretBytes?) throws(CredentialError) {
    do throws(CryptographyError) {
      let found: [KeystoreEntry]
      if KeystoreKind(bytes) == .bouncyCastle {
        kind = .bks
        if let password {
          found = try BouncyCastleKeystore(bytes, password: password).entries
        } else {
          found = try BouncyCastleKeystore(unchecked: bytes).entries
        }
      } else {
        let store: JavaKeystore
        if let password {
          store = try JavaKeystore(bytes, password: password)
        } else {
          store = try JavaKeystore(unchecked: bytes)
        }
        kind = store.kind == .jks ? .jks : .jceks
        found = store.entries
      }
      isLegacy = true
      var entries: [Entry] = []
      for entry in found where entry.content != .other {
        // A certificate that is only trusted may be as odd as it likes.
        let certificates = try entry.isPrivateKey ? entry.certificates() : (try? entry.certificates()) ?? []
        entries.append(
          Entry(name: entry.alias, hasPrivateKey: entry.isPrivateKey, certificates: certificates))
      }
      self.entries = entries
    } catch {
      throw CredentialError(error, origin: origin)
    }
  }

  init(pkcs12 bytes: [UInt8], _ origin: String, _ password: SecretBytes?) throws(CredentialError) {
    kind = .pkcs12
    do throws(CryptographyError) {
      let store = try PKCS12.open(bytes, password: password)
      entries = store.entries.map {
        Entry(name: $0.name, hasPrivateKey: $0.key != nil, certificates: $0.certificates)
      }
      isLegacy = store.isLegacy
    } catch .passwordNeeded {
      (entries, isLegacy) = (nil, nil)
    } catch {
      throw CredentialError(error, origin: origin)
    }
  }

  init(
    pem keys: [PEM.Block], _ certificates: [Certificate], _ password: SecretBytes?
  ) throws(CryptographyError) {
    kind = .pem
    isLegacy = keys.contains(where: \.isEncryptedByHeader)
    guard password != nil || !keys.contains(where: \.isEncrypted) else {
      entries = nil
      return
    }
    var entries: [Entry] = []
    for block in keys {
      let key = try PrivateKey(block, passphrase: password)
      entries.append(
        Entry(
          name: nil, hasPrivateKey: true,
          certificates: Certificate.chain(for: key, among: certificates) ?? []))
    }
    let chained = Set(entries.flatMap(\.certificates))
    self.entries =
      entries
      + certificates.filter { !chained.contains($0) }.map {
        Entry(name: nil, hasPrivateKey: false, certificates: [$0])
      }
  }
}
