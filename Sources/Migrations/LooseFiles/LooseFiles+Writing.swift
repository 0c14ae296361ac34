import Cryptography

extension LooseFiles {
  /// `NAME.p12`, `NAME.password` and `NAME.cer` for each key, and `profiles/UUID.mobileprovision`.
  ///
  /// - Throws: ``MigrationError/cryptography(key:_:)``.
  static func files(of keys: [ExportedKey]) throws(MigrationError) -> (
    files: [FileSet.File], notes: [MigrationNote]
  ) {
    var files: [FileSet.File] = []
    var profiles = ProfileFiles(folder: "profiles")
    for key in keys {
      files.append(FileSet.File(path: "\(key.fileName).p12", bytes: try key.keystore(), isSecret: true))
      files.append(
        FileSet.File(
          path: "\(key.fileName).password", bytes: key.password.withBytes { Array($0) }, isSecret: true))
      files.append(
        FileSet.File(path: "\(key.fileName).cer", bytes: key.identity.certificate.der, isSecret: false))
      for profile in key.profiles { _ = profiles.add(profile) }
    }
    return (files + profiles.files, [])
  }
}
