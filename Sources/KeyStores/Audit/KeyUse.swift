package import struct FoundationEssentials.Date

/// That a key signed something, told and signed by the one who used it.
///
/// A run never writes to the store; its report holds these, and `keys audit --import` brings them home.
package struct KeyUse: StoreDocument {
  package static let kind = "use"

  /// Of which store.
  package var store: String
  package var key: String
  package var generation: Int
  /// The SHA-256 of the key's certificate.
  package var certificate: String
  /// The SHA-256 of what was signed.
  package var artifact: String
  package var application: String?
  package var host: String
  package var at: Date
  /// The name of the recipient.
  package var by: String

  package init(
    store: String, key: String, generation: Int, certificate: String, artifact: String, application: String?,
    host: String, at: Date, by: String
  ) {
    self.store = store
    self.key = key
    self.generation = generation
    self.certificate = certificate
    self.artifact = artifact
    self.application = application
    self.host = host
    self.at = at.wholeSeconds
    self.by = by
  }
}
