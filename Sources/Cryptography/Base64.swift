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

  /// The text without `=` at its end.
  package static func encodeUnpadded(_ bytes: [UInt8]) -> String {
    String(decoding: encode(bytes).utf8.prefix { $0 != pad }, as: UTF8.self)
  }

  /// The bytes whose one right encoding the text is (RFC 4648 §3.5); nil for any other text, one with blanks too.
  ///
  /// - Parameter isPadded: whether the text has to be filled up with `=`, or must not be.
  package static func decodeCanonical(_ text: [UInt8], isPadded: Bool) -> [UInt8]? {
    let padding = isPadded ? [] : [UInt8](repeating: pad, count: (4 - text.count % 4) % 4)
    guard let bytes = decode(text + padding),
      (isPadded ? encode(bytes) : encodeUnpadded(bytes)).utf8.elementsEqual(text)
    else { return nil }
    return bytes
  }

  private static let pad = UInt8(ascii: "=")

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }
}
