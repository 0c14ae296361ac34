import COpenSSL

extension PrivateKey {
  /// Reads a private key in DER: PKCS#8 plain or encrypted (`.pk8`), or the older forms of RSA (PKCS#1),
  /// EC (SEC 1) and DSA keys.
  ///
  ///     PrivateKeyInfo ::= SEQUENCE {
  ///       version              INTEGER,
  ///       privateKeyAlgorithm  AlgorithmIdentifier,
  ///       privateKey           OCTET STRING,
  ///       attributes           [0] Attributes OPTIONAL }
  ///     EncryptedPrivateKeyInfo ::= SEQUENCE {
  ///       encryptionAlgorithm  AlgorithmIdentifier,
  ///       encryptedData        OCTET STRING }
  ///
  /// RFC 5958 §2 and §3.
  ///
  /// The passphrase is ignored when the key is not encrypted.
  ///
  /// - Throws: ``CryptographyError/passwordNeeded(structure:)``, ``CryptographyError/wrongPassword(structure:)``,
  ///   ``CryptographyError/tooManyIterations(structure:iterations:limit:)``,
  ///   ``CryptographyError/unsupportedAlgorithm(structure:algorithm:)``, and
  ///   ``CryptographyError/malformed(structure:offset:)`` or ``CryptographyError/unreadable(structure:reason:)``
  ///   for what is no private key.
  package convenience init(der: [UInt8], passphrase: SecretBytes? = nil) throws(CryptographyError) {
    var outer = ASN1Reader(der[...], of: .privateKey)
    var fields = try outer.next(ASN1.sequence).elements
    guard outer.isAtEnd else { throw outer.malformed }
    // An encrypted key starts with its algorithm, every other form with a version.
    if fields.nextTag == ASN1.sequence {
      let encryption = try fields.algorithmIdentifier()
      try self.init(encrypted: der, with: encryption, passphrase: passphrase)
    } else if let key = Self.rsaKey(in: fields) {
      try self.init(key)
    } else {
      let decoded = der.withUnsafeBytes { OpenSSL.decoded($0) { d2i_AutoPrivateKey(nil, $0, $1) } }
      guard let decoded else { throw .unreadable(structure: .privateKey, reason: OpenSSL.drainReason()) }
      try self.init(KeyHandle(owning: decoded.object))
    }
  }

  /// Reads a private key in DER that was decrypted, and leaves no copy of it.
  ///
  /// - Throws: what ``init(der:passphrase:)`` throws.
  package convenience init(_ secret: SecretBytes) throws(CryptographyError) {
    try self.init(secret.withArray { der throws(CryptographyError) in try PrivateKey(der: der).handle })
  }

  /// The RSA key in the fields of a PrivateKeyInfo; nil for any other structure.
  ///
  /// Asked for a key of any kind, OpenSSL tries all decoders of its providers on it, which takes longer than to sign.
  private static func rsaKey(in fields: ASN1Reader) -> KeyHandle? {
    var fields = fields
    guard (try? fields.smallInteger()) == 0,
      let algorithm = try? fields.algorithmIdentifier(),
      algorithm.objectIdentifier == KeyAlgorithm.rsaIdentifier,
      let encoding = try? fields.next(ASN1.octetString).content
    else { return nil }
    let decoded = encoding.withUnsafeBytes { OpenSSL.decoded($0) { d2i_RSAPrivateKey(nil, $0, $1) } }
    guard let rsa = decoded?.object, let key = EVP_PKEY_new() else {
      _ = OpenSSL.drainReason()
      RSA_free(decoded?.object)
      return nil
    }
    EVP_PKEY_assign(key, EVP_PKEY_RSA, UnsafeMutableRawPointer(rsa))
    return KeyHandle(owning: key)
  }

  private convenience init(
    encrypted der: [UInt8], with encryption: AlgorithmIdentifier, passphrase: SecretBytes?
  ) throws(CryptographyError) {
    let derivation = try PasswordDerivation(encryption, in: .privateKey)
    guard let passphrase else { throw .passwordNeeded(structure: .privateKey) }
    let library = try derivation.isLegacyCipher ? LegacyLibrary.shared() : nil
    let decoded = der.withUnsafeBytes { OpenSSL.decoded($0) { d2i_X509_SIG(nil, $0, $1) } }
    guard let envelope = decoded?.object else {
      throw .unreadable(structure: .privateKey, reason: OpenSSL.drainReason())
    }
    defer { X509_SIG_free(envelope) }
    let info = passphrase.withCharacters { PKCS8_decrypt_ex(envelope, $0, $1, library?.context, nil) }
    guard let info else {
      _ = OpenSSL.drainReason()
      throw .wrongPassword(structure: .privateKey)
    }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    try self.init(info)
  }

  /// The key of a decrypted PrivateKeyInfo, which stays the caller's.
  convenience init(_ info: OpaquePointer) throws(CryptographyError) {
    guard let key = EVP_PKCS82PKEY(info) else {
      throw .unreadable(structure: .privateKey, reason: OpenSSL.drainReason())
    }
    try self.init(KeyHandle(owning: key))
  }

  /// Reads the first private key in PEM text, in any of the forms that ``init(der:passphrase:)`` reads; also the
  /// old form that is encrypted with a `DEK-Info` header.
  ///
  /// - Throws: what ``init(der:passphrase:)`` throws; ``CryptographyError/unreadable(structure:reason:)`` when the
  ///   text holds no private key.
  package convenience init(pem: [UInt8], passphrase: SecretBytes? = nil) throws(CryptographyError) {
    guard let block = PEM.blocks(in: pem).first(where: \.isPrivateKey) else {
      throw .unreadable(structure: .privateKey, reason: "")
    }
    try self.init(block, passphrase: passphrase)
  }

  /// Reads the private key of one PEM block.
  ///
  /// - Throws: what ``init(pem:passphrase:)`` throws.
  package convenience init(_ block: PEM.Block, passphrase: SecretBytes? = nil) throws(CryptographyError) {
    guard block.isEncryptedByHeader else {
      try self.init(der: block.bytes, passphrase: passphrase)
      return
    }
    guard let passphrase else { throw .passwordNeeded(structure: .privateKey) }
    let key = block.text.withUnsafeBytes { text -> OpaquePointer? in
      guard let input = BIO_new_mem_buf(text.baseAddress, Int32(clamping: text.count)) else { return nil }
      defer { BIO_free(input) }
      // Without a callback OpenSSL takes its last argument as the password, a C string.
      return passphrase.withCharacters { characters, _ in
        PEM_read_bio_PrivateKey(input, nil, nil, UnsafeMutableRawPointer(mutating: characters))
      }
    }
    guard let key else {
      _ = OpenSSL.drainReason()
      throw .wrongPassword(structure: .privateKey)
    }
    try self.init(KeyHandle(owning: key))
  }

  /// The key as PKCS#8 in DER, encrypted when a passphrase is given: PBES2 with PBKDF2-HMAC-SHA256, 600 000
  /// iterations, and AES-256-CBC.
  ///
  /// - Throws: ``CryptographyError/library(operation:reason:)``.
  package func pkcs8(encryptedWith passphrase: SecretBytes? = nil) throws(CryptographyError) -> SecretBytes {
    guard let info = EVP_PKEY2PKCS8(handle.pointer) else { throw OpenSSL.failure(of: "EVP_PKEY2PKCS8") }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    var bytes: UnsafeMutablePointer<UInt8>?
    var count: Int32
    if let passphrase {
      guard
        let scheme = PKCS5_pbe2_set_iv(
          EVP_aes_256_cbc(), Self.exportIterations, nil, 16, nil, NID_hmacWithSHA256)
      else { throw OpenSSL.failure(of: "PKCS5_pbe2_set_iv") }
      // PKCS8_set0_pbe takes the scheme over when it succeeds.
      guard let envelope = passphrase.withCharacters({ PKCS8_set0_pbe($0, $1, info, scheme) }) else {
        X509_ALGOR_free(scheme)
        throw OpenSSL.failure(of: "PKCS8_set0_pbe")
      }
      defer { X509_SIG_free(envelope) }
      count = i2d_X509_SIG(envelope, &bytes)
    } else {
      count = i2d_PKCS8_PRIV_KEY_INFO(info, &bytes)
    }
    guard count > 0, let bytes else { throw OpenSSL.failure(of: "i2d_PKCS8_PRIV_KEY_INFO") }
    defer { slipway_clear_free(bytes, Int(count)) }
    return SecretBytes(UnsafeBufferPointer(start: bytes, count: Int(count)))
  }

  private static let exportIterations: Int32 = 600_000
}
