/// A document that says something and does not count: a current writer can look at it and sign it again
/// (``StoreChange/accept(_:)``).
package struct DisputedDocument: Equatable, Sendable {
  /// From the store's folder on, without an extension: `keys/acme-upload`, `recipients/bob`, `audit/TIME-DIGEST`.
  package let place: String
  package let content: Content
  /// The fingerprint that it says its writer has.
  package let writer: String
  /// The name of the current or former recipient who did sign it; nil for a stranger, or when the signature does not
  /// hold.
  package let signer: String?
  package let flaws: [StoreFlaw]

  /// What it says.
  package enum Content: Equatable, Sendable {
    case recipient(RecipientRecord)
    case entry(Entry)
    case audit(AuditEntry)
  }

  /// Whether a writer may sign it again.
  ///
  /// Never what nobody of the store has signed, a secret that does not belong to its metadata, or an old record of
  /// somebody who was removed or changed since: they are let in anew instead.
  package var isAcceptable: Bool {
    guard signer != nil else { return false }
    return flaws.allSatisfy { flaw in
      switch (flaw.reason, content) {
      case (.unknownWriter, _), (.notInAudit, _), (.otherGeneration, _): true
      case (.olderGeneration(_, _, .audit), .entry): true
      default: false
      }
    }
  }
}
