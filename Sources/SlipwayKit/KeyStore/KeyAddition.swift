import Credentials
import Cryptography
import Bytes
import FoundationEssentials
package import KeyStores
package import Pipelines
import Releases

/// Puts files into a store that belong to one key or credential.
///
/// Every password is tried then and there.
package struct KeyAddition: Sendable {
  let access: StoreAccess
  let files: [String]
  let draft: KeyDraft
  let credential: CredentialDraft
  let alias: String?
  let password: SecretReference?
  let keyPassword: SecretReference?

  package init(
    _ access: StoreAccess, files: [String], draft: KeyDraft, credential: CredentialDraft, alias: String?,
    password: SecretReference?, keyPassword: SecretReference?
  ) {
    self.access = access
    self.files = files
    self.draft = draft
    self.credential = credential
    self.alias = alias
    self.password = password
    self.keyPassword = keyPassword
  }

  /// What became of the files.
  package enum Result: Sendable {
    case added(Entry, KeyStore)
    /// A certificate or profiles found the keys that they belong to.
    case joined([Entry], KeyStore)
  }

  /// - Throws: ``CredentialError``, ``StoreError``, ``Failure``.
  package func perform() throws -> Result {
    let material = try KeyMaterial(files, password: secret(password), invocation: access.invocation)
    if let account = material.serviceAccount { return try add(credential.entry(of: account, draft: draft)) }
    if let key = material.appleKey, material.certificates.isEmpty {
      return try add(credential.entry(of: key, draft: draft))
    }
    guard material.keystore != nil || material.privateKey != nil else {
      let (entries, store) = try KeyRenewal(access, material, files: files).perform()
      return .joined(entries, store)
    }
    let bundle = try bundle(of: material)
    let proposal = name(from: material.keystore ?? material.privateKey ?? files[0])
    let key = try StoredKey(bundle, name: draft.name ?? proposal)
    return try add(draft.entry(of: key, name: proposal, access: access))
  }

  /// Adds a token or password.
  ///
  /// - Throws: ``Failure``, ``StoreError``.
  package func add(token: SecretReference, user: String?) throws -> Result {
    let secret = try SecretReader(invocation: access.invocation).secret(token, for: draft.name ?? "the token")
    return try add(credential.entry(secret: secret, user: user, draft: draft))
  }

  /// The files of a key as they go into the store, with every password tried.
  ///
  /// - Throws: ``CredentialError``, ``Failure``.
  func bundle() throws -> SecretBundle {
    try bundle(of: KeyMaterial(files, password: secret(password), invocation: access.invocation))
  }

  private func add(_ entry: EntryDraft) throws -> Result {
    var entry = entry
    if entry.passphrase == nil { entry.passphrase = try draft.passphrase(of: entry.name, access: access) }
    let draft = entry
    let (store, added) = try access.change { change in try change.add(draft) }
    return .added(try store.entry(added.name, in: added.chapter), store)
  }

  // MARK: Keys

  private func bundle(of material: KeyMaterial) throws -> SecretBundle {
    var bundle = SecretBundle()
    if let keystore = material.keystore {
      bundle[SecretBundle.keystore] = material.bytes(of: keystore)
      bundle[SecretBundle.alias] = alias.map(SecretBytes.init)
      bundle[SecretBundle.keyPassword] = try secret(keyPassword)
      bundle[SecretBundle.password] = try asking(about: keystore) { password in
        _ = try Keystore.open(
          Array(material.bytes(of: keystore)), origin: keystore, alias: alias, password: password,
          keyPassword: bundle[SecretBundle.keyPassword])
      }
    } else if let file = material.privateKey, !material.certificates.isEmpty {
      let certificates = material.certificates.map { PEM.encode($0.der, label: "CERTIFICATE") }.joined()
      var identity: SigningIdentity?
      _ = try asking(about: file) { password in
        identity = try Keystore.open(
          privateKey: Array(material.bytes(of: file)), keyOrigin: file, certificate: Array(certificates.utf8),
          certificateOrigin: file, password: password)
      }
      if let identity { bundle = try SecretBundle(identity) }
    } else if let file = material.privateKey {
      throw CredentialError.keyWithoutCertificate(origin: file, alias: nil)
    }
    for profile in material.profiles { bundle.add(profile) }
    for token in material.debugTokens { bundle[SecretBundle.debugToken] = material.bytes(of: token) }
    return bundle
  }

  /// Opens with the password given, else without one, and only then asks.
  ///
  /// - Returns: the password that opened it; nil when it has none.
  private func asking(about file: String, _ open: (SecretBytes?) throws -> Void) throws -> SecretBytes? {
    if let password = try secret(password) {
      try open(password)
      return password
    }
    do {
      try open(nil)
      return nil
    } catch let error as CredentialError {
      switch error {
      case .passwordNeeded, .wrongPassword:
        guard let answer = access.identity.ask?("Password of \(file): ") else { throw error }
        let password = SecretBytes(answer)
        try open(password)
        return password
      default: throw error
      }
    }
  }

  private func secret(_ reference: SecretReference?) throws -> SecretBytes? {
    try reference.map {
      try SecretReader(invocation: access.invocation).secret($0, for: files.first ?? "the file")
    }
  }

  /// The file's name without folders and its last extension, as far as it can be a name.
  private func name(from file: String) -> String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    let stem = last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    return StoreName.isValid(stem) ? stem : "key"
  }
}

extension Array where Element == UInt8 {
  /// A copy, which is not wiped: for readers that take arrays.
  init(_ secret: SecretBytes) {
    self = secret.withBytes { [UInt8]($0) }
  }
}
