import Credentials
import Cryptography
import Releases

/// The decrypted files of a match repository, each known for what it is.
struct MatchContents {
  private enum Content {
    case certificate(Certificate, bytes: [UInt8])
    case privateKey(PrivateKey, bytes: SecretBytes)
    case keystore(SigningIdentity, bytes: SecretBytes)
    case profile(ProvisioningProfile)
    /// It was decrypted, or not encrypted, and is of no use.
    case useless(MigrationNote.Reason)
  }

  private var contents: [(path: String, content: Content)] = []
  /// Files that the passphrase does not open.
  private(set) var refused: [String] = []
  private var weak: [String] = []
  private var unencrypted: [String] = []

  /// How many encrypted files the passphrase opened.
  private(set) var opened = 0

  /// - Throws: ``MigrationError/passphraseNeeded(file:)``.
  mutating func add(_ file: [UInt8], _ path: String, _ passphrase: SecretBytes?) throws(MigrationError) {
    guard let encryption = MatchEncryption(file) else {
      unencrypted.append(path)
      contents.append((path, Self.content(SecretBytes(file), path)))
      return
    }
    guard let passphrase else { throw .passphraseNeeded(file: path) }
    let content = encryption.decrypt(passphrase) { bytes in
      let content = Self.content(bytes, path)
      // Nothing else says of v1 that it was the right passphrase.
      if case .useless = content, encryption.version == .v1 { return nil as Content? }
      return content
    }
    guard let content else {
      refused.append(path)
      return
    }
    opened += 1
    if encryption.version == .v1 { weak.append(path) }
    contents.append((path, content))
  }

  private static func content(_ bytes: SecretBytes, _ path: String) -> Content {
    let plain = bytes.withBytes { Array($0) }
    do throws(CredentialError) {
      switch FilePath.pathExtension(of: path) {
      case "p12":
        if let key = (try? PrivateKey(pem: plain)) ?? (try? PrivateKey(der: plain)) {
          return .privateKey(key, bytes: bytes)
        }
        return .keystore(try Keystore.open(plain, origin: path, password: nil).identity, bytes: bytes)
      case "cer":
        guard let certificate = (try? Certificate.all(in: plain))?.first else { return .useless(.unreadable) }
        return .certificate(certificate, bytes: plain)
      default: return .profile(try ProvisioningProfile(plain, origin: path))
      }
    } catch {
      return .useless(.credential(error))
    }
  }

  /// Puts keys, certificates and profiles together.
  func join(into discovery: inout Discovery) {
    if let first = weak.first { discovery.note(.weakMatchEncryption(files: weak.count, first: first)) }
    if let first = unencrypted.first {
      discovery.note(.unencryptedMatch(files: unencrypted.count, first: first))
    }
    var certificates: [(path: String, certificate: Certificate, bytes: [UInt8])] = []
    for case (let path, .certificate(let certificate, let bytes)) in contents {
      certificates.append((path, certificate, bytes))
    }
    for (path, content) in contents {
      switch content {
      case .keystore(let identity, let bytes):
        let material = FoundKey.Material.keystore(
          bytes: bytes, origin: path, alias: identity.name, password: SecretBytes(""), keyPassword: nil)
        add(material, identity.certificate, path, to: &discovery)
      case .privateKey(let key, let bytes):
        let own = certificates.filter { key.matches($0.certificate) }
        // One key may have been renewed: each certificate for it is a key of its own.
        for found in own {
          let material = FoundKey.Material.privateKey(
            bytes: bytes, origin: path, password: nil, certificate: found.bytes, certificateOrigin: found.path
          )
          add(material, found.certificate, path, to: &discovery)
        }
        if own.isEmpty { discovery.note(.leftOut(file: path, .noCertificate)) }
      case .useless(let reason): discovery.note(.leftOut(file: path, reason))
      case .certificate, .profile: break
      }
    }
    for found in certificates where !discovery.certificates.contains(found.certificate) {
      if found.certificate.appleKind.maySignApps { discovery.note(.leftOut(file: found.path, .noPrivateKey)) }
      add(
        .certificateOnly(bytes: found.bytes, origin: found.path), found.certificate, found.path,
        to: &discovery)
    }
    for case (_, .profile(let profile)) in contents { discovery.add(profile) }
  }

  private func add(
    _ material: FoundKey.Material, _ certificate: Certificate, _ path: String, to discovery: inout Discovery
  ) {
    let kind = certificate.appleKind
    let platform = kind.platform ?? .ios
    let purpose = kind.purpose ?? MatchFolder.purpose(ofPath: path)
    discovery.add(
      DiscoveredKey(
        material, certificate: certificate,
        proposal: "\(platform.rawValue)-\(purpose?.rawValue ?? FilePath.stem(of: path))", platform: platform,
        purpose: purpose))
  }
}
