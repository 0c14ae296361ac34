package import Age

extension AgeError: Explained {
  package var failure: Failure {
    switch self {
    case .noMatch:
      Failure(
        .noRight, "The file is encrypted to others: no identity at hand opens it.",
        remedy: "Give the identity of one of its recipients, or let one of them add you.")
    case .wrongPassphrase:
      Failure(
        .noRight, "The passphrase does not open the file.",
        remedy: "Give the right passphrase; mind a line end or blank at its end.")
    case .passphraseNeeded:
      Failure(.noRight, "A passphrase is needed.", remedy: "Give its passphrase, which is not empty.")
    case .identityNeeded:
      Failure(
        .noRight, "The file is encrypted to recipients, not with a passphrase.",
        remedy: "Give the identity of one of its recipients.")
    case .headerMalformed(let line, let flaw):
      Failure(
        .inputUnreadable, "The header of the age file is malformed in line \(line): \(Self.words(flaw)).",
        remedy: Self.asWritten)
    case .macMismatch:
      Failure(
        .inputUnreadable, "The header of the age file was changed after it was encrypted.",
        remedy: "Do not trust where it came from; get the file as it was written.")
    case .payloadDamaged(let chunk):
      Failure(
        .inputUnreadable, "The age file is damaged or cut off at chunk \(chunk) of 64 KiB.",
        remedy: Self.asWritten)
    case .armorMalformed(let line, let flaw):
      Failure(
        .inputUnreadable, "The armor of the age file is malformed in line \(line): \(Self.words(flaw)).",
        remedy: Self.asWritten)
    case .malformedRecipient(let text):
      Failure(
        .inputUnreadable, "“\(text)” is no age recipient.",
        remedy: "Copy all of the line that begins with age1, as age-keygen -y prints it.")
    case .identityGivenAsRecipient:
      Failure(
        .inputUnreadable, "A secret key, AGE-SECRET-KEY-…, stands where a recipient should.",
        remedy: "Give its recipient, age1…, which age-keygen -y prints; replace the key if others saw it.")
    case .unsupportedRecipient(let text):
      Failure(
        .inputUnreadable, "“\(text)” is a post-quantum recipient or a plugin's, which Slipway does not know.",
        remedy: "Give an X25519 recipient, as age-keygen makes them.")
    case .malformedIdentity(let line):
      Failure(
        .inputUnreadable, "\(Self.place(line)) is no age identity.",
        remedy: "Copy all of the line that begins with AGE-SECRET-KEY-1, as age-keygen wrote it.")
    case .unsupportedIdentity(let line, let kind):
      Failure(
        .inputUnreadable,
        "\(Self.place(line)) is an identity of the kind \(kind), which Slipway does not read.",
        remedy: "Give an X25519 identity, as age-keygen makes them.")
    case .noIdentity:
      Failure(
        .inputUnreadable, "The identity file holds no identity.",
        remedy: "Give the file that age-keygen wrote, with its line AGE-SECRET-KEY-1….")
    case .noRecipient:
      Failure(
        .inputUnreadable, "There is nobody to encrypt to.", remedy: "Name a recipient, age1…, at least.")
    case .duplicateRecipient(let text):
      Failure(.inputUnreadable, "The recipient \(text) is named twice.", remedy: "Name it once.")
    case .workFactorTooHigh(let factor, let limit):
      Failure(
        .inputUnreadable,
        "The passphrase's work factor is \(factor == .max ? "" : "\(factor), ")more than \(limit).",
        remedy: "Encrypt the file anew with age -p.")
    case .tooLarge(let measure, let limit):
      Failure(
        .inputUnreadable, "The age file has more than \(Self.words(measure, limit)).",
        remedy: "Check that it is the right file.")
    case .cryptography(let error): error.failure
    }
  }

  private static let asWritten = "Get the file again as age wrote it; it was cut off or changed on the way."

  private static func place(_ line: Int?) -> String {
    line.map { "Line \($0) of the identity file" } ?? "The text"
  }

  private static func words(_ flaw: HeaderFlaw) -> String {
    switch flaw {
    case .notVersion1: "it is not age-encryption.org/v1"
    case .truncated: "the file ends there"
    case .unexpectedLine: "a recipient or the MAC should stand there"
    case .noStanza: "there is no recipient before the MAC"
    case .malformedArguments: "the recipient's arguments are not visible characters between single spaces"
    case .malformedBody: "the recipient's key is not canonical base 64 in lines of 64 columns"
    case .malformedMAC: "the MAC is not 32 bytes of canonical base 64"
    case .malformedStanza(let type): "a recipient of the type \(type) is not made like that"
    case .passphraseNotAlone: "a passphrase stands beside other recipients"
    case .nonceTruncated: "the file ends behind it"
    }
  }

  private static func words(_ flaw: ArmorFlaw) -> String {
    switch flaw {
    case .malformedBegin: "it should be -----BEGIN AGE ENCRYPTED FILE-----"
    case .malformedLine: "lines have 64 columns, but for the last one"
    case .malformedBase64: "the text up to there is not canonical base 64"
    case .malformedEnd: "it should be -----END AGE ENCRYPTED FILE-----"
    case .trailingText: "nothing may follow"
    }
  }

  private static func words(_ measure: Measure, _ limit: Int) -> String {
    switch measure {
    case .bytes: "\(limit >> 20) MiB"
    case .headerBytes: "\(limit >> 20) MiB of header"
    case .recipients: "\(limit) recipients"
    case .identityFileBytes: "\(limit >> 20) MiB, which no identity file has"
    }
  }
}
