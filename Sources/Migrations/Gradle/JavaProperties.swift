import Bytes

/// A file as Java's Properties.load(InputStream) reads it.
///
///     # or ! begins a comment        key=value    key:value    key value
///     a backslash at the end of a line goes on in the next, without the blanks that start it
///     \t \n \r \f \uXXXX             any other character behind a backslash is itself
///
/// Bytes are characters of ISO 8859-1; of two lines with the same key the later counts.
struct JavaProperties {
  private var values: [String: String] = [:]

  subscript(key: String) -> String? { values[key] }

  var keys: [String] { values.keys.sorted() }

  /// - Throws: ``MigrationError/malformedLine(path:line:)``.
  init(_ bytes: [UInt8], path: String) throws(MigrationError) {
    var lines = Lines(bytes)
    while let (number, line) = lines.next() {
      guard let (key, value) = Self.entry(line) else { throw .malformedLine(path: path, line: number) }
      values[key] = value
    }
  }

  /// The lines as they count: without comments and blank ones, and each with those that go on.
  private struct Lines {
    private let natural: [ArraySlice<UInt8>]
    private var position = 0

    init(_ bytes: [UInt8]) {
      var lines: [ArraySlice<UInt8>] = []
      var start = bytes.startIndex
      for index in bytes.indices {
        let isEnd = bytes[index] == 0x0a || bytes[index] == 0x0d
        guard isEnd else { continue }
        let isSecond = bytes[index] == 0x0a && index > 0 && bytes[index - 1] == 0x0d
        if !isSecond { lines.append(bytes[start..<index]) }
        start = index + 1
      }
      lines.append(bytes[start...])
      natural = lines
    }

    /// The next line, and the number of its first natural one, from 1.
    mutating func next() -> (number: Int, line: [UInt8])? {
      while position < natural.count {
        let number = position + 1
        var line = Array(natural[position].drop(while: isBlank))
        position += 1
        guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "!") else { continue }
        while Self.goesOn(line) {
          line.removeLast()
          guard position < natural.count else { break }
          line += natural[position].drop(while: isBlank)
          position += 1
        }
        return (number, line)
      }
      return nil
    }

    private static func goesOn(_ line: [UInt8]) -> Bool {
      !line.reversed().prefix { $0 == UInt8(ascii: "\\") }.count.isMultiple(of: 2)
    }
  }

  /// Nil for an escape that is malformed.
  private static func entry(_ line: [UInt8]) -> (key: String, value: String)? {
    var end = line.startIndex
    while end < line.endIndex, !isBlank(line[end]), !isSeparator(line[end]) {
      end += line[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    end = min(end, line.endIndex)
    var rest = line[end...].drop(while: isBlank)
    if let first = rest.first, isSeparator(first) { rest = rest.dropFirst().drop(while: isBlank) }
    guard let key = unescaped(line[..<end]), let value = unescaped(rest) else { return nil }
    return (key, value)
  }

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String? {
    var units: [UInt16] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        units.append(UInt16(byte))
        continue
      }
      guard let escaped = rest.popFirst() else { break }
      switch escaped {
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "n"): units.append(0x0a)
      case UInt8(ascii: "f"): units.append(0x0c)
      case UInt8(ascii: "r"): units.append(0x0d)
      case UInt8(ascii: "u"):
        let digits = rest.prefix(4)
        guard digits.count == 4, let unit = [UInt8](hex: String(decoding: digits, as: UTF8.self)) else {
          return nil
        }
        units.append(UInt16(unit[0]) << 8 | UInt16(unit[1]))
        rest = rest.dropFirst(4)
      default: units.append(UInt16(escaped))
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":")
  }
}

private func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0c
}
