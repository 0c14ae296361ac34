import COpenSSL

extension PKCS12 {
  /// For whom a keystore is encrypted.
  package enum Encryption: Sendable {
    /// For any tool of the last ten years but macOS's keychain, which says that the password is wrong: PBES2 with
    /// AES-256-CBC and a MAC with HMAC-SHA256, as OpenSSL 3 and keytool 17 do.
    case modern
    /// For macOS's keychain and older tools too: triple DES for key and certificates, and a MAC with SHA-1, which
    /// OpenSSL 3 reads without its legacy provider.
    ///
    /// https://github.com/openssl/openssl/issues/19495
    case compatible
  }

  /// Writes a keystore with one key.
  ///
  /// - Parameters:
  ///   - key: goes in encrypted.
  ///   - chain: leaf first, not empty; the leaf is the key's certificate.
  ///   - name: the friendly name, Java's alias.
  ///   - password: for the file and the key in it.
  ///   - encryption: for whom.
  /// - Returns: the file's bytes.
  /// - Throws: ``CryptographyError/certificateDoesNotMatchKey(subject:)``,
  ///   ``CryptographyError/library(operation:reason:)``.
  package static func write(
    key: PrivateKey, chain: [Certificate], name: String, password: SecretBytes,
    encryption: Encryption = .modern
  ) throws(CryptographyError) -> [UInt8] {
    guard let leaf = chain.first, key.matches(leaf) else {
      throw .certificateDoesNotMatchKey(subject: chain.first?.subject.rfc2253 ?? "")
    }
    guard let issuers = slipway_x509_stack_new() else { throw OpenSSL.failure(of: "sk_X509_new") }
    defer { slipway_x509_stack_free(issuers) }
    for certificate in chain.dropFirst() {
      // The stack takes the certificate over.
      _ = slipway_x509_stack_push(issuers, try x509(certificate))
    }
    let first = try x509(leaf)
    defer { X509_free(first) }
    let scheme = encryption.scheme
    let store = password.withCharacters { characters, _ in
      name.withCString { name in
        // No MAC: it is made below, with a hash of our choice.
        PKCS12_create(
          characters, name, key.handle.pointer, first, issuers, scheme.cipher, scheme.cipher,
          scheme.iterations,
          -1, 0)
      }
    }
    guard let store else { throw OpenSSL.failure(of: "PKCS12_create") }
    defer { PKCS12_free(store) }
    let isAuthenticated = password.withCharacters { characters, _ in
      PKCS12_set_mac(store, characters, -1, nil, 0, scheme.iterations, scheme.hash) == 1
    }
    guard isAuthenticated else { throw OpenSSL.failure(of: "PKCS12_set_mac") }
    guard let bytes = OpenSSL.encoded({ i2d_PKCS12(store, $0) }) else {
      throw OpenSSL.failure(of: "i2d_PKCS12")
    }
    return bytes
  }

  private static func x509(_ certificate: Certificate) throws(CryptographyError) -> OpaquePointer {
    let decoded = certificate.der.withUnsafeBytes { OpenSSL.decoded($0) { d2i_X509(nil, $0, $1) } }
    guard let decoded else { throw .unreadable(structure: .certificate, reason: OpenSSL.drainReason()) }
    return decoded.object
  }
}

extension PKCS12.Encryption {
  /// The cipher's identifier in OpenSSL, 0 for its default; the MAC's hash; and the iterations of both.
  fileprivate var scheme: (cipher: Int32, hash: OpaquePointer?, iterations: Int32) {
    switch self {
    // As many as keytool 17 has; Java refuses to open files with more than five million.
    case .modern: (0, EVP_sha256(), 10_000)
    // As many as OpenSSL's own command writes, whose files macOS is known to take.
    case .compatible: (NID_pbe_WithSHA1And3_Key_TripleDES_CBC, EVP_sha1(), 2048)
    }
  }
}
