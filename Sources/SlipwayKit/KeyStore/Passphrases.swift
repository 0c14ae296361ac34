package import Cryptography

/// Where the passphrase of a locked key comes from.
package struct Passphrases: Sendable {
  let invocation: Invocation
  let ask: PasswordPrompt?

  package init(_ invocation: Invocation, ask: PasswordPrompt?) {
    self.invocation = invocation
    self.ask = ask
  }

  /// `SLIPWAY_PASSPHRASE_ACME_UPLOAD` for `acme-upload`.
  package static func variable(of name: String) -> String {
    let word = name.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: UInt8(ascii: "_")
      }
    }
    return "SLIPWAY_PASSPHRASE_" + String(decoding: word, as: UTF8.self)
  }

  /// Of another passphrase in the place of the one that a key has.
  package static func newVariable(of name: String) -> String { variable(of: name) + "_NEW" }

  /// From the variable, the file that its variable names, or whoever sits at the terminal; nil when there is none.
  ///
  /// - Throws: ``Failure`` for a file that cannot be read.
  package func passphrase(of name: String) throws -> SecretBytes? {
    let variable = Self.variable(of: name)
    let reader = SecretReader(invocation: invocation)
    if let value = invocation.environment[variable], !value.isEmpty {
      return try reader.secret(.environment(variable), for: name)
    }
    if let path = invocation.environment[variable + "_FILE"], !path.isEmpty {
      return try reader.secret(.file(path), for: name)
    }
    return ask?("Passphrase of \(name): ").map(SecretBytes.init)
  }
}
