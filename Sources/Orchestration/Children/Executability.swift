import Bytes
import Glibc

/// Whether a path leads to a file that may be executed.
enum Executability: Equatable {
  case executable
  case missing
  /// `reason` is the system's.
  case refused(reason: String)

  init(_ path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else {
      self = errno == ENOENT || errno == ENOTDIR ? .missing : .refused(reason: systemReason(errno))
      return
    }
    if information.st_mode & S_IFMT == S_IFDIR {
      self = .refused(reason: systemReason(EISDIR))
    } else if access(path, X_OK) != 0 {
      self = .refused(reason: systemReason(errno))
    } else {
      self = .executable
    }
  }
}
