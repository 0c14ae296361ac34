import Bytes
import Cryptography
import Synchronization

/// A file on its way in: hashed as it is written, and nowhere to be seen before it is kept.
final class IncomingFile: Sendable {
  private let file: AtomicFile
  private let digest = Mutex(Running())

  private struct Running: ~Copyable {
    var digest = Digest(.sha256)
  }

  init(path: String) throws(BytesError) {
    file = try AtomicFile(path: path)
  }

  var size: Int { file.count }

  /// Where a reader of this process finds the bytes before they are kept.
  var readablePath: String { file.readablePath }

  func append(_ bytes: [UInt8]) throws(BytesError) {
    digest.withLock { $0.digest.update(bytes) }
    try file.write(bytes)
  }

  /// The digest of what was appended since the last call.
  func finishDigest() -> String {
    digest.withLock { running in
      withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
        running.digest.finish(into: buffer)
        return buffer.hex
      }
    }
  }

  /// - Throws: ``BytesError/exists(path:)`` when the name is taken and may not be replaced.
  func keep(replacing: Bool) throws(BytesError) {
    if replacing { try file.commit() } else { try file.commitNew() }
  }

  func discard() {
    file.discard()
  }
}
