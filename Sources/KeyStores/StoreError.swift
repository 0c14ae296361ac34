package import Age
package import Bytes
package import Cryptography

/// Why a key store could not be read or changed.
///
/// Nothing here holds a secret. Names are those of the store's recipients, keys and credentials.
package enum StoreError: Error, Equatable, Sendable {
  // The folder.
  case noStore(path: String)
  case storeExists(path: String)
  /// It was written by a later version of Slipway, which may protect what this one would overlook.
  case futureVersion(path: String, version: Int, known: Int)
  /// What is in the store contradicts itself or was not written by one of its writers.
  case flawed(path: String, [StoreFlaw])
  /// Somebody changed the store between two looks at it.
  case changedMeanwhile(path: String)
  case busy(path: String)
  case tooLarge(path: String, limit: Int)

  // Trust.
  /// Nothing says which first writer to trust.
  case trustNeeded(path: String, root: String)
  case malformedTrust(String)

  // Who asks.
  /// None of the identities at hand is one of the store's recipients.
  case notARecipient(recipients: [String])
  /// The identity is known to the store but may not change it.
  case notAWriter(name: String, writers: [String])
  /// The identity opens none of the recipients' stanzas of this secret; those who could.
  case notShared(entry: String, with: [String])

  // Entries and recipients.
  case badName(String)
  case nameTaken(String)
  case noSuchEntry(String, known: [String])
  case noSuchRecipient(String, known: [String])
  case noSuchGroup(String, known: [String])
  case recipientExists(String)
  case malformedRecipient(String)
  /// The recipient's age key is another recipient's already.
  case sameRecipient(String, as: String)
  case lastRecipient(entry: String, name: String)
  case lastWriter(name: String)
  /// Removing the first writer makes another one the root of trust, which must be asked for.
  case removesRoot(name: String)
  case onlyCopy(entry: String)
  case unchanged(entry: String)
  /// The change would leave a recipient whose right to be one rests on nobody's signature but their own: of this one,
  /// by this one. A writer whose own record does not rest on theirs can make it.
  case restsOnItself(name: String, signer: String)

  // Repair.
  /// There is nothing disputed at this place.
  case nothingToAccept(place: String)
  /// What is there may not be signed again by anybody.
  case notAcceptable(place: String, [StoreFlaw])

  // Secrets.
  case passphraseNeeded(entry: String)
  case wrongPassphrase(entry: String)
  /// The bytes under the encryption are not a bundle that Slipway wrote.
  case malformedSecret(entry: String)
  case missingMember(entry: String, member: String)

  case file(BytesError)
  case age(AgeError)
  case cryptography(CryptographyError)
}

/// One thing in a store that does not hold.
package struct StoreFlaw: Hashable, Sendable {
  /// The file or folder, from the store's folder on.
  package let path: String
  package let reason: Reason

  /// What is wrong with it.
  package enum Reason: Hashable, Sendable {
    /// It is not there, and another document says that it must be.
    case missing
    /// It is not the document it should be: cut off, damaged, or written by hand.
    case malformed
    /// It is larger than any such document.
    case tooLarge
    /// No such thing belongs here.
    case unexpected
    /// The signature is not one of the writer it names.
    case badSignature(writer: String)
    /// Signed by somebody who is no current writer.
    case unknownWriter(fingerprint: String)
    /// The document is about something else than its place says.
    case wrongPlace(name: String)
    /// The root is another than the one that is trusted.
    case otherRoot(found: String, trusted: String)
    /// The secret is not the one that the signed metadata was written for.
    case otherSecret
    /// The secret is encrypted to another number of recipients than the metadata names.
    case otherRecipients(found: Int, named: Int)
    /// The metadata is older than what the audit, the lock file or this user's memory knows.
    case olderGeneration(found: Int, known: Int, by: Source)
    /// Of the same generation, and not the same: two writers changed it side by side, and nobody has said yet which of
    /// the two counts.
    case otherGeneration(Int, by: Source)
    /// There is no entry of the audit about this generation.
    case notInAudit(generation: Int)
    /// An entry of the audit that another one or somebody's memory names.
    case missingAuditEntry(String, by: Source)
    /// It was there, and no entry of the audit says that it was removed.
    case vanished(by: Source)
    /// Two names that only differ in case are one file on some systems.
    case ambiguousName(String)
  }

  /// Who remembers how the store was.
  package enum Source: String, Hashable, Sendable {
    case audit, lock, memory
  }

  package init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The recipient, key, credential or entry of the audit that it is about, from the store's folder on without an
  /// extension; else the path.
  package var place: String {
    let parts = path.split(separator: "/").prefix(2).joined(separator: "/")
    return parts.hasSuffix(".json") && parts != StoreFolder.store ? String(parts.dropLast(5)) : parts
  }
}
