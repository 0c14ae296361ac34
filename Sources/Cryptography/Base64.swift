import FoundationEssentials

/// Base 64 with the standard alphabet (RFC 4648 §4).
package enum Base64 {
  /// The text, padded and without line breaks.
  package static func encode(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
  }

  /// The decoded bytes; spaces, tabs and line ends are skipped.
  ///
  /// Nil for anything else that is not base 64.
  package static func decode(_ text: [UInt8]) -> [UInt8]? {
    let whole = text.contains(where: isBlank) ? text.filter { !isBlank($0) } : text
    return Data(base64Encoded: Data(whole)).map(Array.init)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }
}
