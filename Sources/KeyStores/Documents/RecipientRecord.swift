package import struct FoundationEssentials.Date

/// `recipients/NAME.json`: somebody, or a machine, to whom secrets may be encrypted.
package struct RecipientRecord: StoreDocument {
  package static let kind = "recipient"

  package var name: String
  /// The age recipient: `age1…`.
  package var recipient: String
  /// The Ed25519 key of the signatures, 32 bytes in base64.
  ///
  /// Nil for a plain age key, such as one that lies in a safe: secrets can be encrypted to it, and it signs nothing.
  package var verifier: String?
  /// Whether it may change the store.
  package var writes: Bool
  /// Sorted, each once.
  package var groups: [String]
  /// Counts the changes, from 1.
  package var generation: Int
  package var added: Date

  package init(
    name: String, card: RecipientCard, writes: Bool, groups: [String], generation: Int, added: Date
  ) {
    self.name = name
    recipient = card.recipient.description
    verifier = card.verifier.map(RecipientCard.text(of:))
    self.writes = writes
    self.groups = Set(groups).sorted()
    self.generation = generation
    self.added = added
  }

  var place: String { "\(StoreFolder.recipients)/\(name)" }

  /// The two public keys.
  ///
  /// - Throws: ``StoreError/malformedRecipient(_:)`` for a record that was written by hand.
  package var card: RecipientCard {
    get throws(StoreError) {
      try RecipientCard(recipient + (verifier.map { " \(RecipientCard.verifierPrefix)\($0)" } ?? ""))
    }
  }

  /// By which its signatures name it; nil when it signs nothing.
  package var fingerprint: String? {
    (try? card)?.fingerprint
  }
}
