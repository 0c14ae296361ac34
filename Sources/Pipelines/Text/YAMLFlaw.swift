import Yams

/// Says what is wrong with a text that is not YAML, with the mistakes that people make recognised.
enum YAMLFlaw {
  static func diagnostic(_ error: any Error, text: String, file: String) -> Diagnostic {
    func at(_ mark: Mark) -> Position { Position(file: file, line: mark.line, column: mark.column) }
    let start = Position(file: file, line: 1, column: 1)
    guard let error = error as? YamlError else {
      return Diagnostic(.malformed(problem: "\(error)"), at: start)
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
      return recognised(text: text, at: at(mark)) ?? Diagnostic(.malformed(problem: problem), at: at(mark))
    case .composer(_, let problem, let mark, _):
      let several = problem.hasPrefix("but found another document")
      return Diagnostic(several ? .severalDocuments : .malformed(problem: problem), at: at(mark))
    case .reader(let problem, let offset, _, let yaml):
      return Diagnostic(.malformed(problem: problem), at: position(of: offset ?? 0, in: yaml, file: file))
    case .duplicatedKeysInMapping(let keys, let context):
      let first = at(context.mark)
      let key = keys.first ?? ""
      return Diagnostic(.duplicateKey(key, first: first), at: second(key, after: first, in: text) ?? first)
    default:
      return Diagnostic(.malformed(problem: "\(error)"), at: start)
    }
  }

  /// A key that is an alias or a collection, in a text that has anchors.
  ///
  /// Yams hashes keys with everything that aliases in them stand for, so nested anchors in a key would keep it busy
  /// for ever. A pipeline has no use for such keys. The look is at the text, before it is parsed; it may also take
  /// offence at prose with `]:` in it, in a text with anchors and aliases, which is the price.
  static func keyThatIsNoText(in text: String, file: String) -> Diagnostic? {
    let bytes = Array(text.utf8)
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    let beforeIndicator = blanks.union(Array("[]{},:-?\"'".utf8))
    let hasAnchors = bytes.indices.contains { index in
      bytes[index] == UInt8(ascii: "&") && index + 1 < bytes.count && isAnchorCharacter(bytes[index + 1])
        && (index == 0 || beforeIndicator.contains(bytes[index - 1]))
    }
    guard hasAnchors else { return nil }
    var line = 1
    var lineStart = 0
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case 0x0A:
        line += 1
        lineStart = index + 1
      case UInt8(ascii: "?"):
        let startsToken = index == 0 || beforeIndicator.contains(bytes[index - 1])
        let isWildcard = index + 1 < bytes.count && !blanks.contains(bytes[index + 1])
        // In flow style `?` is an indicator even without a blank, but then only what follows an opener or comma.
        if startsToken && !isWildcard
          || isWildcard && index > 0 && Array("[{,".utf8).contains(bytes[index - 1])
        {
          return Diagnostic(.keyNotText, at: Position(file: file, line: line, column: index - lineStart + 1))
        }
      case UInt8(ascii: ":"):
        var before = index - 1
        while before >= 0, blanks.contains(bytes[before]) { before -= 1 }
        guard before >= 0 else { continue }
        if bytes[before] == UInt8(ascii: "]") || bytes[before] == UInt8(ascii: "}")
          || isAlias(bytes, endingAt: before)
        {
          return Diagnostic(.keyNotText, at: Position(file: file, line: line, column: index - lineStart + 1))
        }
      default: break
      }
    }
    return nil
  }

  /// Whether the word that ends here begins with `*` where an alias can begin.
  private static func isAlias(_ bytes: [UInt8], endingAt end: Int) -> Bool {
    var start = end
    while start >= 0, isAnchorCharacter(bytes[start]) { start -= 1 }
    guard start >= 0, start < end, bytes[start] == UInt8(ascii: "*") else { return false }
    return start == 0 || !isAnchorCharacter(bytes[start - 1])
  }

  private static func isAnchorCharacter(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == 0x5F
      || byte == 0x2D
  }

  /// A tab, or a `${{` that YAML took for the beginning of a mapping, on the line that the parser stumbled over.
  private static func recognised(text: String, at position: Position) -> Diagnostic? {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    guard lines.indices.contains(position.line - 1) else { return nil }
    let line = Array(lines[position.line - 1].unicodeScalars)
    if line.indices.contains(position.column - 1), line[position.column - 1] == "\t" {
      return Diagnostic(.tabIndentation, at: position)
    }
    if let tab = line.prefix(while: { $0 == " " || $0 == "\t" }).firstIndex(of: "\t") {
      return Diagnostic(
        .tabIndentation, at: Position(file: position.file, line: position.line, column: tab + 1))
    }
    var quote: Unicode.Scalar?
    for index in line.indices {
      if let open = quote {
        if line[index] == open { quote = nil }
      } else if line[index] == "\"" || line[index] == "'" {
        quote = line[index]
      } else if line[index...].starts(with: "${{".unicodeScalars) {
        return Diagnostic(
          .unquotedSubstitution, at: Position(file: position.file, line: position.line, column: index + 1))
      }
    }
    return nil
  }

  private static func second(_ key: String, after first: Position, in text: String) -> Position? {
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    let spellings = ["\(key):", "\(key) :", "\"\(key)\":", "'\(key)':"]
    for (index, line) in lines.enumerated() where index >= first.line {
      let written = line.drop { $0 == " " }
      guard line.count - written.count == first.column - 1 else { continue }
      if spellings.contains(where: { written.hasPrefix($0) }) {
        return Position(file: first.file, line: index + 1, column: first.column)
      }
    }
    return nil
  }

  private static func position(of offset: Int, in text: String, file: String) -> Position {
    let before = text.prefix(offset)
    let line = before.reduce(1) { $1.isNewline ? $0 + 1 : $0 }
    let column = before.reversed().prefix { !$0.isNewline }.count + 1
    return Position(file: file, line: line, column: column)
  }
}
