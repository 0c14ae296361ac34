import Bytes
import COpenSSL

/// OpenSSL as a whole.
package enum CryptographyLibrary {
  /// Has a thread of its own make what the first signature needs: configuration, provider and the usual methods.
  ///
  /// For who will need it and has other things to do until then. OpenSSL frees what it holds with the process and not
  /// before it, so that the process can end at any time.
  package static func prepare() {
    OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    Workers.aside {
      EVP_PKEY_CTX_free(EVP_PKEY_CTX_new_from_name(nil, "RSA", nil))
      EVP_SIGNATURE_free(EVP_SIGNATURE_fetch(nil, "RSA", nil))
      for algorithm in [HashAlgorithm.sha256, .sha512] { _ = HashMethods.method(algorithm) }
      _ = OpenSSL.drainReason()
    }
  }
}
