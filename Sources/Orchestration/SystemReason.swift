import Glibc

/// The system's words for an error number.
func systemReason(_ number: Int32) -> String {
  guard let text = strerror(number) else { return "error \(number)" }
  return String(cString: text)
}
