package import Cryptography

/// A secret that is no signing key, found on the way.
package struct FoundCredential: Sendable {
  /// A name to store it under, as ``FoundKey/name`` is; different for each credential of a migration.
  package let name: String
  package let kind: Kind
  package let origin: String
  /// The file as it is.
  package let bytes: SecretBytes

  package enum Kind: Equatable, Sendable {
    /// A service account's JSON.
    case googleServiceAccount(email: String)
    /// A `.p8` of App Store Connect or of push notifications: nothing in it tells which.
    ///
    /// The identifier is in the name that Apple gives the file; the issuer is known where another file says it, and
    /// then it is a key of App Store Connect.
    case appleKey(identifier: String?, issuer: String?)
  }
}
