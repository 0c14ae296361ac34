import COpenSSL

/// Keys from passwords, at a price in time and memory that whoever guesses pays for every guess (RFC 7914).
package enum Scrypt {
  /// The key of a password, with parallelisation 1.
  ///
  /// It takes 128 · r · 2^workFactor bytes of memory, with r = 8 a mebibyte for work factor 10 and a gibibyte for 20:
  /// bound a work factor that comes from a file before you ask.
  ///
  /// - Parameters:
  ///   - logN: the binary logarithm of the cost N, from 1 to 30.
  ///   - r: the block size.
  ///   - count: the key's length in bytes.
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when there is not so much memory, or OpenSSL refuses the
  ///   parameters.
  package static func derive(
    _ password: SecretBytes, salt: [UInt8], workFactor logN: Int, blockSize r: Int = 8, count: Int
  ) throws(CryptographyError) -> SecretBytes {
    precondition(
      (1...30).contains(logN) && (1...1024).contains(r), "scrypt of cost 2^\(logN), block size \(r)")
    let cost = UInt64(1) << UInt64(logN)
    let blockSize = UInt64(r)
    // What OpenSSL counts: N blocks, two to work with, and one for the parallelisation.
    let memory = 128 * blockSize * (cost + 3)
    return try SecretBytes(count: count) { (buffer) throws(CryptographyError) in
      let key = buffer.bindMemory(to: UInt8.self)
      let status = password.withCharacters { characters, length in
        EVP_PBE_scrypt(
          characters, Int(length), salt, salt.count, cost, blockSize, 1, memory, key.baseAddress, key.count)
      }
      guard status == 1 else { throw OpenSSL.failure(of: "EVP_PBE_scrypt") }
    }
  }
}
