import COpenSSL

extension PrivateKey {
  /// Makes a new RSA key of 1024 … 16384 bits, with the public exponent 65537.
  ///
  /// - Throws: ``CryptographyError/unsupportedAlgorithm(structure:algorithm:)`` for another size.
  package static func generateRSA(bits: Int) throws(CryptographyError) -> PrivateKey {
    guard (1024...16384).contains(bits) else {
      throw .unsupportedAlgorithm(structure: .privateKey, algorithm: "RSA \(bits)")
    }
    return try generate(id: EVP_PKEY_RSA) { EVP_PKEY_CTX_set_rsa_keygen_bits($0, Int32(bits)) }
  }

  /// Makes a new key on the curve `P-256`, `P-384` or `P-521`.
  ///
  /// - Throws: ``CryptographyError/unsupportedAlgorithm(structure:algorithm:)`` for another curve.
  package static func generateEC(curve: String) throws(CryptographyError) -> PrivateKey {
    let curves = ["P-256": NID_X9_62_prime256v1, "P-384": NID_secp384r1, "P-521": NID_secp521r1]
    guard let identifier = curves[curve] else {
      throw .unsupportedAlgorithm(structure: .privateKey, algorithm: "EC \(curve)")
    }
    return try generate(id: EVP_PKEY_EC) { EVP_PKEY_CTX_set_ec_paramgen_curve_nid($0, identifier) }
  }

  private static func generate(
    id: Int32, configure: (OpaquePointer) -> Int32
  ) throws(CryptographyError) -> PrivateKey {
    guard let context = EVP_PKEY_CTX_new_id(id, nil) else { throw OpenSSL.failure(of: "EVP_PKEY_CTX_new_id") }
    defer { EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1, configure(context) == 1, EVP_PKEY_keygen(context, &key) == 1,
      let key
    else { throw OpenSSL.failure(of: "EVP_PKEY_keygen") }
    return try PrivateKey(KeyHandle(owning: key))
  }
}
