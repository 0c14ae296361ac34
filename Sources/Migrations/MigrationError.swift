package import Bytes
package import Credentials
package import Cryptography
package import Releases

/// Why nothing could be read or written.
///
/// A member is written as a path: `ios.Acme.distributionCertificate.path`. Nothing here holds a secret.
package enum MigrationError: Error, Equatable, Sendable {
  // Reading.
  /// There is nothing of the kind at the path.
  case nothingFound(path: String, source: Migration.Source)
  /// In bytes.
  case tooLarge(path: String, limit: Int)
  case notJSON(path: String)
  case missingMember(path: String, member: String)
  case wrongMember(path: String, member: String, expected: ExpectedValue)
  /// A line of a properties file with a `\u` that four hexadecimal digits do not follow.
  case malformedLine(path: String, line: Int)
  /// The file at `member` is not at any of the places where it would be.
  case missingFile(path: String, member: String, tried: [String])
  /// The file that `member` names does not open; the error names the file.
  case unusable(path: String, member: String, error: CredentialError)
  /// A file of match is encrypted and there is no passphrase.
  case passphraseNeeded(file: String)
  /// The passphrase opens none of match's files; this is the first.
  case wrongPassphrase(file: String)

  // Writing.
  /// The format has no place for a key of this platform or purpose.
  case cannotHold(key: String, platform: Platform, purpose: Purpose, format: ExportFormat)
  /// The format has one place for both.
  case samePlace(keys: [String], member: String, format: ExportFormat)
  /// The format has nothing for an Apple key without a profile.
  case noProfile(key: String, format: ExportFormat)
  /// A password that is no text cannot stand in the file.
  case passwordIsNotText(key: String, format: ExportFormat)
  case cryptography(key: String, CryptographyError)

  /// Reading or writing a file failed.
  case file(BytesError)

  package enum ExpectedValue: String, Sendable {
    case text
    case filledText = "text that is not empty"
    case object = "an object"
    case textOrObject = "text or an object"
  }
}
