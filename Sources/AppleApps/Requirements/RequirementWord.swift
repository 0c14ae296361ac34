import Bytes

/// How values stand in Apple's requirement language: bare, in quotation marks, or as hexadecimal digits.
///
/// Apple's `Dumper::data` (codesigning/lib/reqdumper.cpp), for the C locale.
enum RequirementWord {
  /// What is bare elsewhere but means something to the language (RequirementKeywords.h).
  private static let keywords: Set<String> = [
    "guest", "host", "designated", "library", "plugin", "or", "and", "always", "true", "never", "false",
    "identifier", "cdhash", "platform", "notarized", "legacy", "anchor", "apple", "generic", "certificate",
    "cert", "trusted", "info", "entitlement", "exists", "absent", "leaf", "root", "timestamp",
  ]

  static func text(_ text: String) -> String { data(Array(text.utf8)) }

  /// A key, in which dots need no quotation marks.
  static func key(_ text: String) -> String { data(Array(text.utf8), dotted: true) }

  /// Letters and digits of ASCII stand bare, unless a digit is first; other printable characters and spaces make it
  /// quoted, and any other byte makes it hexadecimal.
  static func data(_ bytes: [UInt8], dotted: Bool = false) -> String {
    var isBare = !bytes.isEmpty
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0x41...0x5a, 0x61...0x7a: break
      case 0x30...0x39: if index == 0 { isBare = false }
      case 0x2e where dotted: break
      case 0x21...0x7e, 0x20, 0x09...0x0d: isBare = false
      default: return "0x" + bytes.hex
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if isBare, !keywords.contains(text) { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
