import Credentials
import Cryptography
import Releases

/// A keystore that a file of another tool names, with what that file says of it.
struct KeystoreReference {
  /// The file that names it, and where.
  let file: String
  let member: String
  /// Where it may be.
  let paths: [String]
  let alias: String?
  let password: WrittenSecret?
  let keyPassword: WrittenSecret?
}

/// A password that stands in a file.
struct WrittenSecret {
  /// Where.
  let member: String
  let secret: SecretBytes
}

extension Discovery {
  /// Adds the key that a file names, and notes the passwords that stand there.
  ///
  /// - Parameter purpose: what the other tool says, where the certificate does not.
  /// - Throws: ``MigrationError/missingFile(path:member:tried:)``, ``MigrationError/unusable(path:member:error:)``,
  ///   ``MigrationError/tooLarge(path:limit:)``, ``MigrationError/file(_:)``. A keystore whose password is nowhere is no
  ///   error.
  mutating func add(
    _ reference: KeystoreReference, platform: Platform, purpose: Purpose? = nil
  ) throws(MigrationError) {
    for written in [reference.password, reference.keyPassword] {
      if let written { note(.passwordInClear(file: reference.file, member: written.member)) }
    }
    // An empty one stands for none in all of these files: the key then has the store's.
    let keyPassword = reference.keyPassword.flatMap { $0.secret.isEmpty ? nil : $0.secret }
    let (path, bytes) = try BoundedFile.first(
      of: reference.paths, member: reference.member, of: reference.file)
    let opened: Opened?
    do throws(CredentialError) {
      let found = try open(
        bytes, origin: path, alias: reference.alias, password: reference.password?.secret,
        keyPassword: keyPassword)
      guard found.keys.count <= 1 else {
        throw .aliasNeeded(origin: path, aliases: found.keys.compactMap(\.alias))
      }
      opened = found.keys.first
    } catch {
      throw .unusable(path: reference.file, member: reference.member, error: error)
    }
    let certificate = opened?.identity.certificate
    let found = certificate?.purpose(on: platform) ?? purpose
    add(
      DiscoveredKey(
        .keystore(
          bytes: SecretBytes(bytes), origin: path, alias: opened?.alias ?? reference.alias,
          password: opened?.password, keyPassword: keyPassword),
        certificate: certificate, proposal: "\(platform.rawValue)-\(found?.rawValue ?? "key")",
        platform: platform, purpose: purpose))
  }
}
