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
  ///   written; a reader of such a folder in which nobody else has written either does without.
  init?(_ folder: StoreFolder, _ mode: Mode) throws(StoreError) {
    let path = folder.absolute(Self.name)
    let patience = ContinuousClock.now + .seconds(30)
    while true {
      guard let descriptor = try Self.open(path, mode, in: folder) else { return nil }
      while flock(descriptor, mode.rawValue | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < patience else {
          close(descriptor)
          throw .busy(path: folder.path)
        }
        usleep(5_000)
      }
      // Somebody may have removed the file meanwhile, so that others lock another one.
      var locked = stat()
      var found = stat()
      if fstat(descriptor, &locked) == 0, lstat(path, &found) == 0, locked.st_ino == found.st_ino {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit {
    close(descriptor)
  }

  private static func open(
    _ path: String, _ mode: Mode, in folder: StoreFolder
  ) throws(StoreError) -> Int32? {
    let flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | flags, 0o666)
    guard descriptor < 0 else { return descriptor }
    let reason = systemReason()
    guard mode == .shared else { throw .file(.notWritable(path: folder.path, reason: reason)) }
    // The lock of somebody who may write counts for those who may only read.
    let readable = Glibc.open(path, O_RDONLY | flags)
    return readable < 0 ? nil : readable
  }
}
