import Orchestration
import Releases
import SlipwayKit

extension Console {
  /// Shows how a run ended: one row a target, then what was found, then the verdict.
  func show(_ report: RunReport, at path: String, seconds: Double) {
    line()
    var table = Table("TARGET", "KEY", "CERTIFICATE", "FINDINGS", "ARTIFACT", "SHA-256", "WHERE IT WENT")
    for target in report.targets { addRows(of: target, to: &table) }
    for row in table.lines { line(row) }
    for target in report.targets { showFindings(of: target) }
    line()
    let done = report.targets.count(where: \.isDone)
    let word =
      report.targets.allSatisfy(\.receipts.isEmpty) && report.status == .done
      ? "signed and verified" : "released"
    let mark = report.status == .done ? Piece("✓ ", .green) : Piece("✗ ", .red)
    let rehearsed = report.rehearsal ? ", rehearsed" : ""
    line(
      mark,
      Piece(
        "\(done) of \(counted(report.targets.count, "target")) \(word)\(rehearsed) in \(duration(seconds))"),
      Piece("  \(shortened(path))", .dim))
    if report.status == .tryAgain {
      show(remedy: "Run the same command again; what is finished is not done twice.", indent: "")
    }
  }

  private func addRows(of target: RunReport.Target, to table: inout Table) {
    // What goes along with the artifact is delivered before it, but is not what one looks for first.
    let isArtifact = { (receipt: Receipt) in receipt.sha256 == target.artifact?.sha256 }
    let receipts = target.receipts.filter(isArtifact) + target.receipts.filter { !isArtifact($0) }
    let places = receipts.flatMap { receipt in
      let place = shortened(receipt.location) + (receipt.outcome == .alreadyThere ? " (was there)" : "")
      return [place] + [receipt.page].compactMap { $0 }
    }
    for row in 0..<max(1, target.keys.count, places.count) {
      let key = row < target.keys.count ? target.keys[row] : nil
      let isFirst = row == 0
      let artifact = isFirst ? target.artifact : nil
      table.add([
        Piece(isFirst ? target.name : "", .bold),
        Piece(key?.name ?? ""),
        Piece(certificate(of: key, in: target)),
        isFirst ? findings(of: target) : "",
        Piece(artifact.map { fileName($0.path) + "  " + size($0.size) } ?? ""),
        Piece(artifact.map { short($0.sha256) } ?? ""),
        Piece(row < places.count ? places[row] : ""),
      ])
    }
  }

  private func certificate(of key: RunReport.Key?, in target: RunReport.Target) -> String {
    guard let key else { return "" }
    let sha256 = key.certificate?.sha256 ?? target.verification?.signatures.first?.certificateSha256
    return sha256.map(short) ?? ""
  }

  private func findings(of target: RunReport.Target) -> Piece {
    guard let verification = target.verification else {
      return Piece(target.isDone ? "" : "not verified", .red)
    }
    let counts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = verification.findings.count { $0.severity == severity }
      return count == 0 ? nil : counted(count, severity.rawValue)
    }
    return Piece(
      counts.isEmpty ? "none" : counts.joined(separator: ", "), verification.worst?.style ?? .green)
  }

  private func showFindings(of target: RunReport.Target) {
    let findings = target.verification?.findings.filter { $0.severity != .note || $0.accepted != nil } ?? []
    let troubles = target.steps.flatMap { step in step.troubles.map { (step.name, $0) } }
    guard !findings.isEmpty || !troubles.isEmpty else { return }
    line()
    line(Piece(target.name, .bold))
    // An annotation stands alone, so that it has to name the target.
    let shown = findings.map { finding in
      guard kind == .githubActions else { return finding }
      var named = finding
      named.message = "\(target.name): \(finding.located)"
      named.location = nil
      return named
    }
    show(shown, indent: "  ")
    for (step, trouble) in troubles where step != "verify" || findings.isEmpty {
      let place = kind == .githubActions ? "\(target.name): \(step): " : "\(step): "
      show(.error, place + trouble.message(in: target.name), indent: "  ")
      show(remedy: trouble.remedy, indent: "  ")
    }
  }
}

extension Trouble {
  /// What went wrong, for a line that has named the target already.
  func message(in target: String) -> String {
    let name = "\(target): "
    return message.hasPrefix(name) ? String(message.dropFirst(name.count)) : message
  }
}

/// The last component of a path.
func fileName(_ path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}
