/// The markup of an XML 1.0 document, as far as property lists need it: tags without attributes, and text.
///
/// Attributes are passed over, and so are comments, processing instructions and the DOCTYPE. Nothing here recurses.
struct XMLScanner {
  /// A tag: `<name>`, `</name>` or `<name/>`.
  struct Tag {
    enum Kind { case start, end, empty }
    let name: String
    let kind: Kind
    /// Where its `<` is.
    let offset: Int
  }

  private let bytes: [UInt8]
  private(set) var offset: Int

  private static let less = UInt8(ascii: "<")
  private static let greater = UInt8(ascii: ">")

  init(_ bytes: [UInt8], at offset: Int) {
    self.bytes = bytes
    self.offset = offset
  }

  /// Passes over what may stand before the first tag: blanks, the XML declaration, comments, a DOCTYPE.
  ///
  /// - Throws: when the declaration names an encoding that is not UTF-8, or one of them does not end.
  mutating func skipProlog() throws(PropertyListError) {
    skipBlanks()
    if starts(with: "<?xml") { try checkEncoding() }
    repeat { try skipUnseen() } while try skipDocumentType()
  }

  /// The next tag; nil where only blanks and comments are left.
  ///
  /// - Throws: when text stands before it.
  mutating func tag() throws(PropertyListError) -> Tag? {
    try skipUnseen()
    let start = offset
    guard offset < bytes.count else { return nil }
    guard bytes[offset] == Self.less else { throw .malformed(what: "text between elements", offset: offset) }
    offset += 1
    let isEnd = offset < bytes.count && bytes[offset] == UInt8(ascii: "/")
    if isEnd { offset += 1 }
    let nameStart = offset
    while offset < bytes.count, isName(bytes[offset]) { offset += 1 }
    guard offset > nameStart, offset - nameStart <= 32 else { throw .malformed(what: "tag", offset: start) }
    let name = String(decoding: bytes[nameStart..<offset], as: UTF8.self)
    let isEmpty = try skipAttributes(of: start)
    guard !(isEnd && isEmpty) else { throw .malformed(what: "tag", offset: start) }
    return Tag(name: name, kind: isEnd ? .end : isEmpty ? .empty : .start, offset: start)
  }

  /// The text up to the next tag, with references and CDATA sections resolved, and every line end a line feed.
  ///
  /// - Throws: when it is not UTF-8 or refers to an entity that XML itself does not know.
  mutating func text() throws(PropertyListError) -> String {
    let start = offset
    var text: [UInt8] = []
    while offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "&") {
        text += try reference()
      } else if bytes[offset] != Self.less {
        let end = bytes[offset...].firstIndex { $0 == Self.less || $0 == UInt8(ascii: "&") } ?? bytes.count
        append(bytes[offset..<end], to: &text)
        offset = end
      } else if starts(with: "<![CDATA[") {
        let content = offset + 9
        try skip(to: "]]>", from: content, of: "CDATA section")
        append(bytes[content..<offset - 3], to: &text)
      } else if try !skipCommentOrInstruction() {
        break
      }
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw .malformed(what: "UTF-8", offset: start)
    }
    return string
  }

  private func append(_ raw: ArraySlice<UInt8>, to text: inout [UInt8]) {
    guard raw.contains(0x0d) else {
      text += raw
      return
    }
    var previous: UInt8 = 0
    for byte in raw {
      if byte == 0x0d { text.append(0x0a) } else if byte != 0x0a || previous != 0x0d { text.append(byte) }
      previous = byte
    }
  }

  /// What `&…;` at the cursor stands for.
  private mutating func reference() throws(PropertyListError) -> [UInt8] {
    let start = offset
    // The longest is `&#x10FFFF;`, and zeros may lead.
    guard let end = bytes[start...].prefix(16).firstIndex(of: UInt8(ascii: ";")) else {
      throw .malformed(what: "entity reference", offset: start)
    }
    let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
    offset = end + 1
    switch name {
    case "lt": return [UInt8(ascii: "<")]
    case "gt": return [UInt8(ascii: ">")]
    case "amp": return [UInt8(ascii: "&")]
    case "quot": return [UInt8(ascii: "\"")]
    case "apos": return [UInt8(ascii: "'")]
    default: break
    }
    let isHexadecimal = name.hasPrefix("#x")
    let digits = name.dropFirst(isHexadecimal ? 2 : 1)
    guard name.hasPrefix("#"), digits.first?.isHexDigit == true,
      let scalar = UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init)
    else { throw .malformed(what: "entity reference", offset: start) }
    return Array(String(scalar).utf8)
  }

  /// Passes over a tag's attributes and its `>`.
  ///
  /// - Returns: whether the tag is that of an empty element.
  private mutating func skipAttributes(of start: Int) throws(PropertyListError) -> Bool {
    var quote: UInt8?
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == Self.greater {
        return bytes[offset - 2] == UInt8(ascii: "/")
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == Self.less {
        break
      }
    }
    throw .malformed(what: "tag", offset: start)
  }

  /// Passes over blanks, comments and processing instructions.
  private mutating func skipUnseen() throws(PropertyListError) {
    repeat { skipBlanks() } while try skipCommentOrInstruction()
  }

  private mutating func skipBlanks() {
    while offset < bytes.count, isBlank(bytes[offset]) { offset += 1 }
  }

  private mutating func skipCommentOrInstruction() throws(PropertyListError) -> Bool {
    if starts(with: "<!--") {
      try skip(to: "-->", from: offset + 4, of: "comment")
      return true
    }
    if starts(with: "<?") {
      try skip(to: "?>", from: offset + 2, of: "processing instruction")
      return true
    }
    return false
  }

  /// Passes over a DOCTYPE with whatever is declared in it; nothing of that counts.
  private mutating func skipDocumentType() throws(PropertyListError) -> Bool {
    guard starts(with: "<!DOCTYPE") else { return false }
    let start = offset
    offset += 9
    var quote: UInt8?
    var depth = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
      } else if try skipCommentOrInstruction() {
        continue
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "[") || byte == Self.less {
        depth += 1
      } else if byte == UInt8(ascii: "]") {
        depth -= 1
      } else if byte == Self.greater {
        if depth <= 0 {
          offset += 1
          return true
        }
        depth -= 1
      }
      offset += 1
    }
    throw .malformed(what: "DOCTYPE", offset: start)
  }

  /// Refuses an XML declaration that names an encoding other than UTF-8 and its subset ASCII.
  private func checkEncoding() throws(PropertyListError) {
    let head = bytes[offset...].prefix(256).prefix { $0 != Self.greater }
    let declaration = String(decoding: head, as: UTF8.self).lowercased()
    guard let name = declaration.firstRange(of: "encoding") else { return }
    let value = declaration[name.upperBound...].drop { $0 == " " || $0 == "=" }.dropFirst()
      .prefix { $0 != "\"" && $0 != "'" }
    guard ["utf-8", "utf8", "us-ascii", "ascii"].contains(value) else {
      throw .malformed(what: "encoding other than UTF-8", offset: offset)
    }
  }

  private mutating func skip(to mark: String, from start: Int, of what: String) throws(PropertyListError) {
    let mark = Array(mark.utf8)
    var place = start
    while place + mark.count <= bytes.count {
      if bytes[place] == mark[0], bytes[place..<place + mark.count].elementsEqual(mark) {
        offset = place + mark.count
        return
      }
      place += 1
    }
    throw .malformed(what: what, offset: offset)
  }

  private func starts(with text: StaticString) -> Bool {
    guard bytes.count - offset >= text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { bytes[offset..<offset + $0.count].elementsEqual($0) }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }

  private func isName(_ byte: UInt8) -> Bool {
    !isBlank(byte) && byte != Self.greater && byte != Self.less && byte != UInt8(ascii: "/")
  }
}
