import COpenSSL

/// Random bytes and comparisons that leak nothing.
package enum RandomBytes {
  /// Bytes from OpenSSL's generator, which the kernel seeds.
  ///
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when the generator has no entropy.
  package static func make(_ count: Int) throws(CryptographyError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let status = bytes.withUnsafeMutableBytes { buffer in
      RAND_bytes(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(clamping: buffer.count))
    }
    guard status == 1 else { throw OpenSSL.failure(of: "RAND_bytes") }
    return bytes
  }

  /// Bytes that nobody may see, such as a key.
  ///
  /// - Throws: as ``make(_:)`` does.
  package static func makeSecret(_ count: Int) throws(CryptographyError) -> SecretBytes {
    try SecretBytes(count: count) { (buffer) throws(CryptographyError) in
      let start = buffer.bindMemory(to: UInt8.self)
      guard RAND_priv_bytes(start.baseAddress, Int32(clamping: start.count)) == 1 else {
        throw OpenSSL.failure(of: "RAND_priv_bytes")
      }
    }
  }
}

/// Whether two byte strings are equal, in a time that depends on their lengths only.
package func isEqualInConstantTime(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  guard left.count == right.count else { return false }
  return left.isEmpty || CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
}

/// Whether two byte strings are equal, in a time that depends on their lengths only.
package func isEqualInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  left.withUnsafeBytes { left in right.withUnsafeBytes { right in isEqualInConstantTime(left, right) } }
}
