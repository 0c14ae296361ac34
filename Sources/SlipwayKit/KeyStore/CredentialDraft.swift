import Credentials
import Cryptography
import FoundationEssentials
package import KeyStores
import Pipelines

/// What is said of a credential that is to be put into a store.
package struct CredentialDraft: Sendable {
  /// Nil to tell it from the file.
  package var kind: CredentialFacts.Kind?
  /// Of an Apple key, in the place of the one in the file's name.
  package var id: String?
  package var issuer: String?
  package var team: String?
  package var hosts: [String] = []

  package init() {}

  func entry(
    of account: (account: GoogleServiceAccount, bytes: SecretBytes), draft: KeyDraft
  ) throws -> EntryDraft {
    let facts = CredentialFacts(
      kind: kind == .fcm ? .fcm : .googleServiceAccount, id: account.account.clientEmail,
      account: account.account.projectID)
    return try entry(facts, account.bytes, draft, name: account.account.projectID)
  }

  /// - Throws: ``Failure`` when it is not said what the key is for, or its id is not known.
  func entry(of key: (bytes: SecretBytes, id: String?), draft: KeyDraft) throws -> EntryDraft {
    guard let id = id ?? key.id else {
      throw Failure(
        .usage, "Nothing says the id of the Apple key.",
        remedy: "Keep the file's name, AuthKey_ID.p8, or say --id.")
    }
    let isForPush = kind == .apns || (kind == nil && team != nil && issuer == nil)
    guard isForPush || kind == .appStoreConnect || issuer != nil else {
      throw Failure(
        .usage, "A .p8 of App Store Connect and one for push look alike.",
        remedy:
          "Say --issuer ID for App Store Connect, or --team ID for push; an individual key takes --kind app-store-connect."
      )
    }
    if isForPush, team == nil {
      throw Failure(
        .usage, "A push key belongs to a team.",
        remedy: "Say --team ID, the ten characters at developer.apple.com.")
    }
    let facts = CredentialFacts(
      kind: isForPush ? .apns : .appStoreConnect, id: id, account: isForPush ? team : issuer)
    return try entry(
      facts, key.bytes, draft, name: isForPush ? "apns-\(id.lowercased())" : "asc-\(id.lowercased())")
  }

  /// A token or password.
  ///
  /// - Throws: ``Failure`` for one without a name or hosts.
  func entry(secret: SecretBytes, user: String?, draft: KeyDraft) throws -> EntryDraft {
    guard !hosts.isEmpty else {
      throw Failure(
        .usage, "A token is sent to the hosts it is for and to no other.",
        remedy: "Say --host HOST, once for each.")
    }
    guard let name = draft.name else {
      throw Failure(.usage, "A token has no name of its own.", remedy: "Say --name NAME.")
    }
    let facts = CredentialFacts(
      kind: user == nil ? .bearer : .basic, hosts: hosts.map { $0.lowercased() }, id: user)
    return try entry(facts, secret, draft, name: name)
  }

  private func entry(
    _ facts: CredentialFacts, _ secret: SecretBytes, _ draft: KeyDraft, name: String
  ) throws -> EntryDraft {
    var bundle = SecretBundle()
    bundle[SecretBundle.credential] = secret
    var entry = EntryDraft(name: draft.name ?? name, subject: .credential(facts), bundle: bundle)
    entry.title = draft.title
    entry.applications = draft.applications
    entry.groups = draft.groups
    entry.people = draft.people
    return entry
  }
}
