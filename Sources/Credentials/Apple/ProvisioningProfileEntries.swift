import Cryptography
import PropertyLists

/// The entries of a profile's property list, or of the entitlements in it, with their names for errors.
struct ProvisioningProfileEntries {
  private let entries: [String: PropertyList]
  private let origin: String

  init(_ entries: [String: PropertyList], origin: String) {
    self.entries = entries
    self.origin = origin
  }

  /// - Throws: ``CredentialError/malformedProvisioningProfile(origin:entry:)`` when it is missing or of another kind.
  func required<Value>(
    _ key: String, _ kind: (PropertyList) -> Value?
  ) throws(CredentialError) -> Value {
    guard let value = try optional(key, kind) else { throw malformed(key) }
    return value
  }

  /// - Returns: nil when it is missing.
  /// - Throws: ``CredentialError/malformedProvisioningProfile(origin:entry:)`` when it is of another kind.
  func optional<Value>(
    _ key: String, _ kind: (PropertyList) -> Value?
  ) throws(CredentialError) -> Value? {
    guard let entry = entries[key] else { return nil }
    guard let value = kind(entry) else { throw malformed(key) }
    return value
  }

  /// An array of certificates in DER.
  func certificates(_ key: String) throws(CredentialError) -> [Certificate] {
    var certificates: [Certificate] = []
    for (index, element) in try required(key, \.array).enumerated() {
      guard let der = element.data, let certificate = try? Certificate(der: der) else {
        throw malformed("\(key)[\(index)]")
      }
      certificates.append(certificate)
    }
    return certificates
  }

  /// The application identifier among entitlements: macOS has its own name for it.
  func applicationIdentifier() throws(CredentialError) -> String {
    let mac = "com.apple.application-identifier"
    let key = entries[mac] == nil ? "application-identifier" : mac
    let identifier = try required(key, \.string)
    // A prefix, a dot, and something behind it.
    let parts = identifier.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { throw malformed(key) }
    return identifier
  }

  private func malformed(_ entry: String) -> CredentialError {
    .malformedProvisioningProfile(origin: origin, entry: entry)
  }
}
