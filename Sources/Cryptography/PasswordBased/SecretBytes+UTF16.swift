import COpenSSL

extension SecretBytes {
  /// The text that these bytes are in UTF-8, in big-endian UTF-16: a password as Java takes it.
  ///
  /// Bytes that are no UTF-8 become U+FFFD.
  ///
  /// - Parameter terminated: whether two zero bytes stand at its end.
  package func utf16(terminated: Bool = false) -> SecretBytes {
    // No character takes more than twice the bytes; U+FFFD stands for one byte or more, and takes two.
    withUnsafeTemporaryAllocation(byteCount: 2 * count + 2, alignment: 1) { buffer in
      defer { OPENSSL_cleanse(buffer.baseAddress, buffer.count) }
      var end = 0
      withBytes { bytes in
        _ = transcode(bytes.makeIterator(), from: UTF8.self, to: UTF16.self, stoppingOnError: false) { unit in
          buffer[end] = UInt8(unit >> 8)
          buffer[end + 1] = UInt8(unit & 0xff)
          end += 2
        }
      }
      if terminated {
        buffer[end] = 0
        buffer[end + 1] = 0
        end += 2
      }
      return SecretBytes(buffer[..<end])
    }
  }
}
