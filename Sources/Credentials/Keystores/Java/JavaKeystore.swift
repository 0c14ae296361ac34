package import Cryptography

/// A keystore of Java's own kinds: JKS, and JCEKS, which differs in how it protects its keys.
///
///     keystore    ::= magic (u32: FEEDFEED or CECECECE) version (u32: 1 or 2) count (u32) entry… digest (20 bytes)
///     entry       ::= 1 alias (text) date (u64) length (u32) EncryptedPrivateKeyInfo count (u32) certificate…
///                   | 2 alias (text) date (u64) certificate
///                   | 3 alias (text) date (u64) serialised SealedObject                            -- in JCEKS
///     certificate ::= type (text, in version 2) length (u32) bytes
///     digest      ::= SHA-1(password in UTF-16BE | "Mighty Aphrodite" | all before)
///
/// JDK, `sun.security.provider.JavaKeyStore` and `com.sun.crypto.provider.JceKeyStore`. Java writes aliases in lower case.
package struct JavaKeystore: Sendable {
  package enum Kind: Sendable {
    case jks
    case jceks

    var magic: [UInt8] {
      switch self {
      case .jks: [0xfe, 0xed, 0xfe, 0xed]
      case .jceks: [0xce, 0xce, 0xce, 0xce]
      }
    }

    var structure: CryptographyError.Structure {
      switch self {
      case .jks: .jks
      case .jceks: .jceks
      }
    }
  }

  package let kind: Kind
  package let entries: [KeystoreEntry]

  /// Reads a keystore whose digest shows that the password is right; its keys stay closed.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - password: of the store.
  /// - Throws: ``CryptographyError/malformed(structure:offset:)``, ``CryptographyError/wrongPassword(structure:)``, also
  ///   for a file whose contents were changed, which cannot be told apart.
  package init(_ bytes: [UInt8], password: SecretBytes) throws(CryptographyError) {
    try self.init(unchecked: bytes)
    let end = bytes.count - Self.digestLength
    let digest = Self.digest(of: bytes[..<end], password: password)
    guard isEqualInConstantTime(digest, Array(bytes[end...])) else {
      throw .wrongPassword(structure: kind.structure)
    }
  }

  /// Reads a keystore without looking at its digest: what anybody can see of it.
  ///
  /// - Throws: ``CryptographyError/malformed(structure:offset:)``.
  init(unchecked bytes: [UInt8]) throws(CryptographyError) {
    kind = bytes.starts(with: Kind.jceks.magic) ? .jceks : .jks
    guard bytes.starts(with: kind.magic), bytes.count >= kind.magic.count + Self.digestLength else {
      throw .malformed(structure: kind.structure, offset: 0)
    }
    var reader = KeystoreReader(bytes.dropLast(Self.digestLength), of: kind.structure)
    _ = try reader.bytes(kind.magic.count)
    let version = try reader.u32()
    guard version == 1 || version == 2 else { throw reader.malformed }
    reader.hasCertificateTypes = version == 2
    var entries: [KeystoreEntry] = []
    for _ in 0..<(try reader.u32()) { entries.append(try Self.entry(kind, &reader)) }
    guard reader.remaining == 0 else { throw reader.malformed }
    self.entries = entries
  }

  private static func entry(
    _ kind: Kind, _ reader: inout KeystoreReader
  ) throws(CryptographyError) -> KeystoreEntry {
    let failure = reader.malformed
    let tag = try reader.u32()
    let alias = try reader.text()
    _ = try reader.bytes(8)
    switch tag {
    case 1:
      let key = Array(try reader.block())
      return KeystoreEntry(
        alias: alias, content: .privateKey(.java(key)), encodedCertificates: try reader.certificates())
    case 2:
      return KeystoreEntry(
        alias: alias, content: .certificate, encodedCertificates: [try reader.certificate()])
    case 3 where kind == .jceks:
      try SealedSecretKey.skip(in: &reader)
      return KeystoreEntry(alias: alias, content: .other, encodedCertificates: [])
    default:
      throw failure
    }
  }

  static let digestLength = HashAlgorithm.sha1.length

  static func digest(of bytes: ArraySlice<UInt8>, password: SecretBytes) -> [UInt8] {
    var digest = Digest(.sha1)
    password.utf16().withBytes { digest.update($0) }
    digest.update(Array("Mighty Aphrodite".utf8))
    digest.update(bytes)
    return digest.finish()
  }
}
