import Bytes
import Cryptography
import FoundationEssentials
import KeyStores
import Pipelines

/// Takes credentials out of a store, to where a build or a push service reads them.
package struct CredentialExport: Sendable {
  /// To where.
  package enum Format: String, CaseIterable, Sendable {
    /// A file each, named as its makers name it.
    case folder
    /// `NAME=value` lines, such as a CI service reads; files in base64.
    case variables
  }

  let access: StoreAccess
  let names: [String]
  let format: Format

  /// - Parameter names: of credentials; none for all that a pipeline's `push:` names.
  package init(_ access: StoreAccess, names: [String], format: Format) {
    self.access = access
    self.names = names
    self.format = format
  }

  /// A file that was written, or is to be printed.
  struct Item {
    let entry: Entry
    let secret: SecretBytes
  }

  /// Writes files, readable by their owner alone.
  ///
  /// - Parameter output: the folder, or the one file of the variables.
  /// - Returns: their paths.
  /// - Throws: ``StoreError``, ``Failure``, ``BytesError``.
  package func write(to output: String, replaces: Bool) throws -> [String] {
    let items = try items()
    if format == .variables {
      try write(SecretBytes(joining: items.flatMap { Self.lines(of: $0) }), to: output, replaces)
      return [output]
    }
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    return try items.map { item in
      let path = "\(output)/\(item.entry.exportName)"
      try write(item.secret, to: path, replaces)
      return path
    }
  }

  private func write(_ contents: SecretBytes, to path: String, _ replaces: Bool) throws {
    let file = try AtomicFile(path: path, permissions: 0o600)
    try contents.withBytes { try file.write($0) }
    if replaces { try file.commit() } else { try file.commitNew() }
  }

  /// `NAME_ID=…`, `NAME_ACCOUNT=…` and the secret itself.
  private static func lines(of item: Item) -> [SecretBytes] {
    let name = item.entry.variable
    let facts = item.entry.credential
    let clear = [facts?.id.map { "\(name)_ID=\($0)\n" }, facts?.account.map { "\(name)_ACCOUNT=\($0)\n" }]
    let isText = facts?.kind == .bearer || facts?.kind == .basic
    let value = isText ? item.secret : item.secret.withBytes { SecretBytes(Base64.encode(Array($0))) }
    return clear.compactMap { $0.map(SecretBytes.init) }
      + [SecretBytes("\(name)\(isText ? "" : "_BASE64")="), value, SecretBytes("\n")]
  }

  private func items() throws -> [Item] {
    let store = try access.open()
    let stored = StoredKeys(store, access: access)
    let entries = try names.map { try store.entry($0, in: .credentials) }
    let items = try entries.map { entry in
      guard let secret = try stored.secret(of: entry)[SecretBundle.credential] else {
        throw StoreError.missingMember(entry: entry.name, member: SecretBundle.credential)
      }
      return Item(entry: entry, secret: secret)
    }
    // A build that may only read cannot write the audit; whoever can does.
    if try stored.user.flatMap({ try? store.recipient($0.name) })?.writes == true {
      _ = try access.change { change in
        for entry in entries {
          try change.markExported(change.entry(entry.name, in: .credentials), as: format.rawValue)
        }
      }
    }
    return items
  }
}

extension Entry {
  /// The name that its makers give such a file.
  fileprivate var exportName: String {
    switch credential?.kind {
    case .apns, .appStoreConnect: credential?.id.map { "AuthKey_\($0).p8" } ?? "\(name).p8"
    case .googleServiceAccount, .fcm: "\(name).json"
    case .bearer, .basic, nil: "\(name).token"
    }
  }

  /// The name as an environment variable's.
  fileprivate var variable: String {
    String(Passphrases.variable(of: name).dropFirst("SLIPWAY_PASSPHRASE_".count))
  }
}
