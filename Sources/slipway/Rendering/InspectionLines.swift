extension Console {
  /// Shows a page about a package.
  func show(_ page: InspectionPage) {
    line(Piece(page.file, .bold))
    for entry in page.summary { show(entry) }
    if !page.permissions.isEmpty {
      line(label("permissions"), Piece(page.permissions.map(\.plain).joined(separator: ", ")))
    }
    for signer in page.signers {
      line()
      line(Piece(signer.title, .bold), Piece("  " + signer.algorithms, .dim))
      for entry in signer.entries { show(entry) }
    }
    for grid in [page.modules, page.libraries, page.contents] where !grid.rows.isEmpty {
      line()
      var table = Table(grid.headings)
      for row in grid.rows { table.add(row.map { Piece($0.plain) }) }
      for row in table.lines { line([Piece("  ")] + row) }
    }
  }

  private func show(_ entry: InspectionPage.Entry) {
    line([label(entry.name)] + entry.text.map { Piece($0.plain) })
  }

  private func label(_ name: String) -> Piece {
    Piece("  " + name + String(repeating: " ", count: max(1, 16 - name.count)), .dim)
  }
}

extension InspectionPage.Text {
  /// The text itself, which the console makes safe.
  fileprivate var plain: String {
    switch self {
    case .own(let text), .others(let text): text
    }
  }
}
