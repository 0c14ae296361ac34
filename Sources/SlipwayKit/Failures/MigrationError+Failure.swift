import Credentials
package import Migrations

extension MigrationError: Explained {
  package var failure: Failure {
    switch self {
    case .nothingFound(let path, let source):
      Failure(
        .inputUnreadable, "\(path) holds no keys: nothing in it is what \(source.displayName) keeps.",
        remedy: Self.whatIsWanted(source))
    case .tooLarge(let path, let limit):
      Failure(
        .inputUnreadable, "\(path) is larger than \(limit) bytes, which no file of its kind is.",
        remedy: "Check that it is the right file.")
    case .notJSON(let path):
      Failure(
        .inputUnreadable, "\(path) is not a JSON object.",
        remedy: "Mind commas and quotation marks; comments are not allowed in JSON.")
    case .missingMember(let path, let member):
      Failure(.inputUnreadable, "\(path): \(member) is missing.", remedy: "Add it to the file.")
    case .wrongMember(let path, let member, let expected):
      Failure(
        .inputUnreadable, "\(path): \(member) must be \(expected.rawValue).",
        remedy: "Correct it in the file.")
    case .malformedLine(let path, let line):
      Failure(
        .inputUnreadable, "\(path), line \(line): four hexadecimal digits must follow \\u.",
        remedy: "Write a backslash twice where none is meant as an escape.")
    case .missingFile(let path, let member, let tried):
      Failure(
        .inputUnreadable,
        "\(path): \(member) names a file that is not there: \(tried.joined(separator: ", nor ")).",
        remedy: "Put the file there, or correct the path, which is relative to \(path).")
    case .unusable(let path, let member, let error):
      Failure(
        error.failure.status, "\(path), \(member): \(error.failure.message)",
        remedy: Self.remedy(error, path, member) ?? error.failure.remedy)
    case .passphraseNeeded(let file):
      Failure(
        .inputUnreadable, "\(file) is encrypted, and there is no passphrase.",
        remedy: "Give the passphrase of the match repository, which fastlane has in MATCH_PASSWORD.")
    case .wrongPassphrase(let file):
      Failure(
        .inputUnreadable, "The passphrase opens none of match's files; the first is \(file).",
        remedy: "Give the one that fastlane has in MATCH_PASSWORD; mind a line end or blank at its end.")
    case .cannotHold(let key, let platform, let purpose, let format):
      Failure(
        .didNotPass,
        "The key \(key), for \(purpose.rawValue) on \(platform.displayName), has no place in \(format.displayName).",
        remedy: "Leave it out, or export it to a folder of files.")
    case .samePlace(let keys, let member, let format):
      Failure(
        .didNotPass,
        "\(format.displayName) has one place, \(member), for the keys \(keys.joined(separator: ", ")).",
        remedy: "Export one of them.")
    case .noProfile(let key, let format):
      Failure(
        .didNotPass, "The key \(key) has no provisioning profile, and \(format.displayName) needs one.",
        remedy: "Add a profile to the key, or export it to a folder of files.")
    case .passwordIsNotText(let key, let format):
      Failure(
        .didNotPass,
        "The password of the key \(key) is not UTF-8 text and cannot stand in \(format.displayName).",
        remedy: "Give it another password for the export.")
    case .cryptography(let key, let error):
      Failure(error.failure.status, "The key \(key): \(error.failure.message)", remedy: error.failure.remedy)
    case .file(let error):
      error.failure
    }
  }

  /// What to do about a password that stands in the file, where the general advice is to give one.
  private static func remedy(_ error: CredentialError, _ path: String, _ member: String) -> String? {
    switch error {
    case .wrongPassword, .wrongKeyPassword: "Correct the password that stands in \(path) for it."
    case .noSuchAlias: "Correct the alias that stands in \(path) for it."
    case .aliasNeeded: "Add the alias to \(path)."
    default: nil
    }
  }

  private static func whatIsWanted(_ source: Migration.Source) -> String {
    switch source {
    case .match: "Give a checkout of the repository, with certs/ and profiles/ in it."
    case .credentialsJSON: "Give a credentials.json with android.keystore or ios."
    case .buildJSON: "Give a build.json with a keystore under android.release or android.debug."
    case .gradleProperties: "Give a file with storeFile, storePassword, keyAlias and keyPassword."
    case .folder: "Give a folder with keystores, or certificates with their private keys."
    }
  }
}
