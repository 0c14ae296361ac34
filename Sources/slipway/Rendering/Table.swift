/// Rows under headings, each column as wide as its widest cell.
struct Table {
  private let headings: [String]
  private var rows: [[Piece]] = []

  init(_ headings: String...) {
    self.headings = headings
  }

  init(_ headings: [String]) {
    self.headings = headings
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; cells that are missing stay empty.
  mutating func add(_ cells: [Piece]) {
    rows.append(cells)
  }

  /// The lines, headings first.
  ///
  /// Columns in which every cell is empty are left out, and so are blanks at the end of a line.
  var lines: [[Piece]] {
    let all = [headings.map { Piece($0, .dim) }] + rows
    let shown = headings.indices.filter { column in
      rows.contains { column < $0.count && !$0[column].text.isEmpty }
    }
    let widths = shown.map { column in
      all.map { column < $0.count ? safeText($0[column].text).count : 0 }.max() ?? 0
    }
    return all.map { row in
      var line: [Piece] = []
      let last = shown.lastIndex { $0 < row.count && !row[$0].text.isEmpty } ?? 0
      for (place, column) in shown.enumerated().prefix(last + 1) {
        let cell = column < row.count ? row[column] : ""
        line.append(cell)
        if place < last {
          line.append(Piece(String(repeating: " ", count: widths[place] - safeText(cell.text).count + 2)))
        }
      }
      return line
    }
  }
}
