package import Cryptography

/// Somebody who can decrypt: an X25519 secret key, written `AGE-SECRET-KEY-1…`.
///
/// https://c2sp.org/age#the-x25519-recipient-type
package struct AgeIdentity: Sendable, Redacted {
  /// The key's 32 bytes.
  package let secret: SecretBytes
  /// Whom to encrypt to, so that this identity can decrypt.
  package let recipient: AgeRecipient

  /// The identity in a text, with spaces and line ends around it or without.
  ///
  /// - Throws: ``AgeError/malformedIdentity(line:)``, ``AgeError/unsupportedIdentity(line:kind:)``.
  package init(_ text: SecretBytes) throws(AgeError) {
    let decoded = text.withBytes { Bech32.decode(UnsafeRawBufferPointer(rebasing: $0.trimmingBlanks)) }
    guard let decoded else { throw .malformedIdentity(line: nil) }
    guard decoded.prefix == Self.prefix else {
      throw decoded.prefix.hasPrefix(Self.prefix) || decoded.prefix.hasPrefix(Self.pluginFamily)
        ? .unsupportedIdentity(line: nil, kind: decoded.prefix) : .malformedIdentity(line: nil)
    }
    guard decoded.data.count == X25519.keyLength else { throw .malformedIdentity(line: nil) }
    try self.init(secret: decoded.data)
  }

  /// A new identity.
  ///
  /// - Throws: ``AgeError/cryptography(_:)`` when there is no entropy.
  package static func generate() throws(AgeError) -> AgeIdentity {
    try AgeIdentity(secret: AgeError.cryptography { () throws(CryptographyError) in try X25519.generate() })
  }

  /// `AGE-SECRET-KEY-1…`.
  package var text: SecretBytes {
    secret.withBytes { Bech32.encode(prefix: Self.prefix, $0) }
  }

  private init(secret: SecretBytes) throws(AgeError) {
    self.secret = secret
    recipient = try AgeRecipient(
      publicKey: AgeError.cryptography { () throws(CryptographyError) in try X25519.publicKey(of: secret) })
  }

  /// What the text of every secret key of age's own begins with, in upper case.
  static let family = "AGE-SECRET-KEY-"
  private static let prefix = family
  private static let pluginFamily = "AGE-PLUGIN-"
}

extension UnsafeRawBufferPointer {
  /// The bytes without spaces, tabs and line ends around them.
  var trimmingBlanks: SubSequence {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d }
    guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) })
    else {
      return self[..<startIndex]
    }
    return self[first...last]
  }
}
