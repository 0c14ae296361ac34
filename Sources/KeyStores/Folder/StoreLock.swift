import Bytes
import Glibc

/// The right to read or to change a store: a lock of the system's on `.lock` in it, which ends with the process however
/// that dies.
final class StoreLock: Sendable {
  enum Mode: Int32 {
    case shared = 1  // LOCK_SH
    case exclusive = 2  // LOCK_EX
  }

  static let name = ".lock"
  private let descriptor: Int32

  /// Waits for its turn.
  ///
  /// - Throws: ``StoreError/busy(path:)`` after half a minute, ``StoreError/file(_:)`` when the folder may not be
  ///   written; a reader of such a folder does without.
  init?(_ folder: StoreFolder, _ mode: Mode) throws(StoreError) {
    let path = folder.absolute(Self.name)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else {
      guard mode == .exclusive else { return nil }
      throw .file(.notWritable(path: folder.path, reason: systemReason(errno)))
    }
    self.descriptor = descriptor
    let patience = ContinuousClock.now + .seconds(30)
    while flock(descriptor, mode.rawValue | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < patience else {
        throw .busy(path: folder.path)
      }
      usleep(5_000)
    }
  }

  deinit {
    close(descriptor)
  }
}
