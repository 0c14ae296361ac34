package import PropertyLists

package import struct FoundationEssentials.Date

/// What a provisioning profile says.
package struct ProfileFacts: Codable, Equatable, Sendable {
  /// By whom it lets an app be installed.
  package enum Kind: String, Codable, CaseIterable, Sendable {
    /// On the devices that it names, with a debugger.
    case development
    /// On the devices that it names.
    case adHoc = "ad-hoc"
    /// By the App Store and TestFlight alone.
    case appStore = "app-store"
    /// On all devices, in house.
    case enterprise
    /// On all Macs.
    case developerID = "developer-id"
  }

  package var name: String
  package var uuid: String
  package var kind: Kind
  /// The first of `TeamIdentifier`.
  package var team: String?
  /// `application-identifier` of its entitlements, with the prefix, perhaps with `*` in the end.
  package var applicationIdentifier: String?
  /// `ApplicationIdentifierPrefix`.
  package var prefixes: [String]
  /// `Platform`: `iOS`, `xrOS`, `visionOS`.
  package var platforms: [String]
  package var created: Date?
  package var expires: Date
  package var deviceCount: Int
  /// `ProvisionedDevices`: the devices' UDIDs.
  package var devices: [String]
  /// SHA-256 digests of `DeveloperCertificates`: lower-case hexadecimal digits.
  package var certificates: [String]
  /// What it grants; values may end in `*`.
  package var entitlements: [String: PropertyList]
  /// Whether the signature over it holds, whoever made it.
  package var isSignatureValid: Bool
  /// Whose root its signer's chain ends at.
  package var signerEnd: CodeSignatureFacts.ChainEnd
  /// When the certificate of its signer ends; nil when there is none.
  package var signerExpires: Date?

  package init(
    name: String, uuid: String, kind: Kind, team: String? = nil, applicationIdentifier: String? = nil,
    prefixes: [String] = [], platforms: [String] = [], created: Date? = nil, expires: Date,
    devices: [String] = [], certificates: [String] = [], entitlements: [String: PropertyList] = [:],
    isSignatureValid: Bool = true, signerEnd: CodeSignatureFacts.ChainEnd = .apple,
    signerExpires: Date? = nil
  ) {
    self.name = name
    self.uuid = uuid
    self.kind = kind
    self.team = team
    self.applicationIdentifier = applicationIdentifier
    self.prefixes = prefixes
    self.platforms = platforms
    self.created = created
    self.expires = expires
    deviceCount = devices.count
    self.devices = devices
    self.certificates = certificates
    self.entitlements = entitlements
    self.isSignatureValid = isSignatureValid
    self.signerEnd = signerEnd
    self.signerExpires = signerExpires
  }
}
