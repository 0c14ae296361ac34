package import Releases

/// One entry of `keys:`: what it may sign, and where its identity is to be read from.
package struct KeyDeclaration: Equatable, Sendable {
  package var name: String
  /// Where the name stands.
  package var position: Position
  package var platform: Platform
  package var purpose: Located<Purpose>
  /// The only applications that it may sign; empty for any.
  package var applications: [String]
  package var isDefault: Bool
  package var source: KeySource
  package var alias: Located<String>?
  /// Of the keystore, or of the private key's file.
  package var password: Located<SecretReference>?
  /// Of the entry inside the keystore; the keystore's own when nil.
  package var keyPassword: Located<SecretReference>?
  package var profiles: [ProfileReference]
  /// Apple's team id, when the file says which it must be.
  package var team: Located<String>?

  package init(
    name: String, position: Position, platform: Platform, purpose: Located<Purpose>,
    applications: [String] = [],
    isDefault: Bool = false, source: KeySource, alias: Located<String>? = nil,
    password: Located<SecretReference>? = nil, keyPassword: Located<SecretReference>? = nil,
    profiles: [ProfileReference] = [], team: Located<String>? = nil
  ) {
    self.name = name
    self.position = position
    self.platform = platform
    self.purpose = purpose
    self.applications = applications
    self.isDefault = isDefault
    self.source = source
    self.alias = alias
    self.password = password
    self.keyPassword = keyPassword
    self.profiles = profiles
    self.team = team
  }
}

/// What holds a key's identity.
package enum KeySource: Equatable, Sendable {
  /// PKCS#12, a Java keystore or a PEM bundle: key and certificates in one.
  case keystore(Located<DataReference>)
  /// PEM, DER or .pk8, and the certificate chain beside it.
  case privateKey(Located<DataReference>, certificate: Located<DataReference>)
}

/// A provisioning profile of a key.
package struct ProfileReference: Equatable, Sendable {
  /// What the map form calls it; nil in the list form.
  package var name: String?
  package var source: Located<DataReference>

  package init(name: String? = nil, source: Located<DataReference>) {
    self.name = name
    self.source = source
  }
}
