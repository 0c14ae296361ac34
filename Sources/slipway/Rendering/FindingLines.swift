import Pipelines
import Releases

extension Console {
  /// The most findings of one kind that are shown: an app can have hundreds of libraries with one flaw.
  private static let limit = 10

  /// Shows findings, those of one kind together: a sentence for each, then what stores say, what to do and where to
  /// read more.
  ///
  /// - Parameter place: where GitHub Actions shows its annotations.
  func show(_ findings: [ExplainedFinding], indent: String = "", annotating place: Position? = nil) {
    for alike in Self.grouped(findings) {
      let position = kind == .githubActions ? place : nil
      for finding in alike.prefix(Self.limit) {
        show(finding.severity, finding.located, id: finding.id, at: position, indent: indent)
      }
      if alike.count > Self.limit {
        line(
          Piece("\(indent)  and \(alike.count - Self.limit) more like these; --format json lists them all."))
      }
      showWords(of: alike[0], indent: indent)
    }
  }

  /// The findings in their order, but those that differ in sentence and place alone behind the first of them.
  private static func grouped(_ findings: [ExplainedFinding]) -> [[ExplainedFinding]] {
    var groups: [(words: ExplainedFinding, findings: [ExplainedFinding])] = []
    for finding in findings {
      var words = finding
      words.message = ""
      words.location = nil
      if let index = groups.firstIndex(where: { $0.words == words }) {
        groups[index].findings.append(finding)
      } else {
        groups.append((words, [finding]))
      }
    }
    return groups.map(\.findings)
  }

  private func showWords(of finding: ExplainedFinding, indent: String) {
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
