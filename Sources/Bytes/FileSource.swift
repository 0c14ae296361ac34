import Glibc

/// A regular file, read with `pread`: nothing is mapped, so reading adds nothing to the process's peak memory.
package final class FileSource: ByteSource {
  /// What tells whether a file is still the one that was looked at.
  package struct Identity: Hashable, Sendable, Codable {
    package let device: UInt64
    package let inode: UInt64
    package let size: Int
    /// The time of the last change to the contents, in nanoseconds since 1970.
    package let modified: Int64
  }

  package let path: String
  package let identity: Identity
  private let descriptor: Int32

  /// Opens a regular file.
  ///
  /// - Throws: ``BytesError/notFound(path:)``, or ``BytesError/notReadable(path:reason:)`` also for a folder or a
  ///   device: a pipe that never ends is not an app.
  package init(path: String) throws(BytesError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw readError(errno, path: path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let number = errno
      close(descriptor)
      throw readError(number, path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw .notReadable(path: path, reason: isFolder ? "it is a folder" : "it is not a regular file")
    }
    self.path = path
    self.descriptor = descriptor
    identity = Identity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
      modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
  }

  deinit {
    close(descriptor)
  }

  package var count: Int { identity.size }

  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(BytesError) {
    try readFully(descriptor, at: offset, into: buffer, path: path)
  }
}

/// Fills a buffer from an open file, however many calls the system needs.
func readFully(
  _ descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer, path: String
) throws(BytesError) {
  guard offset >= 0 else { throw .truncated(path: path, offset: offset, wanted: buffer.count) }
  var done = 0
  while done < buffer.count, let base = buffer.baseAddress {
    let got = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
    if got > 0 {
      done += got
    } else if got == 0 {
      throw .truncated(path: path, offset: offset, wanted: buffer.count)
    } else if errno != EINTR {
      throw .inputOutput(path: path, operation: "read", reason: systemReason(errno))
    }
  }
}
