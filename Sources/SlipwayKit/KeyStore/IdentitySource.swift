package import Age
import Bytes
package import Cryptography
import FoundationEssentials
import Glibc
import Pipelines

/// Where the age identity of whoever runs Slipway is: in `SLIPWAY_IDENTITY` itself, in the file that
/// `SLIPWAY_IDENTITY_FILE` names, or in the user's configuration folder.
///
/// It is never an argument.
package struct IdentitySource: Sendable {
  let invocation: Invocation
  let ask: PasswordPrompt?

  package init(_ invocation: Invocation, ask: PasswordPrompt?) {
    self.invocation = invocation
    self.ask = ask
  }

  package static let variable = "SLIPWAY_IDENTITY"
  package static let fileVariable = "SLIPWAY_IDENTITY_FILE"
  package static let passphraseVariable = "SLIPWAY_IDENTITY_PASSPHRASE"

  /// The file that is used when no variable says another.
  package var path: String {
    value(of: Self.fileVariable) ?? "\(invocation.configuration)/identity.txt"
  }

  /// Whether there is an identity at hand.
  package var isThere: Bool {
    value(of: Self.variable) != nil || FileManager.default.fileExists(atPath: path)
  }

  /// - Throws: ``Failure`` when there is none, or others may read its file; ``AgeError``, ``BytesError``.
  package func identities() throws -> [AgeIdentity] {
    if let text = value(of: Self.variable) {
      do {
        return [try AgeIdentity(SecretBytes(text))]
      } catch AgeError.malformedIdentity {
        throw Failure(
          .inputUnreadable, "\(Self.variable) holds no age identity.",
          remedy:
            "Set it to the line that begins with AGE-SECRET-KEY-1, or name a file with \(Self.fileVariable).")
      }
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        .noRight, "There is no identity to open the key store with: no \(Self.variable), no \(path).",
        remedy:
          "Make one with slipway keys identity, and let a writer of the store add it; in CI, set \(Self.variable)."
      )
    }
    try checkPermissions()
    let bytes = try contents()
    guard AgeIdentityFile.isWrapped(bytes) else {
      return try AgeIdentityFile.read(bytes, passphrase: nil)
    }
    return try AgeIdentityFile.read(bytes, passphrase: passphrase())
  }

  /// Makes an identity where there is none.
  ///
  /// - Returns: the identity and the file that it was written to, readable by its owner alone.
  /// - Throws: ``Failure`` when there is one, ``BytesError``, ``AgeError``.
  package func make(passphrase: SecretBytes? = nil) throws -> (identity: AgeIdentity, path: String) {
    guard !isThere else {
      throw Failure(
        .didNotPass,
        "There is an identity already: \(value(of: Self.variable) == nil ? path : "$\(Self.variable)").")
    }
    let identity = try AgeIdentity.generate()
    let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    if !folder.isEmpty {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    let file = try AtomicFile(path: path, permissions: 0o600)
    let created = invocation.now.formatted(Date.ISO8601FormatStyle())
    try AgeIdentityFile.write(identity, created: created, passphrase: passphrase).withBytes {
      try file.write($0)
    }
    try file.commitNew(durable: true)
    return (identity, path)
  }

  /// The passphrase of an identity that is to be made: from the variable, or asked for twice.
  ///
  /// - Throws: ``Failure`` when there is none.
  package func newPassphrase() throws -> SecretBytes {
    if let text = value(of: Self.passphraseVariable) { return SecretBytes(text) }
    guard let ask, let first = ask("New passphrase: "), !first.isEmpty, first == ask("Once more: ") else {
      throw Failure(
        .usage, "There is no passphrase, or the two were not the same.",
        remedy: "Type it twice, or set \(Self.passphraseVariable).")
    }
    return SecretBytes(first)
  }

  private func passphrase() throws -> SecretBytes {
    if let text = value(of: Self.passphraseVariable) { return SecretBytes(text) }
    guard let answer = ask?("Passphrase of the identity \(path): ") else {
      throw Failure(
        .noRight, "\(path) is protected with a passphrase, and nobody is here to be asked for it.",
        remedy: "Set \(Self.passphraseVariable).")
    }
    return SecretBytes(answer)
  }

  /// An identity that others can read is no longer one person's.
  private func checkPermissions() throws {
    var status = stat()
    guard stat(path, &status) == 0 else { throw BytesError.notFound(path: path) }
    guard status.st_mode & S_IFMT != S_IFREG || status.st_mode & 0o077 == 0 else {
      throw Failure(
        .noRight,
        "The identity \(path) can be read by others: its mode is 0\(String(status.st_mode & 0o777, radix: 8)).",
        remedy: "Run: chmod 600 \(path)")
    }
  }

  private func contents() throws -> [UInt8] {
    try SecretReader(invocation: invocation).data(.file(path), for: path)
  }

  private func value(of variable: String) -> String? {
    invocation.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension Invocation {
  /// Where the user's own settings are: `~/.config/slipway`.
  package var configuration: String { folder("XDG_CONFIG_HOME", or: ".config") }

  /// Where is kept what Slipway remembers for the user: `~/.local/state/slipway`.
  package var userState: String { folder("XDG_STATE_HOME", or: ".local/state") }

  private func folder(_ variable: String, or path: String) -> String {
    let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(path)"
    return "\(base)/slipway"
  }
}
