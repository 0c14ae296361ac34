import COpenSSL

/// What all of OpenSSL's calls have in common: the thread's error queue.
enum OpenSSL {
  /// Empties this thread's error queue and gives the first reason in it; empty when there is none.
  ///
  /// The queue is per thread: call this straight after the call that failed.
  static func drainReason() -> String {
    var first = ""
    while case let code = ERR_get_error(), code != 0 {
      if first.isEmpty, let reason = ERR_reason_error_string(code) { first = String(cString: reason) }
    }
    return first
  }

  /// The error for a call that fails only through OpenSSL's own fault.
  static func failure(of operation: String) -> CryptographyError {
    .library(operation: operation, reason: drainReason())
  }

  /// The bytes that an `i2d_…` function writes; nil when it fails.
  static func encoded(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8]? {
    var bytes: UnsafeMutablePointer<UInt8>?
    let count = encode(&bytes)
    guard count >= 0, let bytes else { return nil }
    defer { slipway_clear_free(bytes, Int(count)) }
    return [UInt8](UnsafeBufferPointer(start: bytes, count: Int(count)))
  }

  /// What a `d2i_…` function makes of all of the bytes; nil when it fails or leaves some.
  static func decoded(
    _ bytes: UnsafeRawBufferPointer,
    _ decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
  ) -> (object: OpaquePointer, consumed: Int)? {
    guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    var cursor: UnsafePointer<UInt8>? = start
    guard let object = decode(&cursor, bytes.count) else { return nil }
    return (object, cursor.map { $0 - start } ?? 0)
  }
}
