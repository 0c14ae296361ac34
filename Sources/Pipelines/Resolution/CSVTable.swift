/// Comma-separated values as RFC 4180 has them: a header line, fields in double quotes where they hold
/// commas, quotes (doubled) or line breaks.
///
/// A byte order mark, bare line feeds and empty lines are taken as well.
struct CSVTable: Equatable {
  var columns: [String]
  var records: [CSVRecord]

  struct CSVRecord: Equatable {
    var position: Position
    var fields: [Located<String>]
  }

  static let sizeLimit = 16 << 20

  /// - Throws: The first thing that is wrong, with its line and column.
  init(reading bytes: [UInt8], file: String) throws(Diagnostic) {
    let start = Position(file: file, line: 1, column: 1)
    guard bytes.count <= CSVTable.sizeLimit else {
      throw Diagnostic(.tooLarge(limit: CSVTable.sizeLimit), at: start)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Diagnostic(.notUTF8, at: start) }
    var scanner = CSVScanner(text: text, file: file)
    guard let header = try scanner.record() else { throw Diagnostic(.malformedCSV(.empty), at: start) }
    columns = header.fields.map(\.value)
    for (index, column) in header.fields.enumerated() {
      if column.value.isEmpty {
        throw Diagnostic(.malformedCSV(.emptyColumnName(column: index + 1)), at: column.position)
      }
      if columns[..<index].contains(column.value) {
        throw Diagnostic(.malformedCSV(.duplicateColumnName(column.value)), at: column.position)
      }
    }
    records = []
    while let record = try scanner.record() {
      guard record.fields.count == columns.count else {
        throw Diagnostic(
          .malformedCSV(.fieldCount(expected: columns.count, found: record.fields.count)), at: record.position
        )
      }
      records.append(record)
    }
  }
}

/// Walks through the text of a CSV file, record by record.
private struct CSVScanner {
  private let scalars: [Unicode.Scalar]
  private let file: String
  private var index = 0
  private var line = 1
  private var lineStart = 0

  init(text: String, file: String) {
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    self.scalars = scalars
    self.file = file
  }

  private var position: Position { Position(file: file, line: line, column: index - lineStart + 1) }

  /// The next record that is not an empty line; nil at the end.
  mutating func record() throws(Diagnostic) -> CSVTable.CSVRecord? {
    while index < scalars.count, takeLineBreak() {}
    guard index < scalars.count else { return nil }
    let start = position
    var fields: [Located<String>] = []
    while true {
      fields.append(try field())
      guard index < scalars.count, scalars[index] == "," else { break }
      index += 1
    }
    _ = takeLineBreak()
    return CSVTable.CSVRecord(position: start, fields: fields)
  }

  private mutating func field() throws(Diagnostic) -> Located<String> {
    let start = position
    if index < scalars.count, scalars[index] == "\"" { return Located(try quoted(from: start), at: start) }
    var text = String.UnicodeScalarView()
    while index < scalars.count, scalars[index] != ",", !isAtLineBreak {
      guard scalars[index] != "\"" else { throw Diagnostic(.malformedCSV(.quoteInsideField), at: position) }
      text.append(try plain())
    }
    return Located(String(text), at: start)
  }

  private mutating func quoted(from start: Position) throws(Diagnostic) -> String {
    var text = String.UnicodeScalarView()
    index += 1
    while index < scalars.count {
      if scalars[index] != "\"" {
        if isAtLineBreak {
          _ = takeLineBreak()
          text.append("\n")
        } else {
          text.append(try plain())
        }
        continue
      }
      index += 1
      if index < scalars.count, scalars[index] == "\"" {
        text.append("\"")
        index += 1
        continue
      }
      guard index == scalars.count || scalars[index] == "," || isAtLineBreak else {
        throw Diagnostic(.malformedCSV(.textAfterQuote), at: position)
      }
      return String(text)
    }
    throw Diagnostic(.malformedCSV(.unclosedQuote), at: start)
  }

  private mutating func plain() throws(Diagnostic) -> Unicode.Scalar {
    let scalar = scalars[index]
    guard !TextForm.isControl(scalar) || scalar == "\t" else {
      throw Diagnostic(.malformedCSV(.controlCharacter), at: position)
    }
    index += 1
    return scalar
  }

  private var isAtLineBreak: Bool {
    scalars[index] == "\n"
      || scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n"
  }

  private mutating func takeLineBreak() -> Bool {
    guard index < scalars.count, isAtLineBreak else { return false }
    index += scalars[index] == "\n" ? 1 : 2
    line += 1
    lineStart = index
    return true
  }
}
