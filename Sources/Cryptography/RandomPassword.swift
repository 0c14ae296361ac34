import COpenSSL

/// Passwords that nobody has to remember.
package enum RandomPassword {
  /// 24 letters and digits, 142 bits: nothing that a shell, a properties file or an old keystore would mind.
  ///
  /// - Throws: ``CryptographyError/library(operation:reason:)`` when the generator has no entropy.
  package static func make() throws(CryptographyError) -> SecretBytes {
    var isRandom = true
    let password = SecretBytes(count: length) { text in
      var byte: UInt8 = 0
      for index in text.indices {
        // Of 256 numbers the last eight would make some characters likelier than others.
        repeat { isRandom = isRandom && RAND_bytes(&byte, 1) == 1 } while isRandom && byte >= 248
        text[index] = alphabet[Int(byte) % alphabet.count]
      }
    }
    guard isRandom else { throw OpenSSL.failure(of: "RAND_bytes") }
    return password
  }

  static let length = 24
  static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
}
