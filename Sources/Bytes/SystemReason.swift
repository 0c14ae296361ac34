import Glibc

/// The system's words for an error number, the last one of this thread when none is given.
package func systemReason(_ number: Int32 = errno) -> String {
  guard let text = strerror(number) else { return "error \(number)" }
  return String(cString: text)
}
