package import Cryptography

/// One entry of a keystore of Java or Bouncy Castle, still closed.
package struct KeystoreEntry: Sendable {
  package enum Content: Equatable, Sendable {
    /// A private key, in the form that its keystore protects it in.
    case privateKey(ProtectedKey)
    /// The certificate of somebody who is trusted.
    case certificate
    /// A secret key, or a public one alone: nothing to sign with.
    case other
  }

  /// How a private key lies in its keystore.
  package enum ProtectedKey: Equatable, Sendable {
    /// An ``EncryptedPrivateKeyInfo`` with one of Java's own algorithms.
    case java([UInt8])
    /// Salt, iterations and an encrypted key record.
    case bouncyCastle([UInt8])
    /// PKCS#8 that only the keystore's own protection stood over, of which there is none.
    case plain(SecretBytes)
  }

  /// A certificate as it stands in the file.
  package struct EncodedCertificate: Equatable, Sendable {
    /// `X.509`, but for very strange ones.
    let type: String
    let bytes: [UInt8]
  }

  package let alias: String
  package let content: Content
  /// With a private key: its own first, then the issuers'.
  package let encodedCertificates: [EncodedCertificate]

  package var isPrivateKey: Bool {
    if case .privateKey = content { true } else { false }
  }

  /// The X.509 certificates.
  ///
  /// - Throws: what reading a certificate throws.
  package func certificates() throws(CryptographyError) -> [Certificate] {
    var certificates: [Certificate] = []
    for encoded in encodedCertificates where ["X.509", "X509"].contains(encoded.type) {
      certificates.append(try Certificate(der: encoded.bytes))
    }
    return certificates
  }

  /// The private key; nil when the entry has none.
  ///
  /// - Parameters:
  ///   - passwords: are tried in this order; not empty.
  ///   - structure: the keystore, for messages.
  /// - Throws: ``CryptographyError/wrongKeyPassword(entry:)`` when none of them opens it,
  ///   ``CryptographyError/malformed(structure:offset:)``,
  ///   ``CryptographyError/unsupportedAlgorithm(structure:algorithm:)``,
  ///   ``CryptographyError/tooManyIterations(structure:iterations:limit:)``.
  package func privateKey(passwords: [SecretBytes]) throws(CryptographyError) -> PrivateKey? {
    guard case .privateKey(let protected) = content else { return nil }
    for password in passwords {
      let key =
        switch protected {
        case .java(let der): try JavaKeyProtection.recover(der, password: password)
        case .bouncyCastle(let sealed): try SealedKey.open(sealed, password: password)
        case .plain(let der): try PrivateKey(der)
        }
      if let key { return key }
    }
    throw .wrongKeyPassword(entry: alias)
  }
}
