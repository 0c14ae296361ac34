import Bytes

/// Writes keys as other tools keep them.
package enum Export {
  /// Writes all of it or nothing; every file that holds a secret can be read by its owner alone.
  ///
  /// - Parameters:
  ///   - keys: each with a name of its own.
  ///   - folder: is made where it is missing.
  ///   - replacing: whether files of the same names may be replaced. Of files that hold more, such as a `build.json`,
  ///     the rest is not kept.
  /// - Returns: what is to know about the files.
  /// - Throws: ``MigrationError``, the cases about writing; ``MigrationError/file(_:)`` with `exists` for a file that is
  ///   there already.
  package static func write(
    _ keys: [ExportedKey], as format: ExportFormat, to folder: String, replacing: Bool = false
  ) throws(MigrationError) -> [MigrationNote] {
    for (name, same) in Dictionary(grouping: keys, by: \.fileName) where same.count > 1 {
      throw .samePlace(keys: same.map(\.name), member: name, format: format)
    }
    let (files, notes) =
      switch format {
      case .credentialsJSON: try CredentialsJSON.files(of: keys)
      case .buildJSON: try BuildJSON.files(of: keys)
      case .folder: try LooseFiles.files(of: keys)
      }
    do throws(BytesError) {
      try FileSet(files, in: folder).write(replacing: replacing)
    } catch {
      throw .file(error)
    }
    let secret = files.filter(\.isSecret).map { FilePath.resolve($0.path, in: folder) }
    return notes + (secret.isEmpty ? [] : [.keepOutOfRepository(files: secret)])
  }
}
