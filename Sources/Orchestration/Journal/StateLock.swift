import Bytes
import Glibc

/// The right to write in a state folder: a lock of the system's on `lock` in it, which ends with the process
/// however that dies.
///
/// The file holds the process id, for people.
final class StateLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``OrchestrationError/stateInUse(folder:process:)`` when a live process has it.
  init(folder: String) throws(OrchestrationError) {
    let path = folder + "/lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw .stateNotUsable(folder: folder, reason: systemReason(errno))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      let holder = Self.process(in: descriptor)
      close(descriptor)
      guard number == EWOULDBLOCK else {
        throw .stateNotUsable(folder: folder, reason: systemReason(number))
      }
      throw .stateInUse(folder: folder, process: holder)
    }
    let text = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, text, text.count, 0)
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  private static func process(in descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
  }
}
