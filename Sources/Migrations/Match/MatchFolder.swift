import Bytes
import Credentials
import Cryptography
import Releases

/// A checkout of match's repository.
///
///     certs/TYPE/ID.cer    certs/TYPE/ID.p12    profiles/TYPE/Type_bundle.id.mobileprovision
///
/// All may lie in a folder per team. The `.p12` is most often no PKCS#12 but the private key in PEM, as fastlane's
/// cert writes it; one that was imported has an empty password. Profiles belong to the keys whose certificates they
/// hold, whatever they are called. fastlane, `match/lib/match/runner.rb` and `cert/lib/cert/runner.rb`.
struct MatchFolder {
  private let folder: String
  private let passphrase: SecretBytes?
  private let files: [String]
  private let isComplete: Bool

  /// - Throws: ``MigrationError/file(_:)``.
  init(path: String, passphrase: SecretBytes?) throws(MigrationError) {
    let listing = try FolderFiles(path)
    folder = path
    self.passphrase = passphrase
    files = listing.paths.filter { Part($0) != nil }
    isComplete = listing.isComplete
  }

  /// Whether a folder has what match keeps.
  static func isOne(_ path: String) -> Bool {
    guard let listing = try? FolderFiles(path) else { return false }
    return listing.paths.contains { file in
      if case .identity? = Part(file)?.place { true } else { false }
    }
  }

  /// Where a file of match's stands.
  private struct Part {
    enum Place {
      case identity
      case profile
    }
    let place: Place
    /// The folder's name, such as `distribution` or `appstore`.
    let type: String

    /// Nil for what is not match's.
    init?(_ path: String) {
      let parts = path.split(separator: "/").map(String.init)
      guard parts.count >= 3 else { return nil }
      let end = FilePath.pathExtension(of: path)
      type = parts[parts.count - 2]
      switch parts[parts.count - 3] {
      case "certs" where end == "cer" || end == "p12": place = .identity
      case "profiles" where end == "mobileprovision" || end == "provisionprofile": place = .profile
      default: return nil
      }
    }
  }

  /// - Throws: ``MigrationError/nothingFound(path:source:)``, ``MigrationError/passphraseNeeded(file:)``,
  ///   ``MigrationError/wrongPassphrase(file:)`` when it opens no file at all, ``MigrationError/file(_:)``.
  func read(into discovery: inout Discovery) throws(MigrationError) {
    guard !files.isEmpty else { throw .nothingFound(path: folder, source: .match) }
    var contents = MatchContents()
    for file in files {
      let path = FilePath.resolve(file, in: folder)
      let bytes: [UInt8]
      do throws(MigrationError) {
        bytes = try BoundedFile.read(path, limit: BoundedFile.keyLimit)
      } catch {
        discovery.note(.leftOut(file: path, MigrationNote.Reason(error)))
        continue
      }
      try contents.add(bytes, path, passphrase)
    }
    if contents.opened == 0, let first = contents.refused.first { throw .wrongPassphrase(file: first) }
    for file in contents.refused { discovery.note(.leftOut(file: file, .otherPassphrase)) }
    if !isComplete { discovery.note(.notAllLookedAt(folder: folder, limit: FolderFiles.countLimit)) }
    contents.join(into: &discovery)
  }

  /// What a type of certificate is for, where the certificate does not say.
  static func purpose(ofPath path: String) -> Purpose? {
    switch Part(path)?.type {
    case "development": .development
    case "distribution", "enterprise", "developer_id_application": .distribution
    default: nil
    }
  }
}
