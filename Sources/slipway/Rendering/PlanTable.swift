import Releases
import SlipwayKit

extension Console {
  /// Shows a plan: a table of the targets, their steps, and what is known to stand in the way.
  func show(_ plan: Plan) {
    line(Piece(plan.pipeline.name, .bold), Piece("  \(plan.pipeline.file)", .dim))
    line()
    var table = Table("TARGET", "FOR", "APPLICATION", "PAYLOAD", "KEY", "CERTIFICATE", "EXPIRES", "TO")
    for target in plan.targets { addRows(of: target, to: &table) }
    for row in table.lines { line(row) }
    for target in plan.targets { showDetails(of: target, in: plan) }
    for problem in plan.problems(of: nil) { show(problem) }
    show(plan.findings.map(\.explained))
    line()
    line(verdict(on: plan))
  }

  private func addRows(of planned: PlannedTarget, to table: inout Table) {
    let rows = max(1, planned.signers.count, planned.destinations.count)
    for row in 0..<rows {
      let signer = row < planned.signers.count ? planned.signers[row] : nil
      let certificate = signer?.certificate
      let place = row < planned.destinations.count ? planned.destinations[row].summary : ""
      let isFirst = row == 0
      table.add([
        Piece(isFirst ? planned.name : "", .bold),
        Piece(isFirst ? planned.target.distribution.value.rawValue : ""),
        Piece(isFirst ? planned.applicationSummary : ""),
        Piece(isFirst ? planned.payloadSummary : ""),
        Piece(signer?.name ?? (isFirst ? "–" : "")),
        Piece(certificate.map { short($0.sha256) } ?? ""),
        Piece(certificate.map { $0.notAfter.day } ?? ""),
        Piece(place),
      ])
    }
  }

  private func showDetails(of planned: PlannedTarget, in plan: Plan) {
    line()
    line(Piece(planned.name, .bold))
    let width = planned.steps.map(\.name.count).max() ?? 0
    for step in planned.steps {
      line(
        Piece("  " + step.name + String(repeating: " ", count: width - step.name.count + 2), .dim),
        Piece(shortened(step.summary)))
    }
    if !planned.target.push.isEmpty {
      let names = planned.target.push.map(\.value).joined(separator: ", ")
      line(Piece("  push" + String(repeating: " ", count: max(2, width - 2)), .dim), Piece(names))
    }
    show(planned.findings.map(\.explained), indent: "  ", annotating: planned.target.position)
    for problem in plan.problems(of: planned.name) { show(problem, indent: "  ") }
  }

  /// Shows what stands in the way, with its place in the pipeline file.
  func show(_ problem: Problem, indent: String = "") {
    show(.error, problem.failure.message, at: problem.position, indent: indent)
    show(remedy: problem.failure.remedy, indent: indent)
  }

  private func verdict(on plan: Plan) -> [Piece] {
    let stopped = plan.targets.filter { target in
      !plan.problems(of: target.name).isEmpty || target.findings.contains { $0.severity == .error }
    }
    guard plan.status != .done else {
      let count = plan.targets.count
      return [Piece("✓ ", .green), Piece("Nothing stands in the way of \(counted(count, "target")).")]
    }
    let sentence =
      switch (stopped.count, plan.targets.count) {
      case (0, _): "This pipeline cannot run as it is."
      case (1, 1): "The target cannot be released as things stand, so nothing runs."
      case (let count, let all) where count == all:
        "None of the \(all) targets can be released as things stand, so nothing runs."
      case (let count, let all):
        "\(count) of \(all) targets cannot be released as things stand, so nothing runs."
      }
    return [Piece("✗ ", .red), Piece(sentence)]
  }
}

extension PlannedTarget {
  fileprivate var applicationSummary: String {
    [application.id, application.version, application.build.map { "(\($0))" }]
      .compactMap { $0 }.joined(separator: " ")
  }

  fileprivate var payloadSummary: String {
    switch payload {
    case .found(let payload): payload.summary
    case .madeByBuild(let pattern): "\(pattern), made by the build"
    case nil: "not found"
    }
  }
}
