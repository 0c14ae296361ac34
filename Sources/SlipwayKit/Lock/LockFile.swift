package import KeyStores
package import Releases

/// `slipway.lock`: with which keys a pipeline's targets were last meant to be signed, and where they go.
///
/// It is committed beside the pipeline file, so that another key is a line that somebody reviews, and an older key store
/// that was put back is seen.
package struct LockFile: Codable, Equatable, Sendable {
  /// What is fixed of one target.
  package struct Target: Codable, Equatable, Sendable {
    package var platform: Platform
    package var distribution: Distribution
    package var application: String?
    /// In the order of the signers.
    package var keys: [Key]
    /// In the order of the pipeline file, before inputs are filled in.
    package var destinations: [String]
    package var push: [String]
  }

  /// What is fixed of a signer.
  package struct Key: Codable, Equatable, Sendable {
    package var name: String
    package var purpose: Purpose
    /// The SHA-256 of the certificate.
    package var certificate: String
    /// The UUIDs of the provisioning profiles, sorted.
    package var profiles: [String]
    /// Of the key store's entry; nil for a key from elsewhere.
    package var generation: Int?
  }

  /// Of this shape.
  package static let currentVersion = 1

  package var version: Int
  package var targets: [String: Target]
  /// How the key store was; nil without one.
  package var store: StoreWitness?
}
