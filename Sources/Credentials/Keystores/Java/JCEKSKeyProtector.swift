import Cryptography

/// How JCEKS encrypts a private key: triple DES, with key and vector from MD5 over each half of the salt.
///
///     D0 = half of the salt, Di = MD5(Di-1 | password)          as many times as there are iterations
///     D (first half) | D (second half) = key (24 bytes) | vector (8 bytes)
///
/// The password is in ASCII. JDK, `com.sun.crypto.provider.PBES1Core`.
enum JCEKSKeyProtector {
  static let objectIdentifier = "1.3.6.1.4.1.42.2.19.1"

  /// More than this Java refuses, too.
  static let iterationLimit = 5_000_000

  /// - Returns: nil when the password is wrong.
  /// - Throws: ``CryptographyError/malformed(structure:offset:)``,
  ///   ``CryptographyError/tooManyIterations(structure:iterations:limit:)``.
  static func recover(
    _ info: EncryptedPrivateKeyInfo, password: SecretBytes
  ) throws(CryptographyError) -> SecretBytes? {
    let (salt, iterations) = try info.saltAndIterations()
    guard salt.count == 8, iterations > 0 else { throw .malformed(structure: .jceks, offset: 0) }
    guard iterations <= iterationLimit else {
      throw .tooManyIterations(structure: .jceks, iterations: iterations, limit: iterationLimit)
    }
    // Java makes no key of any other password.
    guard password.withBytes({ $0.allSatisfy { (0x20...0x7e).contains($0) } }) else { return nil }
    let halves = distinctHalves(of: salt)
    let derived = halves.map { digest($0, password: password, iterations: iterations) }
    let material = SecretBytes(count: 2 * length) { output in
      for (index, digest) in derived.enumerated() {
        digest.withBytes {
          UnsafeMutableRawBufferPointer(rebasing: output[(index * length)...]).copyBytes(from: $0)
        }
      }
    }
    return material.withBytes { bytes in
      TripleDES.decrypt(
        info.encryptedData[...], key: SecretBytes(bytes.prefix(TripleDES.keyLength)),
        vector: SecretBytes(bytes.suffix(TripleDES.blockLength)))
    }
  }

  private static let length = HashAlgorithm.md5.length

  /// The two halves of the salt; where they are the same, the first is turned round.
  private static func distinctHalves(of salt: [UInt8]) -> [[UInt8]] {
    let (first, second) = (Array(salt[..<4]), Array(salt[4...]))
    return [first == second ? first.reversed() : first, second]
  }

  private static func digest(_ half: [UInt8], password: SecretBytes, iterations: Int) -> SecretBytes {
    SecretBytes(count: length) { block in
      var digest = Digest(.md5)
      digest.update(half)
      for iteration in 0..<iterations {
        if iteration > 0 { digest.update(UnsafeRawBufferPointer(block)) }
        password.withBytes { digest.update($0) }
        digest.finish(into: block)
      }
    }
  }
}
