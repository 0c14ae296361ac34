import Age
import Cryptography
import Testing

@testable import SlipwayKit

/// What people read about encrypted files.
struct AgeFailureTests {
  static let sentences: [(error: AgeError, status: SlipwayKit.ExitStatus, message: String)] = [
    (.noMatch, .noRight, "The file is encrypted to others: no identity at hand opens it."),
    (.wrongPassphrase, .noRight, "The passphrase does not open the file."),
    (.passphraseNeeded, .noRight, "A passphrase is needed."),
    (.identityNeeded, .noRight, "The file is encrypted to recipients, not with a passphrase."),
    (
      .headerMalformed(line: 3, flaw: .malformedStanza(type: "X25519")), .inputUnreadable,
      "The header of the age file is malformed in line 3: a recipient of the type X25519 is not made like that."
    ),
    (
      .armorMalformed(line: 2, flaw: .malformedLine), .inputUnreadable,
      "The armor of the age file is malformed in line 2: lines have 64 columns, but for the last one."
    ),
    (
      .payloadDamaged(chunk: 2), .inputUnreadable,
      "The age file is damaged or cut off at chunk 2 of 64 KiB."
    ),
    (.malformedRecipient("age1x"), .inputUnreadable, "“age1x” is no age recipient."),
    (.malformedIdentity(line: 4), .inputUnreadable, "Line 4 of the identity file is no age identity."),
    (.malformedIdentity(line: nil), .inputUnreadable, "The text is no age identity."),
    (
      .workFactorTooHigh(30, limit: 22), .inputUnreadable,
      "The passphrase's work factor is 30, more than 22."
    ),
    (
      .workFactorTooHigh(.max, limit: 22), .inputUnreadable,
      "The passphrase's work factor is more than 22."
    ),
    (.tooLarge(.bytes, limit: 64 << 20), .inputUnreadable, "The age file has more than 64 MiB."),
    (
      .cryptography(.library(operation: "RAND_bytes", reason: "")), .ourFault,
      "OpenSSL failed at RAND_bytes."
    ),
  ]

  @Test(arguments: sentences)
  func `says what is wrong, and what to do`(error: AgeError, status: SlipwayKit.ExitStatus, message: String) {
    let failure = Failure(error)
    #expect(failure.status == status)
    #expect(failure.message == message)
    #expect(failure.remedy?.isEmpty == false)
  }

  @Test func `a secret key given as a recipient is in no message`() throws {
    let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    do {
      _ = try AgeRecipient(secret)
      Issue.record("it was taken for a recipient")
    } catch {
      let failure = Failure(error)
      #expect(failure.status == .inputUnreadable)
      #expect(!"\(failure)\(error)".contains("GFPYY"))
    }
  }
}
