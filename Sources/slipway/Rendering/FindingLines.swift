import Releases

extension Console {
  /// Shows a finding: the sentence, the store's words, what to do, where to read more.
  func show(_ finding: ExplainedFinding, indent: String = "") {
    let place = finding.location.map { "\($0): " } ?? ""
    line(
      Piece(indent), Piece("\(finding.severity.rawValue): ", finding.severity.style),
      Piece(place + finding.message), Piece("  [\(finding.id)]", .dim))
    for store in [finding.store].compactMap({ $0 }) + (finding.others ?? []) {
      line(Piece("\(indent)  \(store.name) says: “\(store.says)”"))
    }
    if !finding.remedy.isEmpty { line(Piece("\(indent)  → \(finding.remedy)")) }
    if let help = finding.help, !help.isEmpty { line(Piece("\(indent)    \(help)", .dim)) }
  }
}
