import COpenSSL

/// A number that OpenSSL holds: it is wiped when the last reference goes, and calculated with in constant time where
/// OpenSSL can.
final class SecretNumber {
  let pointer: OpaquePointer

  /// Takes the number over.
  init(owning pointer: OpaquePointer) {
    self.pointer = pointer
    BN_set_flags(pointer, BN_FLG_CONSTTIME)
  }

  /// Zero; nil when there is no memory.
  convenience init?() {
    guard let pointer = BN_new() else { return nil }
    self.init(owning: pointer)
  }

  deinit {
    BN_clear_free(pointer)
  }

  /// The leftmost bits of big-endian bytes, at most `bits` of them: `bits2int` of RFC 6979 §2.3.2.
  convenience init?(leftmost bits: Int32, of bytes: UnsafeRawBufferPointer) {
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    guard let pointer = BN_bin2bn(start, Int32(clamping: bytes.count), nil) else { return nil }
    self.init(owning: pointer)
    let excess = Int32(clamping: bytes.count * 8) - bits
    guard excess <= 0 || BN_rshift(pointer, pointer, excess) == 1 else { return nil }
  }

  /// The number big-endian in so many bytes; nil when it does not fit.
  func bytes(count: Int) -> SecretBytes? {
    withUnsafeTemporaryAllocation(byteCount: max(1, count), alignment: 1) { buffer in
      defer { OPENSSL_cleanse(buffer.baseAddress, buffer.count) }
      let start = buffer.bindMemory(to: UInt8.self)
      guard BN_bn2binpad(pointer, start.baseAddress, Int32(clamping: count)) == count else { return nil }
      return SecretBytes(start.prefix(count))
    }
  }
}

extension SecretNumber: Redacted {}
