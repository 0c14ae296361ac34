/// A page about a package in Markdown, fit for a comment on a pull request.
struct InspectionDocument {
  /// A comment holds 65,536 characters, which no list may use up.
  private static let rowLimit = 60

  let page: InspectionPage

  var text: String {
    var lines = ["### \(Markdown.code(page.file))", ""]
    lines += Markdown.table(["", ""], page.summary.map(Self.row))
    for signer in page.signers {
      lines += ["", "#### Signed: \(Markdown.text(signer.title))", ""]
      let algorithms = InspectionPage.Entry("algorithm", .own(signer.algorithms))
      lines += Markdown.table(["", ""], ([algorithms] + signer.entries).map(Self.row))
    }
    lines += Self.section(page.modules) + Self.section(page.contents)
    if !page.permissions.isEmpty {
      let title = counted(page.permissions.count, "permission")
      lines +=
        [""]
        + Markdown.folded(title, Self.limited(page.permissions.map { "- " + Self.cell($0) }) { "- " + $0 })
    }
    if !page.libraries.rows.isEmpty {
      let rows = Self.limited(page.libraries.rows.map { $0.map(Self.cell) }) { [$0] }
      let count = page.libraries.rows.count
      lines +=
        [""]
        + Markdown.folded(
          count == 1 ? "1 native library" : "\(count) native libraries",
          Markdown.table(page.libraries.headings.map { $0.lowercased() }, rows))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ grid: InspectionPage.Grid) -> [String] {
    guard !grid.rows.isEmpty else { return [] }
    let rows = limited(grid.rows.map { $0.map(cell) }) { [$0] }
    return ["", "#### \(grid.title)", ""] + Markdown.table(grid.headings.map { $0.lowercased() }, rows)
  }

  private static func limited<Row>(_ rows: [Row], _ rest: (String) -> Row) -> [Row] {
    rows.count <= rowLimit ? rows : rows.prefix(rowLimit) + [rest("and \(rows.count - rowLimit) more")]
  }

  private static func row(_ entry: InspectionPage.Entry) -> [String] {
    [Markdown.text(entry.name), entry.text.map(cell).joined()]
  }

  private static func cell(_ text: InspectionPage.Text) -> String {
    switch text {
    case .own(let text): Markdown.text(text)
    case .others(let text): Markdown.code(text)
    }
  }
}
