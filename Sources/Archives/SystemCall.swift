import Bytes
import Glibc

/// Runs what fails with ``BytesError`` where ``ArchiveError`` is thrown.
func wrapping<Result>(_ body: () throws(BytesError) -> Result) throws(ArchiveError) -> Result {
  do throws(BytesError) {
    return try body()
  } catch {
    throw .bytes(error)
  }
}

/// Why the last system call failed, in the system's words.
func systemReason() -> String {
  let number = errno
  return strerror(number).map { String(cString: $0) } ?? "error \(number)"
}
