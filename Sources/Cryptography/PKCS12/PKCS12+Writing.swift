import COpenSSL

extension PKCS12 {
  /// Writes a keystore with one key, for any tool of the last ten years: PBES2 with AES-256-CBC and a MAC with
  /// HMAC-SHA256, as OpenSSL 3 and keytool 17 do.
  ///
  /// - Parameters:
  ///   - key: goes in encrypted.
  ///   - chain: leaf first, not empty; the leaf is the key's certificate.
  ///   - name: the friendly name, Java's alias.
  ///   - password: for the file and the key in it.
  /// - Returns: the file's bytes.
  /// - Throws: ``CryptographyError/certificateDoesNotMatchKey(subject:)``,
  ///   ``CryptographyError/library(operation:reason:)``.
  package static func write(
    key: PrivateKey, chain: [Certificate], name: String, password: SecretBytes
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
    let store = password.withCharacters { characters, _ in
      name.withCString { name in
        PKCS12_create(characters, name, key.handle.pointer, first, issuers, 0, 0, iterations, iterations, 0)
      }
    }
    guard let store else { throw OpenSSL.failure(of: "PKCS12_create") }
    defer { PKCS12_free(store) }
    guard let bytes = OpenSSL.encoded({ i2d_PKCS12(store, $0) }) else {
      throw OpenSSL.failure(of: "i2d_PKCS12")
    }
    return bytes
  }

  /// What keytool 17 uses; Java refuses to open files with more than five million.
  private static let iterations: Int32 = 10_000

  private static func x509(_ certificate: Certificate) throws(CryptographyError) -> OpaquePointer {
    let decoded = certificate.der.withUnsafeBytes { OpenSSL.decoded($0) { d2i_X509(nil, $0, $1) } }
    guard let decoded else { throw .unreadable(structure: .certificate, reason: OpenSSL.drainReason()) }
    return decoded.object
  }
}
