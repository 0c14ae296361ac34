import Credentials
import Cryptography
import Releases

/// `credentials.json`, from which EAS signs when `credentialsSource` is `local`.
///
///     { "android": { "keystore": { "keystorePath", "keystorePassword", "keyAlias", "keyPassword"? } },
///       "ios": { "provisioningProfilePath", "distributionCertificate": { "path", "password" } }
///           or { TARGET: { … }, … } }
///
/// Paths are relative to the file. eas-cli, `packages/eas-cli/src/credentials/credentialsJson/types.ts`.
struct CredentialsJSON {
  private let document: JSONObject

  /// Whether a file of this name is one.
  static func isNamed(_ name: String) -> Bool { name == "credentials.json" }

  /// - Throws: ``MigrationError/notJSON(path:)``, ``MigrationError/tooLarge(path:limit:)``,
  ///   ``MigrationError/file(_:)``.
  init(path: String) throws(MigrationError) {
    document = try JSONObject(contentsOf: path)
  }

  /// - Throws: ``MigrationError``, the cases about members and the files that they name.
  func read(into discovery: inout Discovery) throws(MigrationError) {
    note(document, ["android", "ios"], in: &discovery)
    if let android = try document.object("android") {
      note(android, ["keystore"], in: &discovery)
      try readKeystore(android.requiredObject("keystore"), into: &discovery)
    }
    if let ios = try document.object("ios") {
      if ios.isText("provisioningProfilePath") {
        try readTarget(ios, into: &discovery)
      } else {
        for target in ios.names { try readTarget(ios.requiredObject(target), into: &discovery) }
      }
    }
    guard !discovery.keys.isEmpty else { throw .nothingFound(path: document.file, source: .credentialsJSON) }
  }

  private func readKeystore(_ keystore: JSONObject, into discovery: inout Discovery) throws(MigrationError) {
    note(keystore, ["keystorePath", "keystorePassword", "keyAlias", "keyPassword"], in: &discovery)
    let reference = KeystoreReference(
      file: document.file, member: keystore.path("keystorePath"),
      paths: [
        FilePath.resolve(try keystore.requiredText("keystorePath"), in: FilePath.folder(of: document.file))
      ],
      alias: try keystore.requiredText("keyAlias"), password: try keystore.requiredSecret("keystorePassword"),
      keyPassword: try keystore.secret("keyPassword"))
    try discovery.add(reference, platform: .android)
  }

  private func readTarget(_ target: JSONObject, into discovery: inout Discovery) throws(MigrationError) {
    note(target, ["provisioningProfilePath", "distributionCertificate"], in: &discovery)
    let certificate = try target.requiredObject("distributionCertificate")
    note(certificate, ["path", "password"], in: &discovery)
    let folder = FilePath.folder(of: document.file)
    let member = target.path("provisioningProfilePath")
    let (path, bytes) = try BoundedFile.first(
      of: [FilePath.resolve(try target.requiredText("provisioningProfilePath"), in: folder)], member: member,
      of: document.file)
    let profile: ProvisioningProfile
    do throws(CredentialError) {
      profile = try ProvisioningProfile(bytes, origin: path)
    } catch {
      throw .unusable(path: document.file, member: member, error: error)
    }
    let reference = KeystoreReference(
      file: document.file, member: certificate.path("path"),
      paths: [FilePath.resolve(try certificate.requiredText("path"), in: folder)], alias: nil,
      password: try certificate.requiredSecret("password"), keyPassword: nil)
    try discovery.add(reference, platform: .ios, purpose: .distribution)
    discovery.add(profile)
  }

  private func note(_ object: JSONObject, _ known: Set<String>, in discovery: inout Discovery) {
    for note in object.unknownMembers(beside: known) { discovery.note(note) }
  }
}
