package import Credentials

/// Something worth knowing about what was read or written.
///
/// Files are named as they were found; nothing here holds a secret.
package enum MigrationNote: Equatable, Sendable {
  /// A password stands in the file for everybody who can read it; `member` is where, nil for a file that is nothing
  /// else.
  case passwordInClear(file: String, member: String?)
  /// The file has a member that the format does not know.
  case unknownMember(file: String, member: String)
  case leftOut(file: String, Reason)
  /// Files of match are encrypted as before 2024 (v1), which one round of MD5 or SHA-256 protects: how many, and one of
  /// them.
  case weakMatchEncryption(files: Int, first: String)
  /// Files of match are not encrypted at all: how many, and one of them.
  case unencryptedMatch(files: Int, first: String)
  /// The file only names an identity or profile, which a Mac's keychain or Xcode has.
  case keptOnMac(file: String, member: String, name: String)
  /// More than this many files, or deeper folders, were not looked at.
  case notAllLookedAt(folder: String, limit: Int)

  /// What was written holds secrets in clear and does not belong into a repository.
  case keepOutOfRepository(files: [String])
  /// The format wants the names of Xcode's targets, which nobody knows here; these are made from bundle identifiers.
  case targetsNamedByBundleID(file: String, targets: [String])

  /// Why a file is of no use.
  package enum Reason: Equatable, Sendable {
    /// It cannot be opened, or is not what its name says.
    case credential(CredentialError)
    /// No passphrase that fits it: others of the same folder opened.
    case otherPassphrase
    /// A private key without a certificate, or a certificate without its private key.
    case noCertificate
    case noPrivateKey
    /// A profile with none of the keys' certificates.
    case noKeyForProfile
    /// A certificate of an authority, which is not needed.
    case authority
    /// A certificate that signs no apps.
    case notForApps(AppleCertificateKind)
    /// The same key with the same certificate is in another file.
    case sameAs(file: String)
    /// Neither an Apple nor a Google key.
    case unknownContents
    /// In bytes.
    case tooLarge(limit: Int)
    /// A symbolic link: what it leads to was looked at where it is, or is outside of the folder.
    case link
    case unreadable
  }
}
