package import Age
import Bytes
package import Cryptography

/// A key store as it was when it was read: everything in it was written by its writers, and is what they wrote.
package struct KeyStore: Sendable {
  package let folder: StoreFolder
  package let record: StoreRecord
  /// Sorted by name.
  package let recipients: [RecipientRecord]
  /// Keys and credentials, sorted by name.
  package let entries: [Entry]
  /// The entries that count.
  package let audit: AuditGraph
  /// What is there and does not count, sorted by place; none in a store without flaws.
  package let disputed: [DisputedDocument]
  /// The entries of the audit that do not count, by id.
  let strayAudit: [String: SignedDocument<AuditEntry>]
  /// Of recipients and entries, by their place.
  let provenance: [String: Provenance]

  /// What is known of a document beside its contents.
  struct Provenance: Sendable {
    /// Of what is signed.
    var digest: String
    /// The fingerprint of who signed it.
    var writer: String
  }

  package var path: String { folder.path }

  package var keys: [Entry] { entries.filter { $0.chapter == .keys } }
  package var credentials: [Entry] { entries.filter { $0.chapter == .credentials } }

  /// - Throws: ``StoreError/noSuchEntry(_:known:)``.
  package func entry(_ name: String, in chapter: StoreFolder.Chapter) throws(StoreError) -> Entry {
    let all = entries.filter { $0.chapter == chapter }
    guard let entry = all.first(where: { $0.name == name }) else {
      throw .noSuchEntry(name, known: all.map(\.name))
    }
    return entry
  }

  /// - Throws: ``StoreError/noSuchRecipient(_:known:)``.
  package func recipient(_ name: String) throws(StoreError) -> RecipientRecord {
    guard let recipient = recipients.first(where: { $0.name == name }) else {
      throw .noSuchRecipient(name, known: recipients.map(\.name))
    }
    return recipient
  }

  /// The recipient that an identity belongs to; nil for a stranger.
  package func recipient(of identity: AgeIdentity) -> RecipientRecord? {
    recipients.first { $0.recipient == identity.recipient.description }
  }

  /// The states of all recipients and entries.
  package var marks: [AuditEntry.Mark] {
    let generations = recipients.map { ($0.place, $0.generation) } + entries.map { ($0.place, $0.generation) }
    return generations.map { place, generation in
      AuditEntry.Mark(place: place, generation: generation, digest: provenance[place]?.digest ?? "")
    }
  }

  /// The places of the documents that somebody signed, sorted.
  func places(signedBy fingerprint: String) -> [String] {
    provenance.filter { $0.value.writer == fingerprint }.keys.sorted()
  }

  /// Those who may use an entry by their groups, but to whom it is not encrypted yet.
  ///
  /// Only somebody who can read it can let them in.
  package func waiting(for entry: Entry) -> [String] {
    entry.entitled(among: recipients).filter { !entry.recipients.contains($0) }
  }

  /// The secret of an entry.
  ///
  /// - Parameters:
  ///   - identities: are tried all.
  ///   - passphrase: of a locked entry.
  /// - Throws: ``StoreError/notShared(entry:with:)``, ``StoreError/passphraseNeeded(entry:)``,
  ///   ``StoreError/wrongPassphrase(entry:)``, ``StoreError/malformedSecret(entry:)``,
  ///   ``StoreError/changedMeanwhile(path:)`` when it is no longer the one that was looked at.
  package func secret(
    of entry: Entry, with identities: [AgeIdentity], passphrase: SecretBytes?
  ) throws(StoreError) -> SecretBundle {
    var secret = try sealedSecret(of: entry, with: identities)
    if entry.isLocked {
      guard let passphrase else { throw .passphraseNeeded(entry: entry.name) }
      secret = try open(secret, of: entry, passphrase)
    }
    guard let bundle = SecretBundle(archive: secret) else { throw .malformedSecret(entry: entry.name) }
    return bundle
  }

  /// What is under the encryption to recipients: the bundle's archive, or of a locked entry that under its passphrase.
  func sealedSecret(of entry: Entry, with identities: [AgeIdentity]) throws(StoreError) -> SecretBytes {
    let path = StoreFolder.secret(entry.chapter, entry.name)
    guard let bytes = try folder.contents(of: path, limit: StoreFolder.secretLimit),
      Digest.hash(.sha256, bytes).hex == entry.secret
    else { throw .changedMeanwhile(path: folder.absolute(path)) }
    do throws(AgeError) {
      return try AgeFile.decrypt(bytes, with: identities)
    } catch .noMatch {
      throw .notShared(entry: entry.name, with: entry.recipients)
    } catch {
      throw .age(error)
    }
  }

  private func open(
    _ secret: SecretBytes, of entry: Entry, _ passphrase: SecretBytes
  ) throws(StoreError) -> SecretBytes {
    do throws(AgeError) {
      return try secret.withBytes { bytes throws(AgeError) in
        try AgeFile.decrypt(Array(bytes), passphrase: passphrase)
      }
    } catch .wrongPassphrase {
      throw .wrongPassphrase(entry: entry.name)
    } catch {
      throw .age(error)
    }
  }
}
