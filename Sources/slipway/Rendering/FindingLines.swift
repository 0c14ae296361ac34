import Releases

extension Console {
  /// Shows a finding: the sentence, the store's words, what to do, where to read more.
  func show(_ finding: ExplainedFinding, indent: String = "") {
    let place = finding.location.map { "\($0): " } ?? ""
    show(finding.severity, place + finding.message, id: finding.id, indent: indent)
    for store in [finding.store].compactMap({ $0 }) + (finding.others ?? []) {
      line(Piece("\(indent)  \(store.name) says: “\(store.says)”"))
    }
    show(remedy: finding.remedy, indent: indent)
    if let help = finding.help, !help.isEmpty { line(Piece("\(indent)    \(help)", .dim)) }
  }
}
