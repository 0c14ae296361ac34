import ArgumentParser
import KeyStores
import SlipwayKit

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Shows what was done to the store, and with its keys.",
    discussion: """
      With --leaver it lists everything that somebody ever had access to. With --import it takes the uses that a run's \
      report tells, each signed by who ran it, into the audit.
      """)

  @Option(help: ArgumentHelp("Everything this person ever had access to.", valueName: "name")) var leaver:
    String?
  @Option(
    name: .customLong("import"), help: ArgumentHelp("A run's report.json. Repeatable.", valueName: "report"),
    completion: .file(extensions: ["json"]))
  var reports: [String] = []
  @Option(
    name: .customLong("of"),
    help: ArgumentHelp("Only what is about this key, credential or recipient.", valueName: "name"))
  var subject: String?
  @OptionGroup var store: StoreArguments
  @OptionGroup var output: FormatArguments

  func run() throws {
    try Session.run { session in
      let access = try store.access(in: session)
      guard reports.isEmpty else { return try take(reports, into: access, in: session) }
      let store = try access.open()
      if let leaver {
        let list = LeaverListing(leaver, in: store)
        switch output.format {
        case .human: session.console.show(list)
        case .json: session.console.document(try JSONDocument.text(list))
        }
        return .done
      }
      let entries = store.audit.chronicle.filter { entry in
        subject.map { entry.mark?.name == $0 || entry.use?.signed.key == $0 || entry.by == $0 } ?? true
      }
      switch output.format {
      case .human: session.console.show(entries)
      case .json: session.console.document(try JSONDocument.text(entries))
      }
      return .done
    }
  }

  private func take(_ reports: [String], into access: StoreAccess, in session: Session) throws -> ExitStatus {
    var refused: [Failure] = []
    for report in reports {
      let result = try UseImport(access, report: report).perform()
      session.console.line(Piece("✓ ", .green), Piece("took \(counted(result.count, "use")) from \(report)"))
      refused += result.refused
    }
    for failure in refused { session.console.complain(failure) }
    return .combined(refused.map(\.status))
  }
}

extension Console {
  /// Shows entries of the audit, oldest first.
  fileprivate func show(_ entries: [AuditEntry]) {
    var table = Table("AT", "BY", "WHAT", "ABOUT", "DETAIL")
    for entry in entries {
      let use = entry.use?.signed
      let detail = use.map { "\($0.application ?? "") \(short($0.artifact)) on \($0.host), \(moment($0.at))" }
      table.add([
        Piece(moment(entry.at), .dim), Piece(use?.by ?? entry.by, .bold), Piece(entry.action.rawValue),
        Piece(use?.key ?? entry.mark.map { "\($0.name)\($0.isRemoval ? "" : " \($0.generation)")" } ?? ""),
        Piece(detail ?? entry.detail ?? ""),
      ])
    }
    for row in table.lines { line(row) }
  }

  /// Shows what somebody ever had access to.
  fileprivate func show(_ list: LeaverListing) {
    guard !list.rows.isEmpty else {
      line(Piece("\(list.name) never had access to anything.", .dim))
      return
    }
    var table = Table("WHAT", "FROM", "UNTIL", "NOW")
    for row in list.rows {
      table.add([
        Piece(row.name, .bold), Piece(row.from.day), Piece(row.until.map(\.day) ?? "still"),
        Piece(row.now, row.isSafe ? .green : .yellow),
      ])
    }
    for row in table.lines { line(row) }
  }
}
