import Pipelines
import Releases

extension Console {
  /// Shows a finding: the sentence, the store's words, what to do, where to read more.
  ///
  /// - Parameter place: where GitHub Actions shows its annotation.
  func show(_ finding: ExplainedFinding, indent: String = "", annotating place: Position? = nil) {
    let position = kind == .githubActions ? place : nil
    let location = finding.location.map { "\($0): " } ?? ""
    show(finding.severity, location + finding.message, id: finding.id, at: position, indent: indent)
    // What else stores say of it, slipway help finding tells.
    for store in [finding.store].compactMap({ $0 }) + (finding.others ?? []).prefix(1) {
      line(Piece("\(indent)  \(store.name) says: “\(store.says)”"))
    }
    if let reason = finding.accepted {
      line(Piece("\(indent)  accepted: \(reason)"))
      return
    }
    show(remedy: finding.remedy, indent: indent)
    if let help = finding.help, !help.isEmpty { line(Piece("\(indent)    \(help)", .dim)) }
  }
}
