import Credentials
package import Migrations

extension MigrationNote {
  /// The note in one sentence, with what to do where there is something.
  package var sentence: String {
    switch self {
    case .passwordInClear(let file, let member):
      "A password stands in clear in \(file)\(member.map { ", \($0)" } ?? ""); remove it once the key is taken over."
    case .unknownMember(let file, let member):
      "\(file): \(member) is not known and was not looked at."
    case .leftOut(let file, let reason):
      "\(file) was left out: \(reason.words)."
    case .weakMatchEncryption(let files, let first):
      "\(Self.count(files)) of match, such as \(first), \(files == 1 ? "has" : "have") the old encryption (v1), which protects a passphrase badly: whoever has seen the repository can try passphrases at full speed."
    case .unencryptedMatch(let files, let first):
      "\(Self.count(files)) of match, such as \(first), \(files == 1 ? "is" : "are") not encrypted."
    case .keptOnMac(let file, let member, let name):
      "\(file), \(member): \(name) is not in the file but in the keychain or Xcode of a Mac; the key and its profile have to come from there or go there."
    case .notAllLookedAt(let folder, let limit):
      "\(folder) holds more than \(limit) files, or folders that are nested too deep; not all were looked at."
    case .keepOutOfRepository(let files):
      "These files hold secrets in clear; add them to .gitignore: \(files.joined(separator: ", "))."
    case .targetsNamedByBundleID(let file, let targets):
      "\(file): the targets are named after their bundle identifiers (\(targets.joined(separator: ", "))); rename them to what they are called in Xcode."
    }
  }

  private static func count(_ files: Int) -> String { files == 1 ? "1 file" : "\(files) files" }
}

extension MigrationNote.Reason {
  /// Why, without a full stop.
  fileprivate var words: String {
    switch self {
    case .credential(let error):
      String(error.failure.message.reversed().drop { $0 == "." }.reversed())
    case .otherPassphrase: "the passphrase, which opens others, does not open it, or it is damaged"
    case .noCertificate: "there is no certificate for this private key"
    case .noPrivateKey: "there is no private key for this certificate"
    case .noKeyForProfile: "none of the keys has a certificate that the profile is for"
    case .authority: "it is the certificate of an authority, which is not needed"
    case .notForApps(let kind): "its certificate (\(kind.rawValue)) signs no apps"
    case .sameAs(let file): "\(file) holds the same key"
    case .unknownContents: "what is in it is neither a key nor a certificate"
    case .tooLarge(let limit): "it is larger than \(limit) bytes"
    case .link: "it is a symbolic link"
    case .unreadable: "it cannot be read"
    }
  }
}
