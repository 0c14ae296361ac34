import COpenSSL

/// Bytes that nobody may see: a password, an exported key.
///
/// They are wiped when the last reference goes, and never print: descriptions, mirrors and dumps say `«redacted»`.
/// A copy made from inside ``withBytes(_:)`` is the caller's to wipe.
package final class SecretBytes: @unchecked Sendable {
  /// The bytes and one zero behind them, for C functions that look for it.
  ///
  /// Immutable after init.
  private let storage: UnsafeMutableRawBufferPointer

  package var count: Int { storage.count - 1 }

  package var isEmpty: Bool { count == 0 }

  package init(_ bytes: some Collection<UInt8>) {
    storage = .allocate(byteCount: bytes.count + 1, alignment: 1)
    storage.copyBytes(from: bytes)
    storage[bytes.count] = 0
  }

  /// The text's UTF-8 bytes.
  package convenience init(_ text: String) {
    self.init(text.utf8)
  }

  /// Bytes that are written where they stay, so that no copy has to be wiped.
  ///
  /// - Parameter write: gets so many zeros; when it throws, what it wrote is wiped.
  package init<Failure: Error>(
    count: Int, _ write: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    storage = .allocate(byteCount: count + 1, alignment: 1)
    storage.initializeMemory(as: UInt8.self, repeating: 0)
    try write(UnsafeMutableRawBufferPointer(rebasing: storage[..<count]))
  }

  /// The bytes of the parts end to end.
  package init(joining parts: [SecretBytes]) {
    storage = .allocate(byteCount: parts.reduce(1) { $0 + $1.count }, alignment: 1)
    var end = 0
    for part in parts {
      part.withBytes { storage[end...].copyBytes(from: $0) }
      end += part.count
    }
    storage[end] = 0
  }

  deinit {
    OPENSSL_cleanse(storage.baseAddress, storage.count)
    storage.deallocate()
  }

  /// Lends the bytes for the time of the call.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
  }

  /// Lends the bytes as an array, which is wiped behind the call; no slice of it may outlive that.
  package func withArray<Result, Failure: Error>(
    _ body: ([UInt8]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var bytes = withBytes { Array($0) }
    defer { bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
    return try body(bytes)
  }

  /// Lends the bytes as C text that ends with a zero.
  func withCharacters<Result>(_ body: (UnsafePointer<CChar>, Int32) -> Result) -> Result {
    storage.withMemoryRebound(to: CChar.self) { characters in
      // The storage is never empty, so its base exists.
      body(UnsafePointer(characters.baseAddress.unsafelyUnwrapped), Int32(clamping: count))
    }
  }
}

extension SecretBytes: Redacted {}

extension SecretBytes: Equatable {
  /// Compares in a time that depends on the lengths only.
  package static func == (left: SecretBytes, right: SecretBytes) -> Bool {
    left.withBytes { left in right.withBytes { right in isEqualInConstantTime(left, right) } }
  }
}
