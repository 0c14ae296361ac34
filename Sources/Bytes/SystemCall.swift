import Glibc

/// The error of a failed write, told apart by what a user can do about it.
func writeError(_ number: Int32, path: String, operation: String) -> BytesError {
  switch number {
  case ENOSPC, EDQUOT, EFBIG: .noSpace(path: path)
  case EEXIST: .exists(path: path)
  case EACCES, EPERM, EROFS, ENOENT, ENOTDIR, EISDIR, EBUSY, ENAMETOOLONG:
    .notWritable(path: path, reason: systemReason(number))
  default: .inputOutput(path: path, operation: operation, reason: systemReason(number))
  }
}

/// The error of a failed open for reading.
func readError(_ number: Int32, path: String) -> BytesError {
  switch number {
  case ENOENT, ENOTDIR: .notFound(path: path)
  default: .notReadable(path: path, reason: systemReason(number))
  }
}
