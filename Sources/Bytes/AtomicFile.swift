import CLinux
import Glibc
import Synchronization

/// A file that appears whole or not at all.
///
/// The bytes go to a file without a name (`O_TMPFILE`), which the system forgets when the process dies, however it
/// dies; file systems that have no such files get a hidden name beside the target. ``commit(durable:)`` gives it its
/// name in one rename. Appending is for one thread at a time; several may write at offsets of their own.
package final class AtomicFile: ByteSink, ByteSource {
  /// Where the file will be.
  package let path: String
  private let descriptor: Int32
  /// The hidden name on file systems without nameless files; nil where there is none.
  private let hiddenPath: String?
  private let state = Mutex(State())

  /// What goes into one system call, in bytes.
  ///
  /// Linux takes memory for a file in blocks as large as a write. Large blocks are those that nobody used for long: a
  /// virtual machine's host may have taken them back, and gives them anew page by page. A package of 1.04 GB took 1.0 to
  /// 3.2 s to sign with writes of a mebibyte, and 0.8 to 1.6 s with these.
  private static let pieceSize = 128 << 10

  private struct State {
    var end = 0
    var isSettled = false
    var isReserved = false
  }

  /// Begins a file that will be at `path`; its folder must exist.
  ///
  /// - Parameter permissions: the mode bits before the process's umask.
  /// - Throws: ``BytesError/notWritable(path:reason:)`` when the folder is missing or may not be written, or when what it
  ///   would replace is a device, a pipe or a socket: root could, and the system would be without it.
  package init(path: String, permissions: UInt16 = 0o644) throws(BytesError) {
    guard !Self.isSpecial(path) else {
      throw .notWritable(path: path, reason: "it is not a regular file")
    }
    let nameless: Int32 = 0o20000000 | O_DIRECTORY
    var descriptor = open(Self.folder(of: path), nameless | O_RDWR | O_CLOEXEC, mode_t(permissions))
    var hidden: String?
    if descriptor < 0, errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL {
      hidden = Self.underHiddenName(beside: path) { name in
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(permissions))
        return descriptor >= 0
      }
    }
    guard descriptor >= 0 else { throw writeError(errno, path: path, operation: "create") }
    self.path = path
    self.descriptor = descriptor
    hiddenPath = hidden
    // Says to others that the hidden name is in use; without it they take one of their own.
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
  }

  deinit {
    discard()
    close(descriptor)
  }

  /// The bytes written so far, as the highest offset.
  package var count: Int { state.withLock { $0.end } }

  /// A path under which other readers of this process can open the file before it has its name.
  package var readablePath: String { "/proc/self/fd/\(descriptor)" }

  /// Gives the file the mode bits of what it will replace, where there is something.
  package func keepPermissions() {
    var status = stat()
    if stat(path, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(BytesError) {
    try write(bytes, at: count)
  }

  /// Writes the bytes at an offset; a gap that is left reads as zeros.
  ///
  /// - Throws: ``BytesError/noSpace(path:)`` when the disk is full, ``BytesError/inputOutput(path:operation:reason:)``.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(BytesError) {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let piece = min(bytes.count - done, Self.pieceSize)
      let put = pwrite(descriptor, base + done, piece, off_t(offset + done))
      if put > 0 {
        done += put
      } else if put < 0, errno != EINTR {
        throw writeError(errno, path: path, operation: "write")
      }
    }
    grow(to: offset + bytes.count)
  }

  /// Takes room on the disk for so many bytes that are still to be written, at the least.
  ///
  /// The system then need not look for a place piece by piece, which took a twentieth of the time of signing 1.04 GB.
  /// File systems that cannot do it let the bytes come as they come.
  ///
  /// - Throws: ``BytesError/noSpace(path:)`` when the disk has no such room.
  package func reserve(_ count: Int) throws(BytesError) {
    guard count > 0 else { return }
    if slipway_fallocate(descriptor, count) == 0 {
      state.withLock { $0.isReserved = true }
    } else if case .noSpace = writeError(errno, path: path, operation: "write") {
      throw .noSpace(path: path)
    }
  }

  /// Copies a range of another source to an offset.
  ///
  /// - Throws: ``BytesError/truncated(path:offset:wanted:)`` when the source has become shorter; else as ``write(_:at:)``.
  package func copy(
    from source: some ByteSource, range: Range<Int>, at offset: Int
  ) throws(BytesError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var position = range.lowerBound
    while position < range.upperBound {
      let part = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(range.upperBound - position))
      try source.read(at: position, into: part)
      try write(UnsafeRawBufferPointer(part), at: offset + position - range.lowerBound)
      position += part.count
    }
  }

  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    try readFully(descriptor, at: offset, into: buffer, path: path)
  }

  /// Gives the file its name, replacing what had it before.
  ///
  /// - Parameters:
  ///   - durable: whether the bytes and the name are on the disk, not only on their way, when this returns.
  ///   - source: what the bytes can be made from again, where there is such a file or folder. Nobody then waits for the
  ///     disk: should the machine lose its power within the next seconds, what was replaced may be gone, and what
  ///     replaced it empty.
  /// - Throws: ``BytesError``; nothing is left then.
  package func commit(durable: Bool = false, remakableFrom source: String? = nil) throws(BytesError) {
    if durable { try synchronize() }
    let source = durable ? nil : source
    if let hiddenPath {
      try rename(hiddenPath, remakableFrom: source)
    } else if !isLinked(as: path) {
      guard errno == EEXIST else { throw writeError(errno, path: path, operation: "name") }
      guard let stage = Self.underHiddenName(beside: path, isLinked) else {
        throw writeError(errno, path: path, operation: "name")
      }
      try rename(stage, remakableFrom: source)
    }
    state.withLock { $0.isSettled = true }
    if durable { try synchronizeFolder() }
  }

  /// Gives the file its name unless the name is taken.
  ///
  /// - Throws: ``BytesError/exists(path:)`` when it is; else as ``commit(durable:)``.
  package func commitNew(durable: Bool = false) throws(BytesError) {
    if durable { try synchronize() }
    guard isLinked(as: path) else { throw writeError(errno, path: path, operation: "name") }
    discard()
    if durable { try synchronizeFolder() }
  }

  /// Forgets the file.
  ///
  /// Does nothing after a commit.
  package func discard() {
    let first = state.withLock { state in
      defer { state.isSettled = true }
      return !state.isSettled
    }
    if first, let hiddenPath { unlink(hiddenPath) }
  }

  /// Gives the file a further name; what kept it from that is in `errno`.
  private func isLinked(as name: String) -> Bool {
    linkat(AT_FDCWD, hiddenPath ?? readablePath, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
  }

  private func rename(_ stage: String, remakableFrom source: String?) throws(BytesError) {
    if let source, isExchanged(stage, unlessMadeFrom: source) { return }
    // Room that was taken beforehand reads as zeros, should the power fail before the bytes are on the disk.
    let isSafe = !state.withLock { $0.isReserved } || fsync(descriptor) == 0
    guard isSafe, Glibc.rename(stage, path) == 0 else {
      let number = errno
      unlink(stage)
      throw writeError(number, path: path, operation: "name")
    }
  }

  /// Replaces a file by exchanging the two and removing the other.
  ///
  /// Renaming over a file, ext4 sends all of the new one's bytes to the disk first (`auto_da_alloc`): 96 ms for 158 MB.
  ///
  /// - Returns: whether it did; not where what is replaced is no file, or is the source itself.
  private func isExchanged(_ stage: String, unlessMadeFrom source: String) -> Bool {
    let replaced = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard replaced >= 0 else { return false }
    defer { close(replaced) }
    var old = stat()
    var kept = stat()
    guard fstat(replaced, &old) == 0, old.st_mode & S_IFMT == S_IFREG, stat(source, &kept) == 0,
      (old.st_dev, old.st_ino) != (kept.st_dev, kept.st_ino),
      // Under the hidden name, nobody is to take it for something that was left behind.
      flock(replaced, LOCK_EX | LOCK_NB) == 0, slipway_exchange(stage, path) == 0
    else { return false }
    unlink(stage)
    return true
  }

  private func synchronize() throws(BytesError) {
    guard fsync(descriptor) == 0 else { throw writeError(errno, path: path, operation: "synchronize") }
  }

  private func synchronizeFolder() throws(BytesError) {
    let folder = open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw writeError(errno, path: path, operation: "synchronize") }
    defer { close(folder) }
    guard fsync(folder) == 0 || errno == EINVAL else {
      throw writeError(errno, path: path, operation: "synchronize")
    }
  }

  private func grow(to end: Int) {
    state.withLock { $0.end = max($0.end, end) }
  }

  /// Whether something is there, through links as well, that is neither a file nor a folder.
  private static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes something under a name that nobody looks at, always the same for a path as long as nobody is at it.
  ///
  /// - Returns: the name; nil when it cannot be made, and why is in `errno`.
  private static func underHiddenName(beside path: String, _ isMade: (String) -> Bool) -> String? {
    let name = path.split(separator: "/").last.map(String.init) ?? "file"
    let hidden = "\(folder(of: path))/.\(name.prefix(100)).part"
    if isMade(hidden) { return hidden }
    guard errno == EEXIST else { return nil }
    if removeAbandoned(hidden), isMade(hidden) { return hidden }
    let own = "\(hidden).\(String(UInt64.random(in: .min ... .max), radix: 36))"
    return isMade(own) ? own : nil
  }

  /// Removes what a process left that was killed between two system calls; its lock went with it.
  private static func removeAbandoned(_ hidden: String) -> Bool {
    let descriptor = open(hidden, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return errno == ENOENT }
    defer { close(descriptor) }
    var status = stat()
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0 else { return false }
    // Without a name, somebody else was faster.
    return status.st_nlink == 0 || unlink(hidden) == 0
  }
}
