import Cryptography

/// The file key, wrapped for one recipient.
///
///     stanza     = "-> " argument *(" " argument) LF  *full-line  final-line
///     argument   = 1*VCHAR
///     full-line  = 64base64char LF
///     final-line = *63base64char LF
///
/// https://c2sp.org/age#recipient-stanza
struct AgeStanza: Equatable, Sendable {
  /// At least one; the first says of which type the stanza is.
  let arguments: [String]
  /// What the lines of base 64 decode to.
  let body: [UInt8]
  /// Where in the header it begins, counted from 1.
  let line: Int

  var type: String { arguments.first ?? "" }

  /// Whether it is there only so that nobody relies on there being none of an unknown type.
  var isGrease: Bool { type.hasSuffix("-grease") }

  /// A stanza to be written.
  init(_ arguments: [String], body: [UInt8]) {
    self.arguments = arguments
    self.body = body
    line = 0
  }

  /// Reads the stanza that begins with a line of arguments.
  ///
  /// - Throws: ``AgeError/headerMalformed(line:flaw:)``.
  init(_ first: ArraySlice<UInt8>, reading lines: inout HeaderLines) throws(AgeError) {
    line = lines.number
    let parts = first.dropFirst(Self.mark.utf8.count)
      .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy { (0x21...0x7e).contains($0) } }) else {
      throw .headerMalformed(line: line, flaw: .malformedArguments)
    }
    arguments = parts.map { String(decoding: $0, as: UTF8.self) }
    var text: [UInt8] = []
    while true {
      let part = try lines.next()
      guard part.count <= Self.columns else {
        throw .headerMalformed(line: lines.number, flaw: .malformedBody)
      }
      text += part
      if part.count < Self.columns { break }
    }
    guard let bytes = Base64.decodeCanonical(text, isPadded: false) else {
      throw .headerMalformed(line: lines.number, flaw: .malformedBody)
    }
    body = bytes
  }

  /// The stanza's lines.
  var text: String {
    var text = Self.mark + arguments.joined(separator: " ") + "\n"
    var rest = Base64.encodeUnpadded(body)[...]
    while rest.utf8.count >= Self.columns {
      text += rest.prefix(Self.columns) + "\n"
      rest = rest.dropFirst(Self.columns)
    }
    return text + rest + "\n"
  }

  /// The error for a stanza that is not as its type has to be.
  var malformed: AgeError { .headerMalformed(line: line, flaw: .malformedStanza(type: type)) }

  static let mark = "-> "
  private static let columns = 64
}
