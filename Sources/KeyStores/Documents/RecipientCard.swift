package import Age
import Bytes
import Cryptography

/// What somebody hands to a writer of a store to be let in: `age1… ed25519:…`, two public keys in one line of text.
package struct RecipientCard: Hashable, Sendable {
  package let recipient: AgeRecipient
  /// The Ed25519 public key, 32 bytes; nil when only the age recipient was given.
  package let verifier: [UInt8]?

  static let verifierPrefix = "ed25519:"

  package init(recipient: AgeRecipient, verifier: [UInt8]?) {
    self.recipient = recipient
    self.verifier = verifier
  }

  /// Reads a card, or an age recipient alone.
  ///
  /// - Throws: ``StoreError/malformedRecipient(_:)`` with the text, which is no secret; ``StoreError/age(_:)``.
  package init(_ text: String) throws(StoreError) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first, words.count <= 2 else { throw .malformedRecipient(text) }
    do throws(AgeError) {
      recipient = try AgeRecipient(first)
    } catch {
      throw .age(error)
    }
    guard words.count == 2 else {
      verifier = nil
      return
    }
    guard words[1].hasPrefix(Self.verifierPrefix),
      let key = Base64.decodeCanonical(
        Array(words[1].dropFirst(Self.verifierPrefix.count).utf8), isPadded: true), key.count == 32
    else { throw .malformedRecipient(text) }
    verifier = key
  }

  /// By which signatures name their writer: the SHA-256 of the Ed25519 key, 64 lower-case hexadecimal digits.
  package var fingerprint: String? { verifier.map(Self.fingerprint(of:)) }

  static func fingerprint(of verifier: [UInt8]) -> String { Digest.hash(.sha256, verifier).hex }

  static func text(of verifier: [UInt8]) -> String { Base64.encode(verifier) }
}

extension RecipientCard: CustomStringConvertible {
  package var description: String {
    recipient.description + (verifier.map { " \(Self.verifierPrefix)\(Self.text(of: $0))" } ?? "")
  }
}
