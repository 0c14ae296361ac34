package import struct FoundationEssentials.Date

/// The clear, signed metadata of a key or credential: `keys/NAME/key.json`, `credentials/NAME/credential.json`.
package struct Entry: StoreDocument {
  package static let kind = "entry"

  package var name: String
  /// Free text for people.
  package var title: String?
  package var subject: Subject
  /// The only applications that it may sign or be used for; empty for any.
  package var applications: [String]
  package var isDefault: Bool
  /// Whether a passphrase is needed beside an identity.
  package var isLocked: Bool
  /// Counts the changes, from 1.
  package var generation: Int
  /// The digest of the signed metadata of the generation before; nil for the first.
  package var previous: String?
  /// The SHA-256 of the file with the secret.
  package var secret: String
  /// Those whose members may use it.
  package var groups: [String]
  /// Those named one by one who may use it.
  package var people: [String]
  /// The names of the recipients that the secret is encrypted to, sorted.
  package var recipients: [String]
  /// Those who could read it and should no longer: until it is rotated, what they have copied works.
  package var exposed: [Exposure]
  /// When it was first exported; nil when it never was.
  package var exported: Date?
  package var created: Date
  package var changed: Date

  /// What the entry is.
  package enum Subject: Equatable, Sendable {
    case key(KeyFacts)
    case credential(CredentialFacts)
  }

  /// Somebody to whom the secret was once encrypted.
  package struct Exposure: Codable, Hashable, Sendable {
    package var to: String
    package var since: Date
  }

  package var key: KeyFacts? { if case .key(let facts) = subject { facts } else { nil } }
  package var credential: CredentialFacts? { if case .credential(let facts) = subject { facts } else { nil } }

  /// The folder that it lies in, from the store's on.
  package var place: String { StoreFolder.folder(chapter, name) }

  /// In which chapter of the store it lies.
  package var chapter: StoreFolder.Chapter { key == nil ? .credentials : .keys }

  /// Whether there is another copy: it was exported, or somebody else can read it too.
  package var isBackedUp: Bool { exported != nil || recipients.count > 1 }
}

/// `{ "key": … }` or `{ "credential": … }`.
extension Entry.Subject: Codable {
  private enum CodingKeys: CodingKey { case key, credential }

  package init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    if let facts = try members.decodeIfPresent(KeyFacts.self, forKey: .key) {
      self = .key(facts)
    } else {
      self = .credential(try members.decode(CredentialFacts.self, forKey: .credential))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .key(let facts): try members.encode(facts, forKey: .key)
    case .credential(let facts): try members.encode(facts, forKey: .credential)
    }
  }
}
