import Credentials
import Cryptography
import FoundationEssentials
import KeyStores
import Pipelines
package import Releases

/// What is said of a key or credential that is to be put into a store, beside its files.
package struct KeyDraft: Sendable {
  package var name: String?
  package var title: String?
  package var platform: Platform?
  package var purpose: Purpose?
  package var applications: [String] = []
  package var isDefault = false
  package var groups: [String]?
  package var people: [String] = []
  /// Whether a passphrase is needed beside an identity.
  package var isLocked = false

  package init() {}

  /// The entry of a key whose files are in a bundle.
  ///
  /// - Parameters:
  ///   - name: where none was said.
  ///   - access: where the passphrase of a locked key comes from.
  /// - Throws: ``CredentialError``, ``Failure`` for a locked key without a passphrase.
  func entry(of key: StoredKey, name proposal: String, access: StoreAccess) throws -> EntryDraft {
    let name = name ?? proposal
    let facts = try key.facts(name: name, platform: platform ?? key.likelyPlatform, purpose: purpose)
    var draft = EntryDraft(name: name, subject: .key(facts), bundle: key.bundle)
    draft.title = title
    draft.applications = applications
    draft.isDefault = isDefault
    draft.groups = groups
    draft.people = people
    draft.passphrase = try passphrase(of: name, access: access)
    return draft
  }

  /// - Throws: ``Failure`` when there should be one and is none.
  func passphrase(of name: String, access: StoreAccess) throws -> SecretBytes? {
    guard isLocked else { return nil }
    guard let passphrase = try Passphrases(access.invocation, ask: access.identity.ask).passphrase(of: name),
      !passphrase.isEmpty
    else {
      throw Failure(
        .usage, "There is no passphrase to lock \(name) with.",
        remedy:
          "Set \(Passphrases.variable(of: name)), or \(Passphrases.variable(of: name))_FILE to a file that holds it."
      )
    }
    return passphrase
  }
}

extension StoredKey {
  /// What the certificate and profiles say the key is for; Android where they say nothing.
  var likelyPlatform: Platform {
    let platform = identity?.certificate.appleKind.platform ?? (profiles.isEmpty ? .android : .ios)
    return platform == .ios && !profiles.isEmpty && profiles.allSatisfy(\.isForMac) ? .macos : platform
  }
}

extension SecretBundle {
  /// The files of an identity that did not come in a keystore.
  ///
  /// - Throws: ``CryptographyError``.
  init(_ identity: SigningIdentity) throws {
    self.init()
    self[Self.privateKey] = try PEM.identity(key: identity.key, chain: [])
    self[Self.certificates] = SecretBytes(
      identity.chain.map { PEM.encode($0.der, label: "CERTIFICATE") }.joined())
  }
}
