import Cryptography

/// Somebody to encrypt to: an X25519 public key, written `age1…`.
///
/// https://c2sp.org/age#the-x25519-recipient-type
package struct AgeRecipient: Hashable, Sendable, CustomStringConvertible {
  /// The key's 32 bytes.
  package let publicKey: [UInt8]

  /// The recipient in a text, as `age-keygen` prints it.
  ///
  /// - Throws: ``AgeError/malformedRecipient(_:)``, ``AgeError/unsupportedRecipient(_:)`` and, so that it is in no
  ///   message, ``AgeError/identityGivenAsRecipient``.
  package init(_ text: String) throws(AgeError) {
    let shown = text.utf8.count > Self.shownLength ? text.prefix(Self.shownLength) + "…" : text[...]
    guard !text.uppercased().contains(AgeIdentity.family) else { throw .identityGivenAsRecipient }
    guard let decoded = Array(text.utf8).withUnsafeBytes({ Bech32.decode($0) }) else {
      throw .malformedRecipient(String(shown))
    }
    guard decoded.prefix == Self.prefix else {
      throw decoded.prefix.hasPrefix("\(Self.prefix)1")
        ? .unsupportedRecipient(String(shown)) : .malformedRecipient(String(shown))
    }
    guard decoded.data.count == X25519.keyLength else { throw .malformedRecipient(String(shown)) }
    publicKey = decoded.data.withBytes { Array($0) }
  }

  /// - Throws: ``AgeError/malformedRecipient(_:)`` when it does not have 32 bytes.
  package init(publicKey: [UInt8]) throws(AgeError) {
    guard publicKey.count == X25519.keyLength else {
      throw .malformedRecipient("\(publicKey.count) bytes")
    }
    self.publicKey = publicKey
  }

  package var description: String {
    publicKey.withUnsafeBytes { bytes in
      Bech32.encode(prefix: Self.prefix, bytes).withBytes { String(decoding: $0, as: UTF8.self) }
    }
  }

  private static let prefix = "age"
  /// As long as a recipient is.
  private static let shownLength = 62
}
