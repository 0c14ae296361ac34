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
  package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    let blank: Set<UInt8> = [0x09, 0x0a, 0x0d, 0x20]
    return Data(base64Encoded: Data(text.filter { !blank.contains($0) })).map(Array.init)
  }
}
