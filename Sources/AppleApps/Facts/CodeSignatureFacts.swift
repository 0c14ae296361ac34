package import PropertyLists

package import struct FoundationEssentials.Date

/// What a code signature says of itself and of its signer.
///
/// That it stands here does not say that it verifies.
package struct CodeSignatureFacts: Codable, Equatable, Sendable {
  /// Whose root the signer's chain ends at.
  package enum ChainEnd: String, Codable, Sendable {
    case apple
    /// A root that the pipeline trusts beside Apple's.
    case trusted
    /// Another's, or none that is known.
    case foreign
    /// Nobody signed: the signature is ad hoc.
    case none
  }

  /// The identifier in the CodeDirectory: the bundle's, as a rule.
  package var identifier: String
  /// The team in the CodeDirectory.
  package var team: String?
  /// The flags of the CodeDirectory.
  package var flags: UInt32
  /// Signed by nobody.
  package var isAdHoc: Bool
  /// Made by the linker, which signs ad hoc.
  package var isLinkerSigned: Bool
  /// The CodeDirectory's version, such as 0x20400.
  package var version: UInt32
  /// The hash types of the CodeDirectories, the primary one's first: `SHA-1`, `SHA-256`.
  package var digests: [String]
  /// The bytes of a page, each of which has its own digest; 0 for one page of all bytes.
  package var pageSize: Int
  /// The first 20 bytes of the best CodeDirectory's digest: 40 lower-case hexadecimal digits.
  package var cdHash: String
  /// When the signer says it signed.
  package var signingTime: Date?
  /// The signer's chain, leaf first; empty for an ad-hoc signature.
  package var certificates: [AppleCertificateFact]
  package var chainEnd: ChainEnd
  /// The designated requirement as text; nil when there is none.
  package var requirement: String?
  /// The entitlements of the XML form, or else of the DER form; empty where there are none.
  package var entitlements: [String: PropertyList]
  /// Whether there are entitlements in DER, which iOS 15 and later read.
  package var hasDEREntitlements: Bool
  /// Whether the XML and the DER form say the same; true where one of them is absent.
  package var entitlementsAgree: Bool

  package init(
    identifier: String, team: String? = nil, flags: UInt32 = 0, isAdHoc: Bool = false,
    isLinkerSigned: Bool = false, version: UInt32 = 0x20400, digests: [String] = ["SHA-256"],
    pageSize: Int = 16_384, cdHash: String = "", signingTime: Date? = nil,
    certificates: [AppleCertificateFact] = [], chainEnd: ChainEnd = .none, requirement: String? = nil,
    entitlements: [String: PropertyList] = [:], hasDEREntitlements: Bool = false,
    entitlementsAgree: Bool = true
  ) {
    self.identifier = identifier
    self.team = team
    self.flags = flags
    self.isAdHoc = isAdHoc
    self.isLinkerSigned = isLinkerSigned
    self.version = version
    self.digests = digests
    self.pageSize = pageSize
    self.cdHash = cdHash
    self.signingTime = signingTime
    self.certificates = certificates
    self.chainEnd = chainEnd
    self.requirement = requirement
    self.entitlements = entitlements
    self.hasDEREntitlements = hasDEREntitlements
    self.entitlementsAgree = entitlementsAgree
  }
}
