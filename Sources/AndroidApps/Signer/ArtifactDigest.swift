import Cryptography
import Glibc

/// The SHA-256 of a file whose parts come in any order, from several threads.
///
/// Windows are read, written and hashed in chunks wherever a core is free; this digest alone needs them in order. A
/// window whose turn it is not waits in memory, and so does the thread that brought it once `limit` windows wait:
/// what is held does not grow with the file.
final class ArtifactDigest: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let limit: Int
  private let bufferSize: Int

  // All of this is touched with the mutex held, but the digest by the one thread that is draining.
  private var digest = Digest(.sha256)
  private var next = 0
  private var waiting: [Int: UnsafeMutableRawBufferPointer] = [:]
  private var spare: [UnsafeMutableRawBufferPointer] = []
  private var isDraining = false
  private var isCancelled = false

  /// - Parameters:
  ///   - bufferSize: the size of the largest window in bytes.
  ///   - limit: how many windows may wait.
  init(bufferSize: Int, limit: Int = 8) {
    self.bufferSize = bufferSize
    self.limit = limit
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    for buffer in spare + waiting.values {
      UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: bufferSize).deallocate()
    }
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Memory for a window.
  ///
  /// It goes back with ``submit(_:_:)``.
  func buffer() -> UnsafeMutableRawBufferPointer {
    locked { spare.popLast() } ?? .allocate(byteCount: bufferSize, alignment: 64)
  }

  /// Hands over the window with this number: `window` begins where a buffer of ``buffer()`` does.
  func submit(_ index: Int, _ window: UnsafeMutableRawBufferPointer) {
    pthread_mutex_lock(mutex)
    while waiting.count >= limit, index != next, !isCancelled { pthread_cond_wait(condition, mutex) }
    waiting[index] = window
    if !isDraining {
      isDraining = true
      while !isCancelled, let due = waiting.removeValue(forKey: next) {
        pthread_mutex_unlock(mutex)
        digest.update(UnsafeRawBufferPointer(due))
        pthread_mutex_lock(mutex)
        spare.append(UnsafeMutableRawBufferPointer(start: due.baseAddress, count: bufferSize))
        next += 1
        pthread_cond_broadcast(condition)
      }
      isDraining = false
    }
    pthread_mutex_unlock(mutex)
  }

  /// Lets go of all who wait, because a window will never come.
  func cancel() {
    locked {
      isCancelled = true
      pthread_cond_broadcast(condition)
    }
  }

  /// Adds what comes behind all windows.
  ///
  /// Called when no window is on its way.
  func append(_ bytes: [UInt8]) {
    digest.update(bytes)
  }

  /// The digest of everything.
  ///
  /// Called once, at the end.
  func finish() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: digest.algorithm.length) { buffer, count in
      digest.finish(into: UnsafeMutableRawBufferPointer(buffer))
      count = digest.algorithm.length
    }
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
