import Cryptography

/// The file key, wrapped for who knows a passphrase.
///
///     -> scrypt (salt, 16 bytes) (binary logarithm of N, decimal)
///     (file key, encrypted)
///
///     wrap key = scrypt(passphrase, "age-encryption.org/v1/scrypt" | salt, N, r = 8, p = 1)
///
/// It is always the only stanza. https://c2sp.org/age#scrypt-recipient-stanza
struct ScryptStanza: Sendable {
  private let salt: [UInt8]
  private let workFactor: Int
  private let body: [UInt8]

  static let type = "scrypt"
  /// As much as `age` does itself: some ten seconds, and 4 GiB of memory.
  static let workFactorLimit = 22
  private static let saltLength = 16
  private static let label = Array("age-encryption.org/v1/scrypt".utf8)

  /// - Returns: nil for a stanza of another type.
  /// - Throws: ``AgeError/headerMalformed(line:flaw:)``, ``AgeError/workFactorTooHigh(_:limit:)``.
  init?(_ stanza: AgeStanza) throws(AgeError) {
    guard stanza.type == Self.type else { return nil }
    guard stanza.arguments.count == 3,
      let salt = Base64.decodeCanonical(Array(stanza.arguments[1].utf8), isPadded: false),
      salt.count == Self.saltLength, stanza.body.count == FileKey.wrappedLength
    else { throw stanza.malformed }
    let digits = stanza.arguments[2].utf8
    guard digits.first != UInt8(ascii: "0"),
      digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { throw stanza.malformed }
    let workFactor = Int(stanza.arguments[2]) ?? .max
    guard workFactor <= Self.workFactorLimit else {
      throw .workFactorTooHigh(workFactor, limit: Self.workFactorLimit)
    }
    self.salt = salt
    self.workFactor = workFactor
    body = stanza.body
  }

  /// The file key; nil when it is another passphrase.
  ///
  /// - Throws: ``AgeError/cryptography(_:)``.
  func unwrap(with passphrase: SecretBytes) throws(AgeError) -> SecretBytes? {
    try AgeError.cryptography { () throws(CryptographyError) in
      try FileKey.unwrap(body, with: Self.key(passphrase, salt, workFactor))
    }
  }

  /// A stanza for the passphrase.
  ///
  /// - Parameter workFactor: from 1 to ``workFactorLimit``.
  /// - Throws: ``AgeError/cryptography(_:)``.
  static func wrap(
    _ fileKey: SecretBytes, with passphrase: SecretBytes, workFactor: Int
  ) throws(AgeError) -> AgeStanza {
    try AgeError.cryptography { () throws(CryptographyError) in
      let salt = try RandomBytes.make(saltLength)
      let body = try FileKey.wrap(fileKey, with: key(passphrase, salt, workFactor))
      return AgeStanza([type, Base64.encodeUnpadded(salt), String(workFactor)], body: body)
    }
  }

  private static func key(
    _ passphrase: SecretBytes, _ salt: [UInt8], _ workFactor: Int
  ) throws(CryptographyError) -> SecretBytes {
    try Scrypt.derive(
      passphrase, salt: label + salt, workFactor: workFactor, count: ChaCha20Poly1305.keyLength)
  }
}
