import COpenSSL

/// How PKCS#12 makes keys of a password, with SHA-1 (RFC 7292 appendix B.2).
package enum PKCS12KeyDerivation {
  /// What the bytes are for: the diversifier of appendix B.3.
  package enum Purpose: Int32, Sendable {
    case key = 1
    case vector = 2
    case authentication = 3
  }

  /// So many bytes for a purpose.
  ///
  /// - Parameters:
  ///   - password: in UTF-8.
  ///   - salt: as the file has it.
  ///   - iterations: 1 or more.
  ///   - structure: the file, for messages.
  /// - Throws: ``CryptographyError/tooManyIterations(structure:iterations:limit:)``,
  ///   ``CryptographyError/library(operation:reason:)``.
  package static func derive(
    _ purpose: Purpose, count: Int, password: SecretBytes, salt: ArraySlice<UInt8>, iterations: Int,
    in structure: CryptographyError.Structure
  ) throws(CryptographyError) -> SecretBytes {
    try PasswordDerivation.check(iterations, structure)
    // RFC 7292 appendix B.1: big-endian UTF-16 with two zero bytes at its end.
    let characters = password.utf16(terminated: true)
    let salt = Array(salt)
    var status: Int32 = 0
    let derived = SecretBytes(count: count) { output in
      status = characters.withBytes { characters in
        salt.withUnsafeBufferPointer { salt in
          PKCS12_key_gen_uni(
            UnsafeMutablePointer(mutating: characters.bindMemory(to: UInt8.self).baseAddress),
            Int32(clamping: characters.count), UnsafeMutablePointer(mutating: salt.baseAddress),
            Int32(clamping: salt.count), purpose.rawValue, Int32(clamping: iterations),
            Int32(clamping: count), output.bindMemory(to: UInt8.self).baseAddress, EVP_sha1())
        }
      }
    }
    guard status == 1 else { throw OpenSSL.failure(of: "PKCS12_key_gen_uni") }
    return derived
  }
}
