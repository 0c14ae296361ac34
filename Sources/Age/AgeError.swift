package import Cryptography

/// Why an age file, identity or recipient could not be read or made.
///
/// None of the cases holds anything secret.
package enum AgeError: Error, Equatable, Sendable {
  /// The file is encrypted to others: none of the identities opens it.
  case noMatch
  /// The passphrase does not open the file.
  case wrongPassphrase
  /// The file is encrypted with a passphrase, and none was given, or an empty one to encrypt with.
  case passphraseNeeded
  /// The file is encrypted to recipients, and a passphrase was given.
  case identityNeeded
  /// The header is not one of age v1. Lines count from 1.
  case headerMalformed(line: Int, flaw: HeaderFlaw)
  /// The header was changed after the file was encrypted.
  case macMismatch
  /// A chunk of the payload was changed, is missing or is one too many. Chunks of 64 KiB count from 1.
  case payloadDamaged(chunk: Int)
  /// The armor is not the strict one that age writes. Lines count from 1.
  case armorMalformed(line: Int, flaw: ArmorFlaw)
  /// The text is no recipient; of a long one, the beginning.
  case malformedRecipient(String)
  /// A secret key stands where a recipient should; it is not repeated here.
  case identityGivenAsRecipient
  /// A recipient of a kind that Slipway does not encrypt to: a post-quantum one, or a plugin's.
  case unsupportedRecipient(String)
  /// The text, or that line of an identity file, is no identity. Lines count from 1.
  case malformedIdentity(line: Int?)
  /// An identity of a kind that Slipway does not read, such as `AGE-SECRET-KEY-PQ-` or a plugin's.
  case unsupportedIdentity(line: Int?, kind: String)
  /// An identity file without an identity in it.
  case noIdentity
  /// Nobody to encrypt to.
  case noRecipient
  /// A recipient is named twice.
  case duplicateRecipient(String)
  /// Deriving the key from the passphrase would take more work than any honest file asks for: 2 to the power of this.
  case workFactorTooHigh(Int, limit: Int)
  /// More of something than Slipway takes.
  case tooLarge(Measure, limit: Int)
  /// OpenSSL failed.
  case cryptography(CryptographyError)

  /// What is wrong with a header.
  package enum HeaderFlaw: Equatable, Sendable {
    /// The file does not begin with the line `age-encryption.org/v1`.
    case notVersion1
    /// The file ends in the middle of the header.
    case truncated
    /// A line that is neither a stanza nor the MAC.
    case unexpectedLine
    /// There is no stanza before the MAC.
    case noStanza
    /// A stanza has no arguments, an empty one, or one with characters that are not visible ASCII.
    case malformedArguments
    /// A stanza's body is not canonical base 64 in lines of 64 columns.
    case malformedBody
    /// The MAC is not 32 bytes in canonical base 64.
    case malformedMAC
    /// A stanza of the type `X25519` or `scrypt` is not as that type has to be.
    case malformedStanza(type: String)
    /// A stanza of the type `scrypt` is not the only one.
    case passphraseNotAlone
    /// The payload is shorter than its nonce.
    case nonceTruncated
  }

  /// What is wrong with armor.
  package enum ArmorFlaw: Equatable, Sendable {
    /// There is something other than blanks before the armor, or its first line is another.
    case malformedBegin
    /// A line is longer than 64 columns, or one that is not the last is shorter.
    case malformedLine
    /// The text is not canonical base 64, padded.
    case malformedBase64
    /// There is no last line, or another.
    case malformedEnd
    /// There is something other than blanks behind the armor.
    case trailingText
  }

  /// What there can be too much of.
  package enum Measure: Equatable, Sendable {
    /// Bytes in the file or plaintext.
    case bytes
    /// Bytes in the header.
    case headerBytes
    /// Recipients of a file.
    case recipients
    /// Bytes in an identity file.
    case identityFileBytes
  }

  /// Does something cryptographic, and says so when it fails.
  static func cryptography<Result>(
    _ body: () throws(CryptographyError) -> Result
  ) throws(AgeError) -> Result {
    do { return try body() } catch { throw .cryptography(error) }
  }
}
