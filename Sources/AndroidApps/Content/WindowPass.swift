import Bytes
import Cryptography
import Glibc

/// One pass over a file in windows, in which everything is done to a window while it is in cache.
///
/// Windows come in any order, from several threads. Each is written, when the pass writes; goes into the file's SHA-256;
/// and is digested as a chunk of v2 and v3, when it is one. Two of these go one at a time: a file system lets one thread
/// write to a file, and the file's digest needs the windows in order. Whoever brings a window does what is free to be
/// done, of this window or of others, so that nobody waits as long as there is work:
///
/// - beside the file's digest goes that of the stored entry whose data it is (``StoredEntries``), or else a chunk of
///   SHA-256, and both together take hardly longer than one (``SHA256``);
/// - other chunks go by as many as the processor has lanes (``PieceDigests``).
///
/// What is held does not grow with the file.
final class WindowPass: @unchecked Sendable {
  private struct Window {
    let bytes: UnsafeMutableRawBufferPointer
    /// Where it is in the file.
    let offset: Int
    /// Its number among the chunks; nil for what is not content.
    let chunk: Int?
    /// Whether the file's digest goes over it with those of entries.
    let isOfEntries: Bool
    /// Whether it is written, or need not be, and whether somebody is at it.
    var isWritten: Bool
    var isBeingWritten = false
    /// Whether the file's digest has gone over it.
    var isInFile = false
    /// The chunked digests that nobody has begun to take of it, and those that are not done.
    var open: Set<Int>
    var undone: Set<Int>
  }

  private enum Work {
    case write(window: Int)
    /// The file's digest goes over the next window; beside it, a chunk of this or another one.
    case file(window: Int, chunkOf: Int?)
    /// A chunked digest takes the chunks of some windows.
    case chunks(digest: Int, windows: [Int])
  }

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let buffers: BufferPool
  private let chunked: [ChunkedDigest]
  /// The chunked digest that goes well beside the file's; nil without one.
  private let companion: Int?
  private let output: AtomicFile?
  private let entries: StoredEntries?
  /// How many windows may wait.
  private let limit: Int

  // All of this is touched with the mutex held, but the file's digest by the one thread whose turn it is.
  private var fileDigest = SHA256()
  private var next = 0
  private var windows: [Int: Window] = [:]
  private var isFileTaken = false
  private var isWriterTaken = false
  private var failure: BytesError?
  private var isCancelled = false

  /// - Parameters:
  ///   - bufferSize: the size of the largest window in bytes.
  ///   - chunked: what the chunks of windows are kept in.
  ///   - output: where the windows are written to; nil when they are only read.
  ///   - entries: what is digested on the way.
  init(
    bufferSize: Int, chunked: [ChunkedDigest], writingTo output: AtomicFile? = nil,
    entries: StoredEntries? = nil
  ) {
    buffers = BufferPool(bufferSize: bufferSize)
    self.entries = entries
    self.chunked = chunked
    self.output = output
    companion = chunked.firstIndex { $0.hash == .sha256 }
    // What all lanes take at once, and a few to have something at hand.
    limit = 3 + (chunked.map { PieceDigests.lanes(of: $0.hash) }.max() ?? 0)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Whether so many windows wait that other work would be better than bringing one more.
  var isCrowded: Bool { locked { windows.count > limit / 2 } }

  /// Memory for a window.
  ///
  /// It goes back with ``submit(_:_:at:chunk:)``.
  func buffer() -> UnsafeMutableRawBufferPointer { buffers.take() }

  /// Hands over the window with this number in the file, and does what there is to be done.
  ///
  /// - Parameters:
  ///   - bytes: begins where a buffer of ``buffer()`` does.
  ///   - offset: where the window is in the file.
  ///   - chunk: the window's number among the chunks; nil for what is not content.
  /// - Throws: ``BytesError`` when any window could not be written; the pass is cancelled then.
  func submit(
    _ index: Int, _ bytes: UnsafeMutableRawBufferPointer, at offset: Int, chunk: Int?
  ) throws(BytesError) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    // The next window is let in when all others only wait for it.
    while windows.count >= limit, index != next || windows.values.contains(where: { !$0.isWritten }),
      !isCancelled
    {
      if let work = nextWork(isPressed: true) { perform(work) } else { pthread_cond_wait(condition, mutex) }
    }
    let digests = chunk == nil ? [] : Set(chunked.indices)
    windows[index] = Window(
      bytes: bytes, offset: offset, chunk: chunk,
      isOfEntries: entries?.fillMost(of: offset..<offset + bytes.count) ?? false, isWritten: output == nil,
      open: digests, undone: digests)
    while !isCancelled, let work = nextWork(isPressed: false) { perform(work) }
    if let failure { throw failure }
  }

  /// Lets go of all who wait, because a window will never come.
  func cancel() {
    locked {
      isCancelled = true
      pthread_cond_broadcast(condition)
    }
  }

  /// Does what is left to be done.
  ///
  /// Called when no window is on its way.
  ///
  /// - Throws: as ``submit(_:_:at:chunk:)``.
  func finishWindows() throws(BytesError) {
    locked { while !isCancelled, let work = nextWork(isPressed: true) { perform(work) } }
    if let failure { throw failure }
  }

  /// Adds what comes behind all windows to the file's digest.
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
    if !isWriterTaken,
      let index = windows.filter({ !$0.value.isWritten && !$0.value.isBeingWritten }).keys.min()
    {
      isWriterTaken = true
      windows[index]?.isBeingWritten = true
      return .write(window: index)
    }
    if !isFileTaken, windows[next] != nil, windows[next]?.isInFile == false {
      isFileTaken = true
      let beside =
        windows[next]?.isOfEntries == true
        ? nil
        : companion.flatMap { companion in
          windows[next]?.open.contains(companion) == true
            ? next : windows.filter { $0.value.open.contains(companion) }.keys.min()
        }
      if let beside, let companion { windows[beside]?.open.remove(companion) }
      return .file(window: next, chunkOf: beside)
    }
    for digest in chunked.indices {
      let lanes = PieceDigests.lanes(of: chunked[digest].hash)
      // Chunks of SHA-256 are for the turns of the file's digest, where it does not go with entries.
      let ready = windows.filter { _, window in
        window.open.contains(digest) && (digest != companion || window.isOfEntries || isPressed)
      }.keys
      guard ready.count >= (isPressed ? 1 : lanes) else { continue }
      let taken = ready.sorted().prefix(lanes)
      for index in taken { windows[index]?.open.remove(digest) }
      return .chunks(digest: digest, windows: Array(taken))
    }
    return nil
  }

  /// Does the work without the mutex, which is held before and after.
  private func perform(_ work: Work) {
    switch work {
    case .write(let index):
      guard let window = windows[index] else { return }
      pthread_mutex_unlock(mutex)
      let failure = write(window)
      pthread_mutex_lock(mutex)
      isWriterTaken = false
      windows[index]?.isWritten = true
      if let failure {
        self.failure = self.failure ?? failure
        isCancelled = true
      }
      releaseIfDone(index)
    case .file(let index, let other):
      guard let window = windows[index] else { return }
      let beside = other.flatMap { windows[$0] }
      pthread_mutex_unlock(mutex)
      digest(window, beside: beside)
      pthread_mutex_lock(mutex)
      isFileTaken = false
      next += 1
      windows[index]?.isInFile = true
      if let other, let companion { windows[other]?.undone.remove(companion) }
      for index in Set([index, other ?? index]) { releaseIfDone(index) }
    case .chunks(let number, let indices):
      let taken = indices.compactMap { windows[$0] }
      pthread_mutex_unlock(mutex)
      chunked[number].take(taken.map { (UnsafeRawBufferPointer($0.bytes), $0.chunk ?? 0) })
      pthread_mutex_lock(mutex)
      for index in indices {
        windows[index]?.undone.remove(number)
        releaseIfDone(index)
      }
    }
    pthread_cond_broadcast(condition)
  }

  private func write(_ window: Window) -> BytesError? {
    do throws(BytesError) {
      try output?.write(UnsafeRawBufferPointer(window.bytes), at: window.offset)
      return nil
    } catch {
      return error
    }
  }

  private func digest(_ window: Window, beside other: Window?) {
    let bytes = UnsafeRawBufferPointer(window.bytes)
    guard let other, let companion, let chunk = other.chunk else {
      if let entries {
        entries.pass(bytes, at: window.offset, file: &fileDigest) { $1.update($0) }
      } else {
        fileDigest.update(bytes)
      }
      return
    }
    var running = SHA256()
    chunked[companion].prefix(of: other.bytes.count).withUnsafeBytes { running.update($0) }
    var left = UnsafeRawBufferPointer(other.bytes)
    func advance(_ bytes: UnsafeRawBufferPointer, _ file: inout SHA256) {
      let part = UnsafeRawBufferPointer(rebasing: left.prefix(bytes.count))
      SHA256.update(&file, bytes, &running, part)
      left = UnsafeRawBufferPointer(rebasing: left[part.count...])
    }
    if let entries {
      entries.pass(bytes, at: window.offset, file: &fileDigest, between: advance)
    } else {
      advance(bytes, &fileDigest)
    }
    running.update(left)
    chunked[companion].keep(running.finish(), at: chunk)
  }

  private func releaseIfDone(_ index: Int) {
    guard let window = windows[index], window.isWritten, window.isInFile, window.undone.isEmpty else {
      return
    }
    windows[index] = nil
    buffers.giveBack(window.bytes)
  }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }
}
