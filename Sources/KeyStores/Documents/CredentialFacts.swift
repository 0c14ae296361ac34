/// What is known of a credential without its secret.
package struct CredentialFacts: Codable, Equatable, Sendable {
  package var kind: Kind
  /// The only hosts that a token or password may be sent to; empty for the kinds that know their hosts.
  package var hosts: [String]
  /// The id of an Apple key, the user of a password, the e-mail address of a service account.
  package var id: String?
  /// The team of a push key, the issuer of an App Store Connect key, the project of a service account.
  package var account: String?

  /// What it is.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    case appStoreConnect = "app-store-connect"
    case googleServiceAccount = "google-service-account"
    case bearer, basic, apns, fcm

    /// Whether an app's push service uses it.
    package var isForPush: Bool { self == .apns || self == .fcm }
  }

  package init(kind: Kind, hosts: [String] = [], id: String? = nil, account: String? = nil) {
    self.kind = kind
    self.hosts = hosts
    self.id = id
    self.account = account
  }
}
