package import FoundationEssentials

/// `audit/TIME-DIGEST.json`: one thing that was done to the store.
///
/// Every entry names the entries that were the last ones when it was written, so that the audit is a graph in which
/// nothing can be left out between two entries. After a merge there are several last ones; the next entry joins them.
package struct AuditEntry: StoreDocument {
  package static let kind = "audit"

  package var at: Date
  /// The name of who did it.
  package var by: String
  package var action: Action
  /// The recipient, key or credential that it is about, as it was left.
  package var mark: Mark?
  /// A further word: the former name, the format of an export.
  package var detail: String?
  /// Of a recipient that is there now: the public keys, so that signatures can be told when they are gone.
  package var card: String?
  /// Of an entry that is there now: the names of the recipients to whom its secret is encrypted, sorted.
  package var recipients: [String]?
  /// What a run reported.
  package var use: SignedDocument<KeyUse>?
  /// The entries that were the last ones, sorted; empty for the very first.
  package var heads: [String]

  /// A state of a recipient, key or credential.
  package struct Mark: Codable, Hashable, Sendable {
    /// From the store's folder on, such as `keys/acme-upload` or `recipients/bob`.
    package var place: String
    package var generation: Int
    /// Of what is signed; ``removed`` when it is no longer there.
    package var digest: String
  }

  /// What was done.
  package enum Action: String, Codable, CaseIterable, Sendable {
    case storeMade = "store-made"
    case added, generated, updated, renamed, removed, shared, unshared, exported, rotated
    case madeDefault = "made-default"
    case signedAgain = "signed-again"
    case recipientAdded = "recipient-added"
    case recipientChanged = "recipient-changed"
    case recipientRemoved = "recipient-removed"
    case rootChanged = "root-changed"
    case used
  }

  /// The name of the file without its extension: the time, so that files sort, and a part of the digest.
  static func id(of content: AuditEntry) -> String {
    id(at: content.at, digest: SignedDocument<AuditEntry>.digest(of: content))
  }

  /// The same of one whose digest is known.
  static func id(at time: Date, digest: String) -> String {
    let time = time.formatted(
      Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted, timeZone: .gmt))
    return "\(time)-\(digest.prefix(32))"
  }
}
