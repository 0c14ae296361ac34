extension Resolution {
  static let rowLimit = 10_000

  /// The rows of `each:`, those that cannot name a target left out.
  mutating func rows(_ each: Value) -> [Row?] {
    guard let each = substituted(each, as: .record(Language.each), scope: Scope(inputs: inputs)) else {
      return []
    }
    let fields = Fields(each)
    guard let column = fields.text("name") else { return [] }
    var rows: [Row] = []
    if let from = fields.text("from") {
      guard let table = table(from) else { return [] }
      guard table.columns.contains(column.value) else {
        let nearest = Nearest.word(to: column.value, among: table.columns)
        diagnostics.add(
          .unknownColumn(column.value, nearest: nearest, allowed: table.columns), at: column.position)
        return []
      }
      rows = table.records.map { record in
        let cells = zip(table.columns, record.fields).map { ($0, $1) }
        return Row(name: "", position: record.position, cells: Dictionary(cells) { first, _ in first })
      }
    } else {
      rows =
        fields.value("rows")?.items.map { item in
          let cells = item.members.compactMap { member in Fields.text(member.value).map { (member.key, $0) } }
          return Row(name: "", position: item.position, cells: Dictionary(cells) { first, _ in first })
        } ?? []
    }
    return named(rows, by: column.value)
  }

  private mutating func named(_ rows: [Row], by column: String) -> [Row] {
    var seen: [String: Position] = [:]
    var result: [Row] = []
    for var row in rows {
      guard let cell = row.cells[column], !cell.value.isEmpty else {
        diagnostics.add(.rowWithoutName(column: column), at: row.position)
        continue
      }
      guard Language.name.matches(cell.value) else {
        diagnostics.add(.badRowName(cell.value), at: cell.position)
        continue
      }
      if let first = seen[cell.value] {
        diagnostics.add(.duplicateRow(cell.value, first: first), at: cell.position)
        continue
      }
      seen[cell.value] = cell.position
      row.name = cell.value
      result.append(row)
    }
    return result
  }

  private mutating func table(_ from: Located<String>) -> CSVTable? {
    let path = Pipeline.path(from.value, from: Pipeline.directory(of: file))
    let bytes: [UInt8]
    do {
      bytes = try surroundings.readFile(path)
    } catch {
      diagnostics.add(.unreadableFile(path: path, problem: "\(error)"), at: from.position)
      return nil
    }
    do {
      let table = try CSVTable(reading: bytes, file: path)
      if table.records.count <= Resolution.rowLimit { return table }
      diagnostics.add(.tooManyRows(limit: Resolution.rowLimit), at: from.position)
    } catch {
      diagnostics.add(error)
    }
    return nil
  }
}
