import Credentials
import Cryptography
import Releases

/// Keystores, private keys, certificates, profiles and credentials in a folder, put together by what is in them.
///
/// A file `NAME.password` is the password of a keystore or private key `NAME.p12`.
struct LooseFiles {
  private let folder: String
  private let listing: FolderFiles

  /// Those that are files of the folder and no links.
  private let passwordFiles: Set<String>

  private typealias File = (path: String, bytes: [UInt8])
  /// A certificate, and the whole file that it is in.
  private typealias CertificateFile = (path: String, certificate: Certificate, bytes: [UInt8])

  /// - Throws: ``MigrationError/file(_:)``.
  init(path: String) throws(MigrationError) {
    folder = path
    listing = try FolderFiles(path)
    passwordFiles = Set(
      listing.paths.filter { FilePath.pathExtension(of: $0) == "password" }
        .map { FilePath.resolve($0, in: path) })
  }

  /// - Throws: ``MigrationError/nothingFound(path:source:)`` when no file in it has anything to do with signing.
  func read(into discovery: inout Discovery) throws(MigrationError) {
    var privateKeys: [File] = []
    var certificates: [CertificateFile] = []
    var profiles: [ProvisioningProfile] = []
    for file in listing.paths where LooseFile.isOfInterest(file) {
      let path = FilePath.resolve(file, in: folder)
      do throws(MigrationError) {
        let bytes = try BoundedFile.read(path, limit: BoundedFile.keyLimit)
        switch LooseFile(bytes, path: path) {
        case .keystore: addKeystore((path, bytes), to: &discovery)
        case .privateKey: privateKeys.append((path, bytes))
        case .certificates(let found): certificates += found.map { (path, $0, bytes) }
        case .profile(let profile): profiles.append(profile)
        case .credential(let kind):
          discovery.add(
            FoundCredential(
              name: FilePath.stem(of: path), kind: kind, origin: path, bytes: SecretBytes(bytes)))
        case .useless(let reason): discovery.note(.leftOut(file: path, reason))
        case nil: break
        }
      } catch {
        // Most JSON has nothing to do with signing, least of all what is large.
        guard FilePath.pathExtension(of: path) != "json" else { continue }
        discovery.note(.leftOut(file: path, MigrationNote.Reason(error)))
      }
    }
    for link in listing.links where LooseFile.isOfInterest(link) {
      discovery.note(.leftOut(file: FilePath.resolve(link, in: folder), .link))
    }
    if !listing.isComplete {
      discovery.note(.notAllLookedAt(folder: folder, limit: FolderFiles.countLimit))
    }

    for file in privateKeys {
      addPrivateKey(file, certificates, to: &discovery)
    }
    for (path, certificate, bytes) in certificates where !discovery.certificates.contains(certificate) {
      addCertificate(certificate, path, bytes, to: &discovery)
    }
    for profile in profiles { discovery.add(profile) }
    guard !discovery.keys.isEmpty || !discovery.credentials.isEmpty || !discovery.notes.isEmpty else {
      throw .nothingFound(path: folder, source: .folder)
    }
  }

  private func addKeystore(_ file: File, to discovery: inout Discovery) {
    do throws(CredentialError) {
      let found = try discovery.open(
        file.bytes, origin: file.path, alias: nil, password: password(beside: file.path, in: &discovery),
        keyPassword: nil)
      guard !found.keys.isEmpty else { throw .passwordNeeded(origin: file.path) }
      for error in found.refused { discovery.note(.leftOut(file: file.path, .credential(error))) }
      for key in found.keys {
        let stem = FilePath.stem(of: file.path)
        let material = FoundKey.Material.keystore(
          bytes: SecretBytes(file.bytes), origin: file.path, alias: key.alias, password: key.password,
          keyPassword: nil)
        discovery.add(
          DiscoveredKey(
            material, certificate: key.identity.certificate,
            proposal: found.keys.count == 1 ? stem : "\(stem)-\(key.alias ?? "")"))
      }
    } catch {
      discovery.note(.leftOut(file: file.path, .credential(error)))
    }
  }

  private func addPrivateKey(
    _ file: File, _ certificates: [CertificateFile],
    to discovery: inout Discovery
  ) {
    do throws(CredentialError) {
      guard let (key, password) = try open(file, in: &discovery) else {
        throw .passwordNeeded(origin: file.path)
      }
      let own = certificates.filter { key.matches($0.certificate) }
      for (path, certificate, bytes) in own {
        let material = FoundKey.Material.privateKey(
          bytes: SecretBytes(file.bytes), origin: file.path, password: password, certificate: bytes,
          certificateOrigin: path)
        discovery.add(
          DiscoveredKey(material, certificate: certificate, proposal: FilePath.stem(of: file.path)))
      }
      if own.isEmpty { discovery.note(.leftOut(file: file.path, .noCertificate)) }
    } catch {
      discovery.note(.leftOut(file: file.path, .credential(error)))
    }
  }

  /// - Returns: nil when it needs a password and there is none.
  private func open(
    _ file: File, in discovery: inout Discovery
  ) throws(CredentialError) -> (key: PrivateKey, password: SecretBytes?)? {
    try discovery.unlock(
      origin: file.path, password: password(beside: file.path, in: &discovery)
    ) { (password) throws(CredentialError) in
      (try Keystore.privateKey(file.bytes, origin: file.path, password: password), password)
    }
  }

  private func addCertificate(
    _ certificate: Certificate, _ path: String, _ bytes: [UInt8], to discovery: inout Discovery
  ) {
    if certificate.basicConstraints.isAuthority, certificate.appleKind == .unknown {
      discovery.note(.leftOut(file: path, .authority))
      return
    }
    discovery.note(.leftOut(file: path, .noPrivateKey))
    guard certificate.appleKind.purpose != nil else { return }
    discovery.add(
      DiscoveredKey(
        .certificateOnly(bytes: bytes, origin: path), certificate: certificate,
        proposal: FilePath.stem(of: path)))
  }

  /// What stands in `NAME.password`, without a line end.
  private func password(beside path: String, in discovery: inout Discovery) -> SecretBytes? {
    let file = FilePath.resolve("\(FilePath.stem(of: path)).password", in: FilePath.folder(of: path))
    guard passwordFiles.contains(file), var bytes = try? BoundedFile.read(file, limit: 4096) else {
      return nil
    }
    while let last = bytes.last, last == 0x0a || last == 0x0d { bytes.removeLast() }
    discovery.note(.passwordInClear(file: file, member: nil))
    return SecretBytes(bytes)
  }
}
