import COpenSSL

/// Triple DES with three keys in CBC mode, padded as PKCS#5 does: what keystores were encrypted with before AES.
package enum TripleDES {
  /// The length of a key in bytes.
  package static let keyLength = 24
  /// The length of a block, and so of the initialisation vector.
  package static let blockLength = 8

  /// What was encrypted.
  ///
  /// - Returns: nil when key, vector or padding are not right.
  package static func decrypt(
    _ bytes: ArraySlice<UInt8>, key: SecretBytes, vector: SecretBytes
  ) -> SecretBytes? {
    guard key.count == keyLength, vector.count == blockLength, !bytes.isEmpty,
      bytes.count.isMultiple(of: blockLength), let context = EVP_CIPHER_CTX_new()
    else { return nil }
    defer {
      EVP_CIPHER_CTX_free(context)
      _ = OpenSSL.drainReason()
    }
    let isReady = key.withBytes { key in
      vector.withBytes { vector in
        EVP_DecryptInit_ex2(
          context, EVP_des_ede3_cbc(), key.bindMemory(to: UInt8.self).baseAddress,
          vector.bindMemory(to: UInt8.self).baseAddress, nil) == 1
      }
    }
    guard isReady else { return nil }
    return bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(byteCount: bytes.count + blockLength, alignment: 1) { plain in
        defer { OPENSSL_cleanse(plain.baseAddress, plain.count) }
        let output = plain.bindMemory(to: UInt8.self)
        var (count, last) = (Int32(0), Int32(0))
        guard
          EVP_DecryptUpdate(
            context, output.baseAddress, &count, bytes.bindMemory(to: UInt8.self).baseAddress,
            Int32(clamping: bytes.count)) == 1,
          EVP_DecryptFinal_ex(context, output.baseAddress.map { $0 + Int(count) }, &last) == 1
        else { return nil }
        return SecretBytes(output.prefix(Int(count + last)))
      }
    }
  }
}
