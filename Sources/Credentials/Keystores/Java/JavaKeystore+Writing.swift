package import Cryptography

import struct FoundationEssentials.Date

extension JavaKeystore {
  /// Writes a JKS with one key, for tools that read nothing newer and for keys that need two passwords.
  ///
  /// Its encryption is weak: whoever has the file tries passwords as fast as SHA-1 goes. PKCS#12 is better wherever it
  /// will do.
  ///
  /// - Parameters:
  ///   - key: goes in encrypted.
  ///   - chain: leaf first, not empty; the leaf is the key's certificate.
  ///   - name: the alias; it is written in lower case, as Java does, which would not find another.
  ///   - password: for the file.
  ///   - keyPassword: for the key; the file's when it is nil.
  /// - Returns: the file's bytes.
  /// - Throws: ``CryptographyError/certificateDoesNotMatchKey(subject:)``,
  ///   ``CryptographyError/library(operation:reason:)``, and ``CryptographyError/malformed(structure:offset:)`` for a
  ///   name that takes more than 65,535 bytes.
  package static func write(
    key: PrivateKey, chain: [Certificate], name: String, password: SecretBytes,
    keyPassword: SecretBytes? = nil
  ) throws(CryptographyError) -> [UInt8] {
    guard let leaf = chain.first, key.matches(leaf) else {
      throw .certificateDoesNotMatchKey(subject: chain.first?.subject.rfc2253 ?? "")
    }
    let alias = ModifiedUTF8.encode(name.lowercased())
    guard alias.count <= UInt16.max else { throw .malformed(structure: .jks, offset: 16) }
    let protected = try JKSKeyProtector.protect(key.pkcs8(), password: keyPassword ?? password)
    let envelope = EncryptedPrivateKeyInfo(
      algorithm: JKSKeyProtector.objectIdentifier, encryptedData: protected)

    var bytes = Kind.jks.magic + number(2, of: 4) + number(1, of: 4)
    bytes += number(1, of: 4) + number(alias.count, of: 2) + alias
    bytes += number(Int(Date().timeIntervalSince1970 * 1000), of: 8)
    bytes += block(envelope.der) + number(chain.count, of: 4)
    for certificate in chain {
      bytes += number(5, of: 2) + Array("X.509".utf8) + block(certificate.der)
    }
    return bytes + digest(of: bytes[...], password: password)
  }

  private static func block(_ bytes: [UInt8]) -> [UInt8] {
    number(bytes.count, of: 4) + bytes
  }

  /// Big-endian, in so many bytes.
  private static func number(_ value: Int, of count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
