import Credentials
import Migrations
import SlipwayKit
import Testing

@Suite struct MigrationFailureTests {
  @Test(
    arguments: [
      (
        .nothingFound(path: "certs", source: .match),
        "certs holds no keys: nothing in it is what fastlane match keeps."
      ),
      (.tooLarge(path: "a.p12", limit: 99), "a.p12 is larger than 99 bytes, which no file of its kind is."),
      (.notJSON(path: "build.json"), "build.json is not a JSON object."),
      (.missingMember(path: "c.json", member: "ios.A.path"), "c.json: ios.A.path is missing."),
      (
        .wrongMember(path: "c.json", member: "ios", expected: .filledText),
        "c.json: ios must be text that is not empty."
      ),
      (
        .malformedLine(path: "key.properties", line: 3),
        "key.properties, line 3: four hexadecimal digits must follow \\u."
      ),
      (
        .missingFile(path: "k.properties", member: "storeFile", tried: ["app/a.jks", "a.jks"]),
        "k.properties: storeFile names a file that is not there: app/a.jks, nor a.jks."
      ),
      (
        .unusable(path: "c.json", member: "android", error: .wrongPassword(origin: "a.jks")),
        "c.json, android: The password does not open a.jks."
      ),
      (
        .passphraseNeeded(file: "certs/a.cer"), "certs/a.cer is encrypted, and there is no passphrase."
      ),
      (
        .wrongPassphrase(file: "certs/a.cer"),
        "The passphrase opens none of match's files; the first is certs/a.cer."
      ),
      (
        .cannotHold(key: "mac", platform: .macos, purpose: .distribution, format: .buildJSON),
        "The key mac, for distribution on macOS, has no place in Cordova build.json."
      ),
      (
        .samePlace(keys: ["a", "b"], member: "android.keystore", format: .credentialsJSON),
        "EAS credentials.json has one place, android.keystore, for the keys a, b."
      ),
      (
        .noProfile(key: "a", format: .credentialsJSON),
        "The key a has no provisioning profile, and EAS credentials.json needs one."
      ),
      (
        .passwordIsNotText(key: "a", format: .buildJSON),
        "The password of the key a is not UTF-8 text and cannot stand in Cordova build.json."
      ),
      (
        .cryptography(key: "a", .certificateDoesNotMatchKey(subject: "CN=A")),
        "The key a: The certificate of CN=A is not for this private key."
      ),
      (.file(.notFound(path: "x")), "There is no file x."),
    ] as [(MigrationError, String)])
  func `says what is wrong and what to do`(_ error: MigrationError, _ message: String) {
    let failure = Failure(error)
    #expect(failure.message == message)
    #expect(failure.remedy != nil)
    #expect([.inputUnreadable, .didNotPass].contains(failure.status))
  }

  @Test func `sends to the file for a password that stands in it`() {
    let error = MigrationError.unusable(
      path: "c.json", member: "android", error: .wrongPassword(origin: "a.jks"))
    #expect(error.failure.remedy == "Correct the password that stands in c.json for it.")
    let other = CredentialError.keyWithoutCertificate(origin: "a.jks", alias: nil)
    let failure = MigrationError.unusable(path: "c.json", member: "android", error: other).failure
    #expect(failure.remedy == other.failure.remedy)
  }

  @Test(
    arguments: [
      (
        .passwordInClear(file: "c.json", member: "ios.password"),
        "A password stands in clear in c.json, ios.password; remove it once the key is taken over."
      ),
      (
        .passwordInClear(file: "a.password", member: nil),
        "A password stands in clear in a.password; remove it once the key is taken over."
      ),
      (.unknownMember(file: "c.json", member: "x"), "c.json: x is not known and was not looked at."),
      (
        .leftOut(file: "a.p12", .credential(.wrongPassword(origin: "a.p12"))),
        "a.p12 was left out: The password does not open a.p12."
      ),
      (.leftOut(file: "b.p12", .sameAs(file: "a.p12")), "b.p12 was left out: a.p12 holds the same key."),
      (
        .leftOut(file: "c.p12", .notForApps(.push)),
        "c.p12 was left out: its certificate (push) signs no apps."
      ),
      (.unencryptedMatch(files: 1, first: "a.cer"), "1 file of match, such as a.cer, is not encrypted."),
      (.unencryptedMatch(files: 2, first: "a.cer"), "2 files of match, such as a.cer, are not encrypted."),
      (
        .notAllLookedAt(folder: "f", limit: 5),
        "f holds more than 5 files, or folders that are nested too deep; not all were looked at."
      ),
      (
        .keepOutOfRepository(files: ["a.p12", "a.password"]),
        "These files hold secrets in clear; add them to .gitignore: a.p12, a.password."
      ),
      (
        .targetsNamedByBundleID(file: "c.json", targets: ["a", "b"]),
        "c.json: the targets are named after their bundle identifiers (a, b); rename them to what they are called in Xcode."
      ),
    ] as [(MigrationNote, String)])
  func `says what is worth knowing`(_ note: MigrationNote, _ sentence: String) {
    #expect(note.sentence == sentence)
  }
}
