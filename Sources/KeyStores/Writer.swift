package import Age
import Cryptography

/// Somebody who can sign: an age identity, and the Ed25519 key that is derived from it.
///
/// age does not say who wrote a file. The signature key is HKDF-SHA256 of the identity's 32 bytes with the info
/// `slipway/ed25519/v1` and no salt, so that a person has one secret to keep.
package struct Writer: Sendable, Redacted {
  package let identity: AgeIdentity
  /// The Ed25519 seed.
  private let seed: SecretBytes
  /// The two public keys.
  package let card: RecipientCard
  /// By which its signatures name it.
  package let fingerprint: String

  /// - Throws: ``StoreError/cryptography(_:)``.
  package init(_ identity: AgeIdentity) throws(StoreError) {
    self.identity = identity
    let verifier: [UInt8]
    do throws(CryptographyError) {
      seed = try HKDF.sha256(identity.secret, salt: [], info: Array("slipway/ed25519/v1".utf8), count: 32)
      verifier = try Ed25519.publicKey(of: seed)
    } catch {
      throw .cryptography(error)
    }
    card = RecipientCard(recipient: identity.recipient, verifier: verifier)
    fingerprint = RecipientCard.fingerprint(of: verifier)
  }

  /// 64 bytes.
  func sign(_ message: [UInt8]) throws(StoreError) -> [UInt8] {
    do throws(CryptographyError) {
      return try Ed25519.sign(message, seed: seed)
    } catch {
      throw .cryptography(error)
    }
  }
}
