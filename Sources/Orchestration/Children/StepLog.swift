import Bytes
import FoundationEssentials
import Glibc

/// The one log file of a step.
package enum StepLog {
  /// `STATE/logs/RUN/TARGET/STEP.log`; whatever is no letter, digit, `.`, `_` or `-` in a name is written as `%2F`.
  package static func path(in state: String, run: String, step: StepID) -> String {
    "\(state)/logs/\(component(run))/\(component(step.target))/\(component(step.name)).log"
  }

  /// Makes the file, empty, with the folders above it.
  ///
  /// - Returns: a descriptor that appends; the caller closes it.
  static func create(_ path: String) throws(OrchestrationError) -> Int32 {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try? FileManager.default.createDirectory(
        atPath: String(path[..<slash]), withIntermediateDirectories: true)
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .logNotWritable(path: path, reason: systemReason(errno)) }
    return descriptor
  }

  /// The last lines, whole ones where possible; empty when the file cannot be read.
  static func tail(of path: String, lines: Int = 20, bytes: Int = 4096) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let start = max(0, size - bytes)
    var buffer = [UInt8](repeating: 0, count: max(0, min(bytes, size - start)))
    let count = pread(descriptor, &buffer, buffer.count, off_t(start))
    var text = buffer.prefix(max(0, count))
    if start > 0, let end = text.firstIndex(of: 0x0A), end + 1 < text.endIndex { text = text[(end + 1)...] }
    return text.split(separator: 0x0A).suffix(lines).map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: "\n")
  }

  private static func component(_ name: String) -> String {
    let kept = name.utf8.map { byte -> String in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        String(UnicodeScalar(byte))
      default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }.joined()
    return kept.isEmpty || kept.allSatisfy { $0 == "." } ? "%" + kept : kept
  }
}
