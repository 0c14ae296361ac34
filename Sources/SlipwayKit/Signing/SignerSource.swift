import Bytes
import Credentials
import Cryptography
package import Pipelines
import Releases

/// Where a single artifact's signing identity comes from.
package enum SignerSource: Sendable {
  /// A file with key and certificates.
  case keystore(path: String, alias: String?, password: SecretReference?, keyPassword: SecretReference?)
  case privateKey(path: String, certificate: String, password: SecretReference?)
  /// A key of a pipeline file, where there is one, or of the key store.
  case named(String, Pipeline?)
}

/// Opens what the command line names.
///
/// Paths are taken from the current folder.
struct SignerOpener {
  let invocation: Invocation
  let ask: PasswordPrompt?

  func signer(_ source: SignerSource) throws -> PlannedSigner {
    switch source {
    case .keystore(let path, let alias, let password, let keyPassword):
      let bytes = try secrets.data(.file(path), for: path)
      let storePassword = try password.map { try secrets.secret($0, for: path) }
      let entryPassword = try keyPassword.map { try secrets.secret($0, for: path) }
      let opened = try asking(storePassword, about: path) { password in
        try Keystore.open(bytes, origin: path, alias: alias, password: password, keyPassword: entryPassword)
      }
      return PlannedSigner(file: path, identity: opened.identity, warnings: opened.warnings)
    case .privateKey(let path, let certificate, let password):
      let key = try secrets.data(.file(path), for: path)
      let chain = try secrets.data(.file(certificate), for: certificate)
      let identity = try asking(password.map { try secrets.secret($0, for: path) }, about: path) { password in
        try Keystore.open(
          privateKey: key, keyOrigin: path, certificate: chain, certificateOrigin: certificate,
          password: password)
      }
      return PlannedSigner(file: path, identity: identity, warnings: [])
    case .named(let name, let pipeline):
      let access = StoreAccess(invocation, pipeline: pipeline, ask: ask)
      let stored = access.isThere ? StoredKeys(try access.open(), access: access) : nil
      let empty = Pipeline(file: "slipway.yaml", name: "", targets: [])
      return try KeyOpener(pipeline: pipeline ?? empty, invocation: invocation, stored: stored).signer(
        named: name)
    }
  }

  /// Opens with the password given, else without one, and only then asks.
  private func asking<Value>(
    _ password: SecretBytes?, about file: String, _ open: (SecretBytes?) throws -> Value
  ) throws -> Value {
    guard password == nil, let ask else { return try open(password) }
    do {
      return try open(nil)
    } catch let error as CredentialError {
      switch error {
      case .passwordNeeded, .wrongPassword:
        guard let answer = ask("Password of \(file): ") else { throw error }
        return try open(SecretBytes(answer))
      default: throw error
      }
    }
  }

  private var secrets: SecretReader {
    SecretReader(invocation: invocation)
  }
}

/// Asks a person for a password without showing it; nil when there is nobody to ask.
package typealias PasswordPrompt = @Sendable (_ question: String) -> String?
