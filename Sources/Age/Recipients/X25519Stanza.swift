import Cryptography

/// The file key, wrapped for who has an X25519 key.
///
///     -> X25519 (ephemeral share)
///     (file key, encrypted)
///
///     salt          = ephemeral share | recipient
///     info          = "age-encryption.org/v1/X25519"
///     shared secret = X25519(ephemeral secret, recipient)
///     wrap key      = HKDF-SHA-256(shared secret, salt, info)
///
/// https://c2sp.org/age#x25519-recipient-stanza
struct X25519Stanza: Sendable {
  private let share: [UInt8]
  private let body: [UInt8]
  private let malformed: AgeError

  static let type = "X25519"
  private static let label = Array("age-encryption.org/v1/X25519".utf8)

  /// - Returns: nil for a stanza of another type.
  /// - Throws: ``AgeError/headerMalformed(line:flaw:)``.
  init?(_ stanza: AgeStanza) throws(AgeError) {
    guard stanza.type == Self.type else { return nil }
    guard stanza.arguments.count == 2,
      let share = Base64.decodeCanonical(Array(stanza.arguments[1].utf8), isPadded: false),
      share.count == X25519.keyLength, stanza.body.count == FileKey.wrappedLength
    else { throw stanza.malformed }
    self.share = share
    body = stanza.body
    malformed = stanza.malformed
  }

  /// The file key; nil when it is wrapped for somebody else.
  ///
  /// - Throws: ``AgeError/headerMalformed(line:flaw:)`` for a share of low order.
  func unwrap(with identity: AgeIdentity) throws(AgeError) -> SecretBytes? {
    do {
      let shared = try X25519.sharedSecret(identity.secret, with: share)
      let key = try Self.key(shared, share: share, recipient: identity.recipient)
      return try FileKey.unwrap(body, with: key)
    } catch .lowOrderPublicKey {
      throw malformed
    } catch {
      throw .cryptography(error)
    }
  }

  /// A stanza for the recipient.
  ///
  /// - Throws: ``AgeError/malformedRecipient(_:)`` for one of low order, to whom nothing can be encrypted.
  static func wrap(_ fileKey: SecretBytes, for recipient: AgeRecipient) throws(AgeError) -> AgeStanza {
    do {
      let ephemeral = try X25519.generate()
      let share = try X25519.publicKey(of: ephemeral)
      let shared = try X25519.sharedSecret(ephemeral, with: recipient.publicKey)
      let body = try FileKey.wrap(fileKey, with: key(shared, share: share, recipient: recipient))
      return AgeStanza([type, Base64.encodeUnpadded(share)], body: body)
    } catch .lowOrderPublicKey {
      throw .malformedRecipient("\(recipient)")
    } catch {
      throw .cryptography(error)
    }
  }

  private static func key(
    _ shared: SecretBytes, share: [UInt8], recipient: AgeRecipient
  ) throws(CryptographyError) -> SecretBytes {
    try HKDF.sha256(
      shared, salt: share + recipient.publicKey, info: label, count: ChaCha20Poly1305.keyLength)
  }
}
