import COpenSSL

extension PEM {
  /// A private key in PKCS#8 and its certificates, one block each.
  ///
  /// - Parameters:
  ///   - key: encrypted when a passphrase is given: see ``PrivateKey/pkcs8(encryptedWith:)``.
  ///   - chain: leaf first; it may be empty.
  ///   - passphrase: for the key.
  /// - Throws: ``CryptographyError/library(operation:reason:)``.
  package static func identity(
    key: PrivateKey, chain: [Certificate], encryptedWith passphrase: SecretBytes? = nil
  ) throws(CryptographyError) -> SecretBytes {
    let block = encode(
      try key.pkcs8(encryptedWith: passphrase),
      label: passphrase == nil ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY")
    let certificates = Array(chain.map { encode($0.der, label: "CERTIFICATE") }.joined().utf8)
    return SecretBytes(count: block.count + certificates.count) { text in
      block.withBytes { text.copyBytes(from: $0) }
      UnsafeMutableRawBufferPointer(rebasing: text[block.count...]).copyBytes(from: certificates)
    }
  }

  /// The block with this label, in lines of 64 characters, that leaves no copy of what is in it.
  private static func encode(_ secret: SecretBytes, label: String) -> SecretBytes {
    let (first, last) = (Array("-----BEGIN \(label)-----\n".utf8), Array("-----END \(label)-----\n".utf8))
    let lines = (secret.count + lineBytes - 1) / lineBytes
    let encoded = (secret.count + 2) / 3 * 4 + lines
    return SecretBytes(count: first.count + encoded + last.count) { text in
      text.copyBytes(from: first)
      UnsafeMutableRawBufferPointer(rebasing: text[(first.count + encoded)...]).copyBytes(from: last)
      // EVP_EncodeBlock writes a zero behind each line, where the line's end then goes.
      let output = text.bindMemory(to: UInt8.self)
      secret.withBytes { bytes in
        let input = bytes.bindMemory(to: UInt8.self)
        var position = first.count
        for start in stride(from: 0, to: input.count, by: lineBytes) {
          let count = EVP_EncodeBlock(
            output.baseAddress.map { $0 + position }, input.baseAddress.map { $0 + start },
            Int32(min(lineBytes, input.count - start)))
          position += Int(count)
          output[position] = UInt8(ascii: "\n")
          position += 1
        }
      }
    }
  }

  /// The bytes that one line of 64 characters holds.
  private static let lineBytes = 48
}
