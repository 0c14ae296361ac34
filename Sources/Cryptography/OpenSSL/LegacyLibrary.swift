import COpenSSL
import Synchronization

/// A library context of its own with OpenSSL's legacy provider, which alone knows RC2 and RC4.
///
/// It is made the first time a file needs it and used for that file only: loaded process-wide, the old ciphers
/// would be accepted everywhere.
final class LegacyLibrary: @unchecked Sendable {
  let context: OpaquePointer
  private let providers: [OpaquePointer]

  private init() throws(CryptographyError) {
    guard let context = OSSL_LIB_CTX_new() else { throw OpenSSL.failure(of: "OSSL_LIB_CTX_new") }
    // Loading any provider by name turns off the default one, which does all the rest.
    guard let legacy = OSSL_PROVIDER_load(context, "legacy"),
      let standard = OSSL_PROVIDER_load(context, "default")
    else {
      let reason = OpenSSL.drainReason()
      OSSL_LIB_CTX_free(context)
      throw .legacyProviderMissing(reason: reason)
    }
    self.context = context
    providers = [legacy, standard]
  }

  deinit {
    for provider in providers { OSSL_PROVIDER_unload(provider) }
    OSSL_LIB_CTX_free(context)
  }

  private static let made = Mutex<LegacyLibrary?>(nil)

  /// The one context of the process.
  ///
  /// - Throws: ``CryptographyError/legacyProviderMissing(reason:)``.
  static func shared() throws(CryptographyError) -> LegacyLibrary {
    let result = made.withLock { made in
      Result { () throws(CryptographyError) in
        if let made { return made }
        let library = try LegacyLibrary()
        made = library
        return library
      }
    }
    return try result.get()
  }
}
