package import Credentials
package import Cryptography
package import Releases

/// A key to be handed to another tool.
package struct ExportedKey: Sendable {
  /// Files are named after it: lower-case letters, digits and hyphens, as ``FoundKey/name`` is.
  package let name: String
  package let platform: Platform
  package let purpose: Purpose
  package let identity: SigningIdentity
  /// The key's name in the keystore that is written.
  package let alias: String
  /// Of the keystore that is written, and of the key in it.
  package let password: SecretBytes
  package let profiles: [ProvisioningProfile]

  package init(
    name: String, platform: Platform, purpose: Purpose, identity: SigningIdentity, alias: String,
    password: SecretBytes, profiles: [ProvisioningProfile] = []
  ) {
    self.name = name
    self.platform = platform
    self.purpose = purpose
    self.identity = identity
    self.alias = alias
    self.password = password
    self.profiles = profiles
  }
}

extension ExportedKey {
  /// The name without anything that could lead a path elsewhere.
  var fileName: String {
    var names = Discovery.Names()
    return names.take(name)
  }

  /// - Throws: ``MigrationError/cryptography(key:_:)``.
  func keystore() throws(MigrationError) -> [UInt8] {
    do throws(CryptographyError) {
      return try PKCS12.write(key: identity.key, chain: identity.chain, name: alias, password: password)
    } catch {
      throw .cryptography(key: name, error)
    }
  }

  /// The password for a file of text.
  ///
  /// - Throws: ``MigrationError/passwordIsNotText(key:format:)``.
  func passwordText(for format: ExportFormat) throws(MigrationError) -> String {
    guard let text = password.withBytes({ String(validating: $0, as: UTF8.self) }) else {
      throw .passwordIsNotText(key: name, format: format)
    }
    return text
  }
}
