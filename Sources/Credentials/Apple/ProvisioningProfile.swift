package import Cryptography
package import PropertyLists

package import struct FoundationEssentials.Date

/// A provisioning profile (`.mobileprovision`, `.provisionprofile`): which apps of a team may run where, signed by
/// whom and with which entitlements, as Apple signed it.
///
/// A CMS SignedData with a property list as its content. Nothing here judges: one that is expired, or that somebody
/// else signed, is as readable as any.
package struct ProvisioningProfile: Sendable {
  /// The file's name or wherever else the bytes came from.
  package let origin: String
  /// The file as it is, to be put into the app.
  package let bytes: [UInt8]

  package let name: String
  package let uuid: String
  /// The team's identifier; several only in very old profiles.
  ///
  /// Empty when the profile has none.
  package let teamIdentifiers: [String]
  package let teamName: String?
  /// The prefixes that application identifiers may have: the team's identifier, another for apps from before 2011.
  package let applicationIdentifierPrefixes: [String]
  /// The prefix, a dot, and a bundle identifier, or a part of one with `*` as its last component, or `*` alone.
  package let applicationIdentifier: String
  /// `iOS`, `tvOS`, `OSX` …; empty in profiles from before there were others.
  package let platforms: [String]
  package let created: Date
  /// The last moment at which it is valid.
  package let expires: Date
  package let isXcodeManaged: Bool
  /// Those whose keys may sign the app.
  package let certificates: [Certificate]
  /// The identifiers of the devices that it is for; nil when it names none.
  package let devices: [String]?
  package let provisionsAllDevices: Bool
  /// What it grants: keys with the values, or with the patterns of the values, that the app may have.
  package let entitlements: [String: PropertyList]

  /// Whether all signatures over it hold, and there is one.
  ///
  /// Whose they are is another question: ``chain(anchors:)``.
  package let isSignatureValid: Bool
  /// The certificate of the one that signed it; nil when it is not inside.
  package let signerCertificate: Certificate?
  let enclosedCertificates: [Certificate]

  /// The longest file that is looked into, in bytes.
  ///
  /// A profile with the most devices and certificates that Apple allows has some 200 KB.
  package static let sizeLimit = 4 << 20

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - origin: the file's name, for messages.
  /// - Throws: ``CredentialError/notAProvisioningProfile(origin:)``,
  ///   ``CredentialError/unreadableProvisioningProfile(origin:error:)``,
  ///   ``CredentialError/malformedProvisioningProfile(origin:entry:)``. A signature that does not hold is no error.
  package init(_ bytes: [UInt8], origin: String) throws(CredentialError) {
    guard bytes.count <= Self.sizeLimit, let signed = try? SignedData(der: bytes),
      let content = signed.content, let verdicts = signed.verify()
    else { throw .notAProvisioningProfile(origin: origin) }
    let list: PropertyList
    do throws(PropertyListError) {
      list = try PropertyList.read(content).value
    } catch .notAPropertyList {
      throw .notAProvisioningProfile(origin: origin)
    } catch {
      throw .unreadableProvisioningProfile(origin: origin, error: error)
    }
    guard let dictionary = list.dictionary else { throw .notAProvisioningProfile(origin: origin) }

    let entries = ProvisioningProfileEntries(dictionary, origin: origin)
    self.origin = origin
    self.bytes = bytes
    name = try entries.required("Name", \.string)
    uuid = try entries.required("UUID", \.string)
    teamIdentifiers = try entries.optional("TeamIdentifier", \.strings) ?? []
    teamName = try entries.optional("TeamName", \.string)
    applicationIdentifierPrefixes = try entries.optional("ApplicationIdentifierPrefix", \.strings) ?? []
    platforms = try entries.optional("Platform", \.strings) ?? []
    created = try entries.required("CreationDate", \.date)
    expires = try entries.required("ExpirationDate", \.date)
    isXcodeManaged = try entries.optional("IsXcodeManaged", \.boolean) ?? false
    certificates = try entries.certificates("DeveloperCertificates")
    devices = try entries.optional("ProvisionedDevices", \.strings)
    provisionsAllDevices = try entries.optional("ProvisionsAllDevices", \.boolean) ?? false
    entitlements = try entries.required("Entitlements", \.dictionary)
    applicationIdentifier = try ProvisioningProfileEntries(entitlements, origin: origin)
      .applicationIdentifier()

    isSignatureValid = !verdicts.isEmpty && verdicts.allSatisfy(\.isValid)
    signerCertificate = verdicts.first?.certificate
    enclosedCertificates = signed.certificates
  }
}

extension ProvisioningProfile {
  /// The chain of the certificate that signed it; nil when that is not inside.
  ///
  /// A profile that Apple made ends at one of Apple's roots, and was not signed with a developer's certificate, whose
  /// chain ends there too.
  ///
  /// - Parameter anchors: roots that are trusted beside Apple's.
  package func chain(anchors: [Certificate] = []) -> AppleChain? {
    signerCertificate.map { AppleChain(of: $0, among: enclosedCertificates, anchors: anchors) }
  }

  /// Whether an authority made it as it is: its signature holds, its chain ends at a root of Apple's or a trusted one,
  /// and the certificate that signed it is none that developers get.
  ///
  /// - Parameter anchors: roots that are trusted beside Apple's.
  package func isAuthentic(anchors: [Certificate] = []) -> Bool {
    guard isSignatureValid, let chain = chain(anchors: anchors), chain.leaf.appleKind == .unknown else {
      return false
    }
    if case .foreign = chain.end { return false }
    return true
  }
}
