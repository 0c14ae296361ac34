import Cryptography

/// A key record in a BKS, encrypted with the key's own password.
///
///     sealed key ::= salt length (u32) salt iterations (u32) triple DES of a key record
///
/// Key and vector are derived from the password as PKCS#12 does: PBEWithSHAAnd3-KeyTripleDES-CBC.
enum SealedKey {
  /// - Returns: nil when the password is wrong.
  /// - Throws: what ``KeystoreEntry/privateKey(passwords:)`` throws.
  static func open(_ sealed: [UInt8], password: SecretBytes) throws(CryptographyError) -> PrivateKey? {
    var reader = KeystoreReader(sealed[...], of: .bks)
    let salt = try reader.block()
    let iterations = try reader.u32()
    guard !salt.isEmpty, salt.count <= BouncyCastleKeystore.saltLimit, iterations > 0 else {
      throw reader.malformed
    }
    try BouncyCastleKeystore.check(iterations)
    let key = try PKCS12KeyDerivation.derive(
      .key, count: TripleDES.keyLength, password: password, salt: salt, iterations: iterations, in: .bks)
    let vector = try PKCS12KeyDerivation.derive(
      .vector, count: TripleDES.blockLength, password: password, salt: salt, iterations: iterations, in: .bks)
    guard let plain = TripleDES.decrypt(try reader.bytes(reader.remaining), key: key, vector: vector) else {
      return nil
    }
    // One wrong password in 256 leaves what looks like padding, but no record.
    let record = plain.withArray { bytes -> SecretBytes? in
      var reader = KeystoreReader(bytes[...], of: .bks)
      guard let record = try? KeyRecord(&reader), record.isPrivate else { return nil }
      return SecretBytes(record.bytes)
    }
    return try record.map { secret throws(CryptographyError) in try PrivateKey(secret) }
  }
}

/// A key as BKS writes it.
///
///     key record ::= type (u8: 0 private, 1 public, 2 secret) format (text) algorithm (text) length (u32) bytes
///
/// A private key's format is PKCS#8.
struct KeyRecord {
  let isPrivate: Bool
  let bytes: ArraySlice<UInt8>

  /// - Throws: ``CryptographyError/malformed(structure:offset:)``.
  init(_ reader: inout KeystoreReader) throws(CryptographyError) {
    let failure = reader.malformed
    let type = try reader.u8()
    let format = try reader.text()
    _ = try reader.text()
    bytes = try reader.block()
    isPrivate = type == 0
    guard type <= 2, !isPrivate || ["PKCS#8", "PKCS8"].contains(format) else { throw failure }
  }
}
