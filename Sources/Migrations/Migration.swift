package import Cryptography

/// What another tool kept, as values: nothing is stored, and nothing of the other tool's is changed.
package struct Migration: Sendable {
  package let source: Source
  /// With names of their own, in the order in which they were found.
  package let keys: [FoundKey]
  package let credentials: [FoundCredential]
  package let notes: [MigrationNote]

  /// Reads what a tool keeps in a file or folder.
  ///
  /// Where a file names others, one that is missing or does not open is an error; of a folder that is searched, what
  /// cannot be used is left out with a note. A key whose password nobody knows is found all the same.
  ///
  /// - Parameters:
  ///   - path: the file or folder.
  ///   - password: match's passphrase; for the others, what is tried on a file whose password is not written anywhere.
  ///   - ask: asked for the password of a file when there is none or another is needed; gets the file's path.
  /// - Throws: ``MigrationError``.
  package static func read(
    _ source: Source, at path: String, password: SecretBytes? = nil,
    asking ask: @escaping (_ origin: String) -> SecretBytes? = { _ in nil }
  ) throws(MigrationError) -> Migration {
    var discovery = Discovery(password: password, ask: ask)
    switch source {
    case .match: try MatchFolder(path: path, passphrase: password).read(into: &discovery)
    case .credentialsJSON: try CredentialsJSON(path: path).read(into: &discovery)
    case .buildJSON: try BuildJSON(path: path).read(into: &discovery)
    case .gradleProperties: try KeyProperties(path: path).read(into: &discovery)
    case .folder: try LooseFiles(path: path).read(into: &discovery)
    }
    return Migration(
      source: source, keys: discovery.namedKeys, credentials: discovery.namedCredentials,
      notes: discovery.notes)
  }

  /// What a file or folder is, told from its name and, for a folder, from what is in it.
  ///
  /// - Returns: nil for a file of another name.
  /// - Throws: ``MigrationError/file(_:)`` when there is nothing at the path.
  package static func source(at path: String) throws(MigrationError) -> Source? {
    guard try FolderFiles.isFolder(path) else {
      let name = FilePath.name(of: path)
      if CredentialsJSON.isNamed(name) { return .credentialsJSON }
      if BuildJSON.isNamed(name) { return .buildJSON }
      return KeyProperties.isNamed(name) ? .gradleProperties : nil
    }
    return MatchFolder.isOne(path) ? .match : .folder
  }
}
