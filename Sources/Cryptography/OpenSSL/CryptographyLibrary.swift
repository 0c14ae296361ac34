import COpenSSL

/// OpenSSL as a whole.
package enum CryptographyLibrary {
  /// Has OpenSSL free what it holds with the process and not before it, so that the process can end while another thread
  /// is in ``load()``.
  package static func keepUntilTheEnd() {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
  }

  /// Makes what the first signature needs: configuration, provider and the usual methods.
  package static func load() {
    EVP_PKEY_CTX_free(EVP_PKEY_CTX_new_from_name(nil, "RSA", nil))
    EVP_SIGNATURE_free(EVP_SIGNATURE_fetch(nil, "RSA", nil))
    for algorithm in [HashAlgorithm.sha256, .sha512] { _ = HashMethods.method(algorithm) }
    _ = OpenSSL.drainReason()
  }
}
