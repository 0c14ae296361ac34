import Cryptography
import Glibc

/// The digests of a file that is read in windows: its SHA-256, and the chunks of v2 and v3.
///
/// Windows come in any order, from several threads, and are digested for everything while they are in cache. The file's
/// own digest needs them in order, one by one, so whoever brings the next window takes the turn, and digests a chunk
/// beside it (``SHA256``): both together take hardly longer than one. SHA-512 goes by as many windows as the processor
/// has lanes. A thread that is too far ahead digests chunks instead of waiting; what is held does not grow with the file.
final class WindowDigests: @unchecked Sendable {
  private struct Window {
    let bytes: UnsafeMutableRawBufferPointer
    let chunk: Int?
    /// Whether the file's digest has gone over it.
    var isInFile = false
    /// The chunked digests that nobody has begun to take of it, and those that are not done.
    var open: Set<Int>
    var undone: Set<Int>
  }

  private enum Work {
    /// The file's digest goes over the next window; beside it, a chunk of this or another one.
    case file(window: Int, chunkOf: Int?)
    /// A chunked digest takes the chunks of some windows.
    case chunks(digest: Int, windows: [Int])
  }

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let bufferSize: Int
  private let chunked: [ChunkedDigest]
  /// The chunked digest that goes well beside the file's; nil without one.
  private let companion: Int?
  /// How many windows may wait.
  private let limit: Int

  // All of this is touched with the mutex held, but the file's digest by the one thread whose turn it is.
  private var fileDigest = SHA256()
  private var next = 0
  private var windows: [Int: Window] = [:]
  private var spare: [UnsafeMutableRawBufferPointer] = []
  private var isFileTaken = false
  private var isCancelled = false

  /// - Parameters:
  ///   - bufferSize: the size of the largest window in bytes.
  ///   - chunked: what the chunks of windows are kept in.
  init(bufferSize: Int, chunked: [ChunkedDigest]) {
    self.bufferSize = bufferSize
    self.chunked = chunked
    companion = chunked.firstIndex { $0.hash == .sha256 }
    // Beyond what all lanes take at once, a few to have something at hand.
    limit = 6 + (chunked.map { PieceDigests.lanes(of: $0.hash) }.max() ?? 0)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    for buffer in spare + windows.values.map(\.bytes) {
      UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: bufferSize).deallocate()
    }
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Memory for a window.
  ///
  /// It goes back with ``submit(_:_:chunk:)``.
  func buffer() -> UnsafeMutableRawBufferPointer {
    locked { spare.popLast() } ?? .allocate(byteCount: bufferSize, alignment: 64)
  }

  /// Hands over the window with this number in the file: `bytes` begins where a buffer of ``buffer()`` does.
  ///
  /// - Parameter chunk: the window's number among the chunks; nil for what is not content.
  func submit(_ index: Int, _ bytes: UnsafeMutableRawBufferPointer, chunk: Int?) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while windows.count >= limit, index != next, !isCancelled {
      if let work = nextWork(isPressed: true) { perform(work) } else { pthread_cond_wait(condition, mutex) }
    }
    let digests = chunk == nil ? [] : Set(chunked.indices)
    windows[index] = Window(bytes: bytes, chunk: chunk, open: digests, undone: digests)
    while !isCancelled, let work = nextWork(isPressed: false) { perform(work) }
  }

  /// Lets go of all who wait, because a window will never come.
  func cancel() {
    locked {
      isCancelled = true
      pthread_cond_broadcast(condition)
    }
  }

  /// Digests what is left of the chunks.
  ///
  /// Called when no window is on its way.
  func finishChunks() {
    locked { while !isCancelled, let work = nextWork(isPressed: true) { perform(work) } }
  }

  /// Adds what comes behind all windows.
  ///
  /// Called when no window is on its way.
  func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { fileDigest.update($0) }
  }

  /// The SHA-256 of the file.
  ///
  /// Called once, at the end.
  func finish() -> [UInt8] {
    fileDigest.finish()
  }

  /// What is to be done next, and is taken with it.
  ///
  /// - Parameter isPressed: whether also what would go better later is to be done.
  private func nextWork(isPressed: Bool) -> Work? {
    if !isFileTaken, windows[next] != nil {
      isFileTaken = true
      let beside = companion.flatMap { companion in
        windows[next]?.open.contains(companion) == true
          ? next : windows.first { $0.value.open.contains(companion) }?.key
      }
      if let beside, let companion { windows[beside]?.open.remove(companion) }
      return .file(window: next, chunkOf: beside)
    }
    for digest in chunked.indices {
      let lanes = PieceDigests.lanes(of: chunked[digest].hash)
      let ready = windows.filter { $0.value.open.contains(digest) }.keys
      // Chunks of SHA-256 are for the turns of the file's digest.
      guard digest == companion ? isPressed && !ready.isEmpty : ready.count >= (isPressed ? 1 : lanes) else {
        continue
      }
      let taken = ready.sorted().prefix(lanes)
      for index in taken { windows[index]?.open.remove(digest) }
      return .chunks(digest: digest, windows: Array(taken))
    }
    return nil
  }

  /// Does the work without the mutex, which is held before and after.
  private func perform(_ work: Work) {
    switch work {
    case .file(let index, let other):
      guard let bytes = windows[index]?.bytes else { return }
      let beside = other.flatMap { windows[$0] }
      pthread_mutex_unlock(mutex)
      if let beside, let companion, let chunk = beside.chunk {
        let digest = chunked[companion]
        var running = SHA256()
        digest.prefix(of: beside.bytes.count).withUnsafeBytes { running.update($0) }
        SHA256.update(
          &fileDigest, UnsafeRawBufferPointer(bytes), &running, UnsafeRawBufferPointer(beside.bytes))
        digest.keep(running.finish(), at: chunk)
      } else {
        fileDigest.update(UnsafeRawBufferPointer(bytes))
      }
      pthread_mutex_lock(mutex)
      windows[index]?.isInFile = true
      if let other, let companion { windows[other]?.undone.remove(companion) }
      next += 1
      isFileTaken = false
      for index in Set([index, other ?? index]) { releaseIfDone(index) }
    case .chunks(let number, let indices):
      let digest = chunked[number]
      let taken = indices.compactMap { windows[$0] }
      pthread_mutex_unlock(mutex)
      digest.take(taken.map { (UnsafeRawBufferPointer($0.bytes), $0.chunk ?? 0) })
      pthread_mutex_lock(mutex)
      for index in indices {
        windows[index]?.undone.remove(number)
        releaseIfDone(index)
      }
    }
    pthread_cond_broadcast(condition)
  }

  private func releaseIfDone(_ index: Int) {
    guard let window = windows[index], window.isInFile, window.undone.isEmpty else { return }
    windows[index] = nil
    spare.append(UnsafeMutableRawBufferPointer(start: window.bytes.baseAddress, count: bufferSize))
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
