import Credentials
import Cryptography
import Releases

/// What has been found so far, and the passwords to open more with.
struct Discovery {
  /// Tried where no password is written.
  let password: SecretBytes?
  let ask: (_ origin: String) -> SecretBytes?

  private(set) var keys: [DiscoveredKey] = []
  /// The certificates of all keys that were added, also of those that sign no apps.
  private(set) var certificates: Set<Certificate> = []
  private(set) var credentials: [FoundCredential] = []
  private(set) var notes: [MigrationNote] = []

  init(password: SecretBytes?, ask: @escaping (_ origin: String) -> SecretBytes?) {
    self.password = password
    self.ask = ask
  }

  mutating func note(_ note: MigrationNote) {
    notes.append(note)
  }

  /// Adds a key, unless it is there already or signs no apps.
  mutating func add(_ key: DiscoveredKey) {
    guard let certificate = key.certificate else {
      keys.append(key)
      return
    }
    certificates.insert(certificate)
    let file = key.material.origin
    if !certificate.appleKind.maySignApps {
      note(.leftOut(file: file, .notForApps(certificate.appleKind)))
    } else if let first = keys.first(where: { $0.certificate == certificate }) {
      if first.material.origin != file { note(.leftOut(file: file, .sameAs(file: first.material.origin))) }
    } else {
      keys.append(key)
    }
  }

  /// Gives a profile to the keys whose certificates it has; a note where there is none.
  mutating func add(_ profile: ProvisioningProfile) {
    let owners = keys.indices.filter { index in
      keys[index].certificate.map(profile.certificates.contains) ?? false
    }
    for index in owners { keys[index].addProfile(profile) }
    if owners.isEmpty { note(.leftOut(file: profile.origin, .noKeyForProfile)) }
  }

  mutating func add(_ credential: FoundCredential) {
    credentials.append(credential)
  }
}

extension Discovery {
  /// One key of a keystore, and the password that opened it.
  struct Opened {
    let identity: SigningIdentity
    /// Nil for a keystore without aliases.
    let alias: String?
    let password: SecretBytes?
  }

  /// Opens a keystore with the password that is written somewhere, or else with whichever fits.
  ///
  /// - Parameter alias: nil for all keys in it.
  /// - Returns: the keys, and why others of the same keystore are of no use; both empty when it needs a password and
  ///   there is none.
  /// - Throws: what opening a keystore throws, when it gives no key at all.
  func open(
    _ bytes: [UInt8], origin: String, alias: String?, password written: SecretBytes?,
    keyPassword: SecretBytes?
  ) throws(CredentialError) -> (keys: [Opened], refused: [CredentialError]) {
    let found =
      try unlock(origin: origin, password: written) { (password) throws(CredentialError) in
        func one(_ alias: String?) throws(CredentialError) -> Opened {
          let opened = try Keystore.open(
            bytes, origin: origin, alias: alias, password: password, keyPassword: keyPassword)
          return Opened(identity: opened.identity, alias: alias ?? opened.aliases.first, password: password)
        }
        do throws(CredentialError) {
          return ([try one(alias)], [])
        } catch .aliasNeeded(_, let aliases) where !aliases.isEmpty {
          var found: (keys: [Opened], refused: [CredentialError]) = ([], [])
          for alias in aliases {
            do throws(CredentialError) {
              found.keys.append(try one(alias))
            } catch {
              found.refused.append(error)
            }
          }
          if found.keys.isEmpty, let first = found.refused.first { throw first }
          return found
        }
      } as (keys: [Opened], refused: [CredentialError])?
    return found ?? ([], [])
  }

  /// Does something with the password that is written somewhere, or else with whichever fits.
  ///
  /// - Parameter attempt: throws ``CredentialError/passwordNeeded(origin:)`` or
  ///   ``CredentialError/wrongPassword(origin:)`` for a password that does not fit.
  /// - Returns: nil when a password is needed and there is none.
  /// - Throws: what `attempt` throws, of the last password that was tried.
  func unlock<Value>(
    origin: String, password written: SecretBytes?,
    _ attempt: (SecretBytes?) throws(CredentialError) -> Value
  ) throws(CredentialError) -> Value? {
    if let written { return try attempt(written) }
    var refusal: CredentialError?
    // Nobody is asked while it is not known that a password is needed.
    for candidate in [{ nil }, { password }, { ask(origin) }] as [() -> SecretBytes?] {
      let offered = candidate()
      if offered == nil, refusal != nil { continue }
      do throws(CredentialError) {
        return try attempt(offered)
      } catch {
        switch error {
        case .passwordNeeded, .wrongPassword: refusal = error
        default: throw error
        }
      }
    }
    if case .wrongPassword? = refusal { throw .wrongPassword(origin: origin) }
    return nil
  }
}
