import ArgumentParser
import Bytes
import FoundationEssentials
import Orchestration
import SlipwayKit

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", _superCommandName: "slipway", abstract: "Shows what a run did, step by step.")

  @Argument(
    help: ArgumentHelp("The run, as `slipway runs` names it. (default: the last one)", valueName: "run"))
  var name: String?

  @OptionGroup var place: StateArguments

  @Option(help: "How it is printed: for people, or the run's report.json for programs.")
  var format = OutputFormat.human

  func run() throws {
    try Session.run { session in
      let summary = try place.summary(of: name)
      switch format {
      case .human:
        show(summary, try RunHistory(folder: place.folder).steps(of: summary.run), on: session.console)
      case .json: session.console.document(try report(of: summary.run))
      }
      return .done
    }
  }

  private func report(of run: String) throws -> String {
    do {
      let source = try FileSource(path: "\(place.folder)/runs/\(run)/report.json")
      return String(decoding: try source.bytes(at: 0, count: source.count), as: UTF8.self)
    } catch BytesError.notFound {
      throw Failure(
        .inputUnreadable, "The run \(run) was cut off and left no report.",
        remedy: "Its steps are in slipway show \(run).")
    }
  }

  private func show(_ summary: RunSummary, _ steps: [StepSummary], on console: Console) {
    let end = summary.status.map { "ended with status \($0)" } ?? "was interrupted"
    console.line(
      Piece("run \(summary.run)", .bold), Piece("  \(summary.pipeline), \(moment(summary.started)), \(end)"))
    var table = Table("TARGET", "STEP", "OUTCOME", "TIME", "WHAT WENT WRONG")
    for step in steps {
      let style: Style = step.outcome == "failed" ? .red : step.outcome == "done" ? .green : .dim
      let hasRun = ["done", "failed"].contains(step.outcome)
      let troubles = step.troubles.map { $0.message(in: step.step.target) }
      table.add([
        Piece(step.step.target, .bold), Piece(step.step.name), Piece(step.outcome, style),
        Piece(hasRun ? duration(step.seconds) : ""),
        Piece(console.shortened(troubles.joined(separator: " "))),
      ])
    }
    for row in table.lines { console.line(row) }
  }
}
