import Bytes
import Credentials
import Cryptography
import KeyStores
import Migrations
package import Pipelines

/// Takes keys out of a store, in a form that other tools read.
package struct KeyExport: Sendable {
  /// A form.
  package enum Format: String, CaseIterable, Sendable {
    /// PKCS#12 that macOS's keychain, Java and OpenSSL read.
    case p12
    case jks
    /// The private key, encrypted, and the certificates.
    case pem
    /// EAS's `credentials.json` with its files.
    case credentialsJSON = "credentials-json"
    /// Cordova's `build.json` with its files.
    case buildJSON = "build-json"
    /// A `.p12`, its password, its certificate and its profiles.
    case folder
  }

  let access: StoreAccess
  let names: [String]
  let format: Format
  /// A file, or for the forms of several files a folder.
  let output: String
  let password: SecretReference?
  let replaces: Bool

  package init(
    _ access: StoreAccess, names: [String], format: Format, output: String, password: SecretReference?,
    replaces: Bool
  ) {
    self.access = access
    self.names = names
    self.format = format
    self.output = output
    self.password = password
    self.replaces = replaces
  }

  /// Writes the files and the audit.
  ///
  /// The audit is written first: what cannot be told is not done.
  ///
  /// - Returns: what is to know about the files.
  /// - Throws: ``Failure``, ``StoreError``, ``CredentialError``, ``MigrationError``, ``BytesError``.
  package func perform() throws -> [String] {
    let store = try access.open()
    let stored = StoredKeys(store, access: access)
    let entries = try names.map { try store.entry($0, in: .keys) }
    var keys: [ExportedKey] = []
    let password = try exportPassword()
    for entry in entries {
      guard let facts = entry.key else { continue }
      let key = try StoredKey(stored.secret(of: entry), name: entry.name)
      guard let identity = key.identity else {
        throw Failure(
          .didNotPass, "\(entry.name) waits for its certificate, and no other tool could use it.",
          remedy: "Add the certificate first.")
      }
      let alias = key.bundle.text(SecretBundle.alias) ?? entry.name
      keys.append(
        ExportedKey(
          name: entry.name, platform: facts.platform, purpose: facts.purpose, identity: identity,
          alias: alias,
          password: password, profiles: key.profiles))
    }
    _ = try access.change { change in
      for entry in entries {
        try change.markExported(change.entry(entry.name, in: .keys), as: format.rawValue)
      }
    }
    return try write(keys, password)
  }

  private func write(_ keys: [ExportedKey], _ password: SecretBytes) throws -> [String] {
    switch format {
    case .credentialsJSON: return try notes(of: keys, as: .credentialsJSON)
    case .buildJSON: return try notes(of: keys, as: .buildJSON)
    case .folder: return try notes(of: keys, as: .folder)
    case .p12, .jks, .pem: break
    }
    guard let key = keys.first, keys.count == 1 else {
      throw Failure(
        .usage, "A \(format.rawValue) file holds one key.", remedy: "Name one key, or use --as folder.")
    }
    switch format {
    case .p12:
      let bytes = try PKCS12.write(
        key: key.identity.key, chain: key.identity.chain, name: key.alias, password: password,
        encryption: .compatible)
      try write(SecretBytes(bytes))
    case .jks:
      let bytes = try JavaKeystore.write(
        key: key.identity.key, chain: key.identity.chain, name: key.alias, password: password)
      try write(SecretBytes(bytes))
    default:
      try write(PEM.identity(key: key.identity.key, chain: key.identity.chain, encryptedWith: password))
    }
    return key.profiles.isEmpty
      ? [] : ["Its provisioning profiles are not in the file; --as folder writes them too."]
  }

  private func notes(of keys: [ExportedKey], as format: ExportFormat) throws -> [String] {
    try Export.write(keys, as: format, to: output, replacing: replaces).map(\.sentence)
  }

  private func write(_ bytes: SecretBytes) throws {
    let file = try AtomicFile(path: output, permissions: 0o600)
    try bytes.withBytes { try file.write($0) }
    if replaces { try file.commit(durable: true) } else { try file.commitNew(durable: true) }
  }

  private func exportPassword() throws -> SecretBytes {
    if let password { return try SecretReader(invocation: access.invocation).secret(password, for: "export") }
    if format == .folder || format == .credentialsJSON || format == .buildJSON {
      // It is written beside the key, where these forms keep it.
      return try RandomPassword.make()
    }
    guard let answer = access.identity.ask?("Password for \(output): "), !answer.isEmpty else {
      throw Failure(
        .usage, "There is no password to protect \(output) with.",
        remedy: "Give it with --password-env or --password-file.")
    }
    return SecretBytes(answer)
  }
}
