/// A PKCS#12 keystore: private keys with their certificates, under one password.
///
/// Both what OpenSSL 3 and keytool 17 write (PBES2 with AES, HMAC-SHA256) and what older tools wrote (RC2, triple
/// DES, HMAC-SHA1) is read; ``isLegacy`` tells them apart.
package struct PKCS12: Sendable {
  /// One key with its certificates, or certificates alone.
  package struct Entry: Sendable {
    /// The friendly name, which Java calls the alias.
    package let name: String?
    package let key: PrivateKey?
    /// With a key: its certificate first, then the issuers that the file holds; empty when its own is not
    /// there.
    ///
    /// Without: one certificate that belongs to no key.
    package let certificates: [Certificate]

    package init(name: String?, key: PrivateKey?, certificates: [Certificate]) {
      self.name = name
      self.key = key
      self.certificates = certificates
    }
  }

  /// First the keys, then the certificates that belong to none, each in the order of the file.
  package let entries: [Entry]
  /// Whether any part is protected with RC2, RC4, DES or triple DES, or the whole by a SHA-1 or MD5 based MAC.
  package let isLegacy: Bool

  /// Opens a keystore.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - password: nil stands for no password; what was written with an empty one opens with nil as well, and the
  ///     other way round.
  ///   - keyPassword: tried for private keys that the password does not open. Few tools write such files.
  /// - Returns: everything that is inside.
  /// - Throws: ``CryptographyError/unreadable(structure:reason:)`` for what is no PKCS#12;
  ///   ``CryptographyError/passwordNeeded(structure:)``, ``CryptographyError/wrongPassword(structure:)``,
  ///   ``CryptographyError/wrongKeyPassword(entry:)``,
  ///   ``CryptographyError/tooManyIterations(structure:iterations:limit:)``,
  ///   ``CryptographyError/unsupportedAlgorithm(structure:algorithm:)``,
  ///   ``CryptographyError/legacyProviderMissing(reason:)``, and what reading a key or certificate throws.
  package static func open(
    _ bytes: [UInt8], password: SecretBytes?, keyPassword: SecretBytes? = nil
  ) throws(CryptographyError) -> PKCS12 {
    var contents = PKCS12Reader(password: password, keyPassword: keyPassword)
    try contents.read(bytes)
    return PKCS12(entries: entries(contents.keys, contents.certificates), isLegacy: contents.isLegacy)
  }

  /// Whether the bytes start as a PKCS#12 does, whatever follows: `SEQUENCE { INTEGER 3, SEQUENCE { OID …`.
  package static func isPKCS12(_ bytes: [UInt8]) -> Bool {
    // The outer length is not believed, so that a file that was cut off counts.
    guard bytes.first == ASN1.sequence, bytes.count > 2 else { return false }
    let lengthOctets = bytes[1] > 0x80 ? Int(bytes[1] & 0x7f) : 0
    let content = bytes.dropFirst(2 + lengthOctets)
    return content.starts(with: [ASN1.integer, 1, 3, ASN1.sequence])
  }

  /// Puts keys and certificates together: by the local key identifier first, as the tools write it, and by the
  /// public key where there is none.
  private static func entries(
    _ keys: [PKCS12Reader.KeyBag], _ certificates: [PKCS12Reader.CertificateBag]
  ) -> [Entry] {
    let all = certificates.map(\.certificate)
    var used: Set<Certificate> = []
    var entries: [Entry] = []
    for bag in keys {
      let named = certificates.filter { bag.localKeyID != nil && $0.localKeyID == bag.localKeyID }
      let leaf = (named.map(\.certificate) + all).first(where: bag.key.matches) ?? named.first?.certificate
      let chain = leaf?.chain(from: all) ?? []
      used.formUnion(chain)
      let name = bag.name ?? named.lazy.compactMap(\.name).first
      entries.append(Entry(name: name, key: bag.key, certificates: chain))
    }
    for bag in certificates where !used.contains(bag.certificate) {
      entries.append(Entry(name: bag.name, key: nil, certificates: [bag.certificate]))
    }
    return entries
  }
}
