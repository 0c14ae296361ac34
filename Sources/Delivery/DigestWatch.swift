import Bytes
import Cryptography
import Synchronization

/// Hashes bytes as they pass.
final class DigestWatch: Sendable {
  private let state = Mutex(State())

  private struct State: ~Copyable {
    var digest = Digest(.sha256)
    var count = 0
    var result: String?
  }

  func begin() {
    state.withLock { state in
      state.digest.reset()
      state.count = 0
      state.result = nil
    }
  }

  func update(_ bytes: UnsafeRawBufferPointer) {
    state.withLock { state in
      state.digest.update(bytes)
      state.count += bytes.count
    }
  }

  /// Hashes a whole file, handing each buffer on while it is in the cache.
  ///
  /// - Throws: ``DeliveryError/file(_:)`` when it cannot be read, or what `body` throws.
  func read(
    _ source: FileSource, _ body: (UnsafeRawBufferPointer) throws(DeliveryError) -> Void
  ) throws(DeliveryError) {
    begin()
    do {
      try source.forEachBuffer(in: 0..<source.count) { bytes in
        update(bytes)
        try body(bytes)
      }
    } catch let error as DeliveryError {
      throw error
    } catch let error as BytesError {
      throw .file(error)
    } catch {
      throw .cancelled
    }
  }

  /// Bytes since the beginning.
  var count: Int { state.withLock { $0.count } }

  /// The digest of the bytes since the beginning.
  ///
  /// Nothing may be added after.
  func end() -> String {
    state.withLock { state in
      if let result = state.result { return result }
      let bytes = withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
        state.digest.finish(into: buffer)
        return [UInt8](buffer)
      }
      state.result = bytes.hex
      return bytes.hex
    }
  }
}
