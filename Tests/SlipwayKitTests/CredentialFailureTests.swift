import Credentials
import Testing

@testable import SlipwayKit

/// What people read about keystores and other files that cannot be used.
struct CredentialFailureTests {
  @Test(
    arguments: [
      (.wrongPassword(origin: "a.jks"), "The password does not open a.jks."),
      (
        .wrongKeyPassword(origin: "a.jks", alias: "acme"),
        "The password of a.jks is right, but does not open its private key acme."
      ),
      (
        .unreadable(origin: "a.jks", error: .malformed(structure: .jks, offset: 12)),
        "a.jks: The JKS keystore is malformed at offset 12."
      ),
      (
        .unreadable(origin: "a", error: .tooManyIterations(structure: .bks, iterations: 9, limit: 8)),
        "a: The BKS keystore asks for 9 rounds of its password derivation, more than 8."
      ),
      (
        .malformedServiceAccount(origin: "play.json", member: "private_key"),
        "play.json: the service account's private_key is missing or malformed."
      ),
      (
        .malformedDebugToken(origin: "t.bar", attribute: "Package-Author"),
        "t.bar: the debug token's Package-Author is missing or malformed."
      ),
    ] as [(CredentialError, String)])
  func `names the offender`(_ error: CredentialError, _ message: String) {
    #expect(error.failure.message == message)
    #expect(error.failure.status == .inputUnreadable && error.failure.remedy?.isEmpty == false)
  }

  @Test(arguments: CredentialFile.Appearance.allCases)
  func `says what a file is that is no credential`(appearance: CredentialFile.Appearance) {
    let failure = CredentialError.unknownCredential(origin: "some.file", appearance: appearance).failure
    #expect(failure.message.hasPrefix("some.file ") && failure.message.hasSuffix("."))
    #expect(failure.status == .inputUnreadable && failure.remedy?.hasSuffix(".") == true)
  }
}
