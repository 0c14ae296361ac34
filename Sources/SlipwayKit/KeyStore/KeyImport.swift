import Credentials
import Cryptography
import FoundationEssentials
package import KeyStores
package import Migrations
package import Pipelines

/// Takes over what another tool keeps.
package struct KeyImport: Sendable {
  let access: StoreAccess
  let path: String
  let source: Migration.Source?
  /// match's passphrase, or what is tried on files without a known one.
  let password: SecretReference?
  let draft: KeyDraft

  package init(
    _ access: StoreAccess, path: String, source: Migration.Source?, password: SecretReference?,
    draft: KeyDraft
  ) {
    self.access = access
    self.path = path
    self.source = source
    self.password = password
    self.draft = draft
  }

  /// What was done.
  package struct Result: Sendable {
    package let source: Migration.Source
    package let added: [Entry]
    /// Names of what is in the store already, and of what was found without its private key or password.
    package let skipped: [(name: String, reason: String)]
    package let notes: [MigrationNote]
    package let store: KeyStore
  }

  /// - Throws: ``MigrationError``, ``StoreError``, ``CredentialError``, ``Failure``.
  package func perform() throws -> Result {
    guard let source = try source ?? Migration.source(at: path) else {
      throw Failure(
        .usage, "\(path) is nothing that Slipway knows how to take over.",
        remedy:
          "Name a fastlane match checkout, credentials.json, build.json, key.properties or a folder of files."
      )
    }
    let secrets = SecretReader(invocation: access.invocation)
    let ask = access.identity.ask
    let migration = try Migration.read(
      source, at: path, password: password.map { try secrets.secret($0, for: path) },
      asking: { origin in ask?("Password of \(origin): ").map(SecretBytes.init) })
    var skipped: [(name: String, reason: String)] = []
    var drafts: [EntryDraft] = []
    for key in migration.keys {
      do {
        guard let entry = try entry(for: key) else {
          skipped.append((key.name, "its private key is not there"))
          continue
        }
        drafts.append(entry)
      } catch CredentialError.passwordNeeded {
        skipped.append((key.name, "nobody gave its password"))
      }
    }
    drafts += migration.credentials.compactMap(Self.entry)
    let (store, done) = try access.change { change in
      var added: [Entry] = []
      var known: [String] = []
      for draft in drafts {
        if let same = change.twin(of: draft) {
          known.append(draft.name == same ? draft.name : "\(draft.name), as \(same)")
        } else {
          added.append(try change.add(draft))
        }
      }
      return (added: added, known: known)
    }
    return Result(
      source: source, added: done.added,
      skipped: skipped + done.known.map { ($0, "is in the store already") },
      notes: migration.notes, store: store)
  }

  private func entry(for found: FoundKey) throws -> EntryDraft? {
    guard let bundle = try SecretBundle(found.material, profiles: found.profiles) else { return nil }
    var draft = draft
    draft.title = draft.title ?? found.title
    draft.platform = draft.platform ?? found.platform
    draft.purpose = draft.purpose ?? found.purpose
    if draft.applications.isEmpty { draft.applications = found.applications }
    draft.isDefault = found.isDefault
    return try draft.entry(of: StoredKey(bundle, name: found.name), name: found.name, access: access)
  }

  private static func entry(for found: FoundCredential) -> EntryDraft? {
    var bundle = SecretBundle()
    bundle[SecretBundle.credential] = found.bytes
    let facts: CredentialFacts
    switch found.kind {
    case .googleServiceAccount(let email):
      facts = CredentialFacts(kind: .googleServiceAccount, id: email)
    case .appleKey(let identifier, let issuer):
      facts = CredentialFacts(kind: issuer == nil ? .apns : .appStoreConnect, id: identifier, account: issuer)
    }
    return EntryDraft(name: found.name, subject: .credential(facts), bundle: bundle)
  }
}

extension SecretBundle {
  /// The files of a key as another tool kept it; nil for a certificate without its key.
  ///
  /// - Throws: ``CredentialError``, ``CryptographyError``.
  init?(_ material: FoundKey.Material, profiles: [ProvisioningProfile]) throws {
    self.init()
    switch material {
    case .keystore(let bytes, _, let alias, let password, let keyPassword):
      self[Self.keystore] = bytes
      self[Self.alias] = alias.map(SecretBytes.init)
      self[Self.password] = password
      self[Self.keyPassword] = keyPassword
    case .privateKey:
      guard let identity = try material.open() else { return nil }
      try self.init(identity)
    case .certificateOnly: return nil
    }
    for profile in profiles { self.add(profile) }
  }

  /// Puts a profile in, in the place of one with the same UUID.
  mutating func add(_ profile: ProvisioningProfile) {
    self["\(Self.profiles)\(profile.uuid).mobileprovision"] = SecretBytes(profile.bytes)
  }
}
