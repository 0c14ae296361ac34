/// One entry of `credentials:`: what a destination logs in with.
package struct CredentialDeclaration: Equatable, Sendable {
  package var name: String
  /// Where the name stands.
  package var position: Position
  package var kind: Kind
  /// The only hosts that it may be sent to.
  ///
  /// Never empty for ``Kind/bearer(_:)`` and ``Kind/basic(user:password:)``; empty for the others, which know
  /// their hosts.
  package var hosts: [String]

  /// What it consists of.
  package enum Kind: Equatable, Sendable {
    /// The service account's JSON.
    case googleServiceAccount(SecretReference)
    /// An App Store Connect API key: the .p8, its id, and the issuer (nil for an individual key).
    case appStoreConnect(key: SecretReference, id: String, issuer: String?)
    case bearer(SecretReference)
    case basic(user: String, password: SecretReference)
    /// A push key of Apple: the .p8, its id and team.
    case apns(key: SecretReference, id: String, team: String)
    /// A push service account of Firebase.
    case fcm(SecretReference)
  }

  package init(name: String, position: Position, kind: Kind, hosts: [String] = []) {
    self.name = name
    self.position = position
    self.kind = kind
    self.hosts = hosts
  }
}
