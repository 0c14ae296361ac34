package import Cryptography

/// A keystore of Bouncy Castle's kind BKS, as Android's tools once used it.
///
///     keystore    ::= version (u32: 1 or 2) salt length (u32) salt iterations (u32) contents code (20 bytes)
///     contents    ::= entry… 0
///     entry       ::= type (u8) alias (text) date (u64) count (u32) certificate… value
///     value       ::= certificate                                                        -- type 1
///                   | key record                                                         -- type 2
///                   | length (u32) bytes                                                 -- type 3, a secret key
///                   | length (u32) sealed key                                            -- type 4
///     certificate ::= type (text) length (u32) bytes
///     code        ::= HMAC-SHA-1(contents), its key derived from the password as PKCS#12 does
///
/// Version 1 took the length of the code's key in bytes for one in bits, so that 16 bits are left of it: about one wrong
/// password in 65,536 passes for the right one there. org.bouncycastle.jcajce.provider.keystore.bc.BcKeyStoreSpi.
package struct BouncyCastleKeystore: Sendable {
  package let version: Int
  package let entries: [KeystoreEntry]

  private let salt: ArraySlice<UInt8>
  private let iterations: Int
  private let contents: ArraySlice<UInt8>
  private let code: [UInt8]

  /// Reads a keystore whose code shows that the password is right; its keys stay closed.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - password: of the store.
  /// - Throws: ``CryptographyError/malformed(structure:offset:)``,
  ///   ``CryptographyError/tooManyIterations(structure:iterations:limit:)``, and
  ///   ``CryptographyError/wrongPassword(structure:)``, also for a file whose contents were changed.
  package init(_ bytes: [UInt8], password: SecretBytes) throws(CryptographyError) {
    try self.init(unchecked: bytes)
    let key = try PKCS12KeyDerivation.derive(
      .authentication, count: version == 1 ? 2 : Self.codeLength, password: password, salt: salt,
      iterations: iterations, in: .bks)
    let found = MessageAuthentication.code(.sha1, key: key, over: [SecretBytes(contents)])
    guard found == SecretBytes(code) else { throw .wrongPassword(structure: .bks) }
  }

  /// Reads a keystore without looking at its code: what anybody can see of it.
  ///
  /// - Throws: ``CryptographyError/malformed(structure:offset:)``.
  init(unchecked bytes: [UInt8]) throws(CryptographyError) {
    var header = KeystoreReader(bytes[...], of: .bks)
    version = try header.u32()
    guard version == 1 || version == 2 else { throw .malformed(structure: .bks, offset: 0) }
    salt = try header.block()
    iterations = try header.u32()
    guard !salt.isEmpty, salt.count <= Self.saltLimit, iterations > 0,
      header.remaining > Self.codeLength
    else { throw header.malformed }
    try Self.check(iterations)
    let start = header.offset
    contents = bytes[start..<(bytes.count - Self.codeLength)]
    code = Array(bytes.suffix(Self.codeLength))
    var reader = KeystoreReader(contents, at: start, of: .bks)
    var entries: [KeystoreEntry] = []
    while case let type = try reader.u8(), type != 0 { entries.append(try Self.entry(type, &reader)) }
    guard reader.remaining == 0 else { throw reader.malformed }
    self.entries = entries
  }

  private static func entry(
    _ type: UInt8, _ reader: inout KeystoreReader
  ) throws(CryptographyError) -> KeystoreEntry {
    let failure = reader.malformed
    let alias = try reader.text()
    _ = try reader.bytes(8)
    let chain = try reader.certificates()
    switch type {
    case 1:
      return KeystoreEntry(
        alias: alias, content: .certificate, encodedCertificates: [try reader.certificate()])
    case 2:
      let key = try KeyRecord(&reader)
      return KeystoreEntry(
        alias: alias, content: key.isPrivate ? .privateKey(.plain(SecretBytes(key.bytes))) : .other,
        encodedCertificates: chain)
    case 3:
      _ = try reader.block()
      return KeystoreEntry(alias: alias, content: .other, encodedCertificates: chain)
    case 4:
      let sealed = Array(try reader.block())
      // A secret key is sealed like a private one; only the latter has certificates.
      return KeystoreEntry(
        alias: alias, content: chain.isEmpty ? .other : .privateKey(.bouncyCastle(sealed)),
        encodedCertificates: chain)
    default:
      throw failure
    }
  }

  private static let codeLength = HashAlgorithm.sha1.length
  /// Bouncy Castle writes 20 bytes.
  static let saltLimit = 1024
  /// Bouncy Castle has 1,024 to 2,047.
  static let iterationLimit = 1_000_000

  static func check(_ iterations: Int) throws(CryptographyError) {
    guard iterations <= iterationLimit else {
      throw .tooManyIterations(structure: .bks, iterations: iterations, limit: iterationLimit)
    }
  }
}
